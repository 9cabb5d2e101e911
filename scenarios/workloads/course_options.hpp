// The options of the workload course: an exercise of the networks course, with its rows.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "core/base/error.hpp"
#include "core/course/rules.hpp"
#include "scenarios/format/scenario.hpp"

namespace whitewater::scenarios {

// Of a scenario whose workload is the course.
inline course::Exercise& exercise(Scenario& scenario) {
  return scenario.workload_options.get<course::Exercise>();
}
inline const course::Exercise& exercise(const Scenario& scenario) {
  return scenario.workload_options.get<course::Exercise>();
}
// The exercise in the scenario's cluster.
inline course::Rules rules_of(const Scenario& scenario) {
  course::Rules rules;
  static_cast<course::Exercise&>(rules) = exercise(scenario);
  rules.replicas = scenario.replicas;
  rules.numbers = numbers_of(scenario);
  rules.drops = scenario.network.loss;
  return rules;
}

// The clients of the course, and one that asks after the heal.
inline unsigned course_client_count(const Scenario& scenario) {
  return course::clients + (scenario.heal ? 1 : 0);
}

std::span<const Field> course_fields();
// "400 requests (20 % gets), kill_leader@10"
std::string exercise_summary(const Scenario& scenario);
// The cluster heals no earlier than the last request.
std::optional<Error> invalid_exercise(const Scenario& scenario);

}  // namespace whitewater::scenarios
