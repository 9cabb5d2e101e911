// The table itself.
#include "scenarios/systems/protocols.hpp"

#include <array>

#include "core/base/check.hpp"
#include "scenarios/systems/primary_backup_cluster.hpp"
#include "scenarios/systems/raft_cluster.hpp"

namespace whitewater::scenarios {

namespace {

constexpr std::array<ProtocolRow, 2> rows{{
    {Protocol::raft, "raft", make_raft_cluster},
    {Protocol::primary_backup, "primary-backup", make_primary_backup_cluster},
}};

}  // namespace

std::span<const ProtocolRow> protocols() {
  return rows;
}

const ProtocolRow& protocol_row(Protocol protocol) {
  for (const ProtocolRow& row : rows)
    if (row.protocol == protocol) return row;
  fail_check("every protocol has a row in the table");
}

}  // namespace whitewater::scenarios
