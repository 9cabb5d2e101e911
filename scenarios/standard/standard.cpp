// The tables.
#include "scenarios/standard/standard.hpp"

#include <array>

#include "scenarios/search/random_scenario.hpp"
#include "scenarios/systems/figure3/judge.hpp"
#include "scenarios/systems/primary_backup_cluster.hpp"
#include "scenarios/systems/primary_backup_options.hpp"
#include "scenarios/systems/primary_backup_vocabulary.hpp"
#include "scenarios/systems/raft_cluster.hpp"
#include "scenarios/systems/raft_message_names.hpp"
#include "scenarios/systems/raft_vocabulary.hpp"
#include "scenarios/systems/replica_options.hpp"
#include "scenarios/workloads/course_clients.hpp"
#include "scenarios/workloads/course_events.hpp"
#include "scenarios/workloads/course_list.hpp"
#include "scenarios/workloads/course_options.hpp"
#include "scenarios/workloads/registers_clients.hpp"
#include "scenarios/workloads/registers_list.hpp"
#include "scenarios/workloads/registers_options.hpp"

namespace whitewater::scenarios {

const Toolbox& standard_toolbox() {
  static const std::array systems{
      System{"raft", replica_fields(), [] { return Options::of<ReplicaOptions>(); }, invalid_replica_options, 3, 21,
             make_raft_cluster, &raft_vocabulary, raft_vocabulary.notes, true, draw_replica_options,
             &raft_message_names, renumber_replica_options, replicas_promise, &replica_draws, make_raft_second_judge},
      System{"primary-backup", primary_backup_fields(), [] { return Options::of<PrimaryBackupOptions>(); }, nullptr, 3,
             21, make_primary_backup_cluster, &primary_backup_vocabulary, primary_backup_vocabulary.notes, true,
             nullptr, &primary_backup_message_names}};
  static const std::array workloads{
      Workload{"course", course_fields(), [] { return Options::of<course::Exercise>(); }, invalid_exercise,
               make_course_clients, exercise_summary, nullptr, &course_requests, course_client_count, nullptr,
               &course_events},
      Workload{"registers", registers_fields(), [] { return Options::of<Registers>(); }, invalid_registers,
               make_registers_clients, registers_summary, draw_registers, &registers_requests, registers_client_count}};
  static const Toolbox toolbox{systems, workloads};
  return toolbox;
}

Scenario random_raft_scenario(std::uint64_t seed) {
  const Toolbox& toolbox = standard_toolbox();
  return random_scenario(toolbox, toolbox.systems[0], toolbox.workloads[1], seed);
}

}  // namespace whitewater::scenarios
