// A scenario of the workload registers in which much goes wrong, for tests that need all of it.
#pragma once

#include <string_view>

#include "scenarios/format/scenario_reader.hpp"
#include "scenarios/standard/standard.hpp"
#include "scenarios/workloads/registers_options.hpp"
#include "tests/catch.hpp"

namespace whitewater::scenarios {

inline constexpr std::string_view troubled = R"({
  "workload": "registers", "replicas": 5, "clients": 4, "read_only_clients": 1, "keys": 3, "outstanding": 2,
  "lifetime": "8s", "think": {"uniform": ["0s", "60ms"]}, "value_bytes": [0, 90],
  "stray": 0.2, "send_twice": 0.1, "ask_again": "150ms", "patience": "1s", "drops": 0.05, "client_duplication": 0.05,
  "faults": [
    {"type": "kill", "at": "3s", "replicas": "leader"}, {"type": "restart", "at": "4s", "replicas": "dead"},
    {"type": "partition", "at": "5s", "replicas": ["0001", "0002"]}, {"type": "heal_partition", "at": "7s"}
  ]
})";

inline Scenario read(std::string_view text) {
  const Result<ReadScenario> read = read_standard(text, "registers.json");
  INFO((read ? std::string() : read.error().text()));
  REQUIRE(read.ok());
  return read.value().scenario;
}

}  // namespace whitewater::scenarios
