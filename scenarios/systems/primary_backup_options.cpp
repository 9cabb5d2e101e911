// The rows of the options of primary-backup.
#include "scenarios/systems/primary_backup_options.hpp"

#include <array>

#include "scenarios/format/field_rows.hpp"

namespace whitewater::scenarios {
namespace {

using namespace field_rows;

// Zero would set a timer that takes no time, again and again.
constexpr std::array rows{
    object("replica", "How the replicas are configured"),
    ranged("replica.retransmit_after", field_types::duration, 1, hour, at<&PrimaryBackupOptions::retransmit_after>,
           "An update that a backup does not acknowledge within this time is sent again"),
};

}  // namespace

std::span<const Field> primary_backup_fields() {
  return rows;
}

}  // namespace whitewater::scenarios
