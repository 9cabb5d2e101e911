// PrimaryBackupOptions: the replica settings that a scenario may choose for the system primary-backup, with the rows
// of their fields. Raft's further settings are unknown fields to it.
#pragma once

#include <span>

#include "core/base/time.hpp"
#include "core/kv/tuned.hpp"
#include "scenarios/format/scenario.hpp"

namespace whitewater::scenarios {

struct PrimaryBackupOptions {
  Duration retransmit_after = kv::tuned_timing().retransmit_after;
  friend bool operator==(const PrimaryBackupOptions&, const PrimaryBackupOptions&) = default;
};

// The options of a scenario whose system is primary-backup.
inline PrimaryBackupOptions& primary_backup_options(Scenario& scenario) {
  return scenario.system_options.get<PrimaryBackupOptions>();
}
inline const PrimaryBackupOptions& primary_backup_options(const Scenario& scenario) {
  return scenario.system_options.get<PrimaryBackupOptions>();
}

std::span<const Field> primary_backup_fields();

}  // namespace whitewater::scenarios
