// The table of all kinds of faults, by KindId.
#pragma once

#include <array>

#include "simnet/faults/clog.hpp"
#include "simnet/faults/cut.hpp"
#include "simnet/faults/delay.hpp"
#include "simnet/faults/disk_delay.hpp"
#include "simnet/faults/disk_stall.hpp"
#include "simnet/faults/duplication.hpp"
#include "simnet/faults/kill.hpp"
#include "simnet/faults/loss.hpp"
#include "simnet/faults/partition.hpp"
#include "simnet/faults/pause.hpp"
#include "simnet/faults/slow.hpp"

namespace whitewater::simnet::faults {

inline constexpr std::array<const FaultKind*, 11> kinds{
    &kill_kind,  &pause_kind, &partition_kind,  &cut_kind,        &loss_kind, &duplication_kind,
    &delay_kind, &slow_kind,  &disk_delay_kind, &disk_stall_kind, &clog_kind};

inline const FaultKind& kind_of(KindId kind) {
  return *kinds[static_cast<std::size_t>(kind)];
}
inline const FaultKind& kind_of(const FaultSpec& spec) {
  return kind_of(spec.kind);
}

}  // namespace whitewater::simnet::faults
