// The tables.
#include "scenarios/standard/standard.hpp"

#include <array>

#include "scenarios/systems/primary_backup_cluster.hpp"
#include "scenarios/systems/primary_backup_options.hpp"
#include "scenarios/systems/primary_backup_vocabulary.hpp"
#include "scenarios/systems/raft_cluster.hpp"
#include "scenarios/systems/raft_vocabulary.hpp"
#include "scenarios/systems/replica_options.hpp"
#include "scenarios/workloads/course_clients.hpp"
#include "scenarios/workloads/course_options.hpp"
#include "scenarios/workloads/registers_clients.hpp"
#include "scenarios/workloads/registers_options.hpp"

namespace whitewater::scenarios {

const Toolbox& standard_toolbox() {
  static const std::array systems{
      System{"raft", replica_fields(), [] { return Options::of<ReplicaOptions>(); }, invalid_replica_options, 3, 21,
             make_raft_cluster, &raft_vocabulary, raft_vocabulary.notes, true},
      System{"primary-backup", primary_backup_fields(), [] { return Options::of<PrimaryBackupOptions>(); }, nullptr, 3,
             21, make_primary_backup_cluster, &primary_backup_vocabulary, primary_backup_vocabulary.notes, true}};
  static const std::array workloads{Workload{"course", course_fields(), [] { return Options::of<course::Exercise>(); },
                                             invalid_exercise, make_course_clients, exercise_summary},
                                    Workload{"registers", registers_fields(), [] { return Options::of<Registers>(); },
                                             invalid_registers, make_registers_clients, registers_summary}};
  static const Toolbox toolbox{systems, workloads};
  return toolbox;
}

}  // namespace whitewater::scenarios
