// Scenarios in which clients wait for long, as texts, and a run of each.
#pragma once

#include <string_view>

#include "scenarios/experiment/runner.hpp"
#include "scenarios/standard/standard.hpp"
#include "tests/catch.hpp"

namespace whitewater::tests {

inline scenarios::RunReport played(std::string_view text, std::uint64_t seed,
                                   const scenarios::RunOptions& options = {}) {
  const auto read = scenarios::read_standard(text, "outage.json");
  INFO((read ? std::string() : read.error().text()));
  REQUIRE(read.ok());
  scenarios::Runner runner;
  scenarios::RunReport report = runner.run(read.value().scenario, seed, options);
  CHECK_FALSE(report.violation);
  return report;
}

// 0003 hears only 0001, and 0004 hears only 0002.
inline constexpr std::string_view cut_to_a_star = R"({
  "lifetime": 30, "replicas": 5, "requests": 300, "mix": 0.5, "start_wait": 4, "end_wait": 4, "heal": "36s",
  "faults": [
    {"type": "cut", "at": "6s", "from": ["0003"], "to": ["0000", "0002", "0004"]},
    {"type": "cut", "at": "6s", "from": ["0000", "0002", "0004"], "to": ["0003"]},
    {"type": "cut", "at": "6s", "from": ["0004"], "to": ["0000", "0001", "0003"]},
    {"type": "cut", "at": "6s", "from": ["0000", "0001", "0003"], "to": ["0004"]}]})";

// All hear only 0000, and no leader steps down for want of a majority.
inline constexpr std::string_view star_without_quorum = R"({
  "lifetime": 30, "replicas": 5, "requests": 300, "mix": 0.5, "start_wait": 4, "end_wait": 4, "heal": "36s",
  "replica": {"check_quorum": false},
  "faults": [{"type": "cut", "at": "6s", "from": ["0001", "0002", "0003", "0004"],
              "to": ["0001", "0002", "0003", "0004"]}]})";

inline constexpr std::string_view one_isolated = R"({
  "lifetime": 30, "replicas": 3, "requests": 300, "mix": 0.5, "start_wait": 4, "end_wait": 4, "heal": "36s",
  "faults": [{"type": "partition", "at": "6s", "replicas": ["0002"]}, {"type": "heal_partition", "at": "26s"}]})";

inline constexpr std::string_view one_isolated_without_pre_vote = R"({
  "lifetime": 30, "replicas": 3, "requests": 300, "mix": 0.5, "start_wait": 4, "end_wait": 4, "heal": "36s",
  "replica": {"prevote": false},
  "faults": [{"type": "partition", "at": "6s", "replicas": ["0002"]}, {"type": "heal_partition", "at": "26s"}]})";

inline constexpr std::string_view all_restarted = R"({
  "lifetime": 30, "replicas": 5, "requests": 400, "mix": 0.5, "start_wait": 4, "end_wait": 4, "heal": "36s",
  "disk_delay": {"uniform": ["200us", "3ms"]}, "load": {"shared_keys": 4, "stray": 0.3, "ask_again": "500ms"},
  "faults": [
    {"type": "partition", "at": "8s", "replicas": ["0002", "0003"]},
    {"type": "kill", "at": "18s", "replicas": "all"}, {"type": "restart", "at": "22s", "replicas": "all"},
    {"type": "heal_partition", "at": "26s"}]})";

// 0004, which may lead, hears only 0002, which knows the new leader.
inline constexpr std::string_view deposed_hears_one = R"({
  "lifetime": 16, "replicas": 5, "requests": 160, "mix": 0.5, "start_wait": 4, "end_wait": 4, "heal": "22s",
  "faults": [
    {"type": "cut", "at": "6s", "from": ["0004"], "to": ["0000", "0001", "0003"]},
    {"type": "cut", "at": "6s", "from": ["0000", "0001", "0003"], "to": ["0004"]}]})";

// Nobody can be elected before 20 s.
inline constexpr std::string_view late_first_put = R"({
  "lifetime": 30, "replicas": 3, "requests": 300, "mix": 0.5, "start_wait": 4, "end_wait": 4,
  "faults": [{"type": "loss", "at": "0s", "from": "all", "to": "all", "probability": 1, "for": "20s"}]})";

// Elections take seconds, and requests do not wait for them.
inline constexpr std::string_view slow_start = R"({
  "lifetime": 20, "replicas": 3, "requests": 60, "mix": 0.5, "start_wait": 0, "end_wait": 4,
  "replica": {"election_timeout": ["3s", "6s"]}})";

inline constexpr std::string_view few_requests = R"({
  "lifetime": 5, "replicas": 3, "requests": 8, "mix": 0.2, "start_wait": 4, "end_wait": 2})";

inline constexpr std::string_view killed_with_its_request = R"({
  "lifetime": 20, "replicas": 5, "requests": 40, "mix": 0, "start_wait": 4, "end_wait": 4,
  "tests": {"maximum_put_fail_fraction": 0.001}, "events": [{"type": "kill_leader", "time": 8}]})";

inline constexpr std::string_view few_packets = R"({
  "lifetime": 30, "replicas": 3, "requests": 300, "mix": 0.5, "start_wait": 4, "end_wait": 4, "max_packets": 400})";

inline constexpr std::string_view registers_cut_off = R"({
  "workload": "registers", "lifetime": "12s", "unanswered_max": 0.01, "replicas": 3,
  "faults": [{"type": "loss", "at": "3s", "from": "all", "to": "all", "probability": 1, "for": "8s"}]})";

inline constexpr std::string_view registers_calm = R"({
  "workload": "registers", "lifetime": "12s", "start_wait": "3s", "replicas": 3})";

}  // namespace whitewater::tests
