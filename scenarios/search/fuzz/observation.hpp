// Observation: what a campaign learns from one run, as plain data.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/report/report.hpp"
#include "scenarios/search/failure_kind.hpp"
#include "scenarios/search/fuzz/cells.hpp"

namespace whitewater::scenarios::fuzz {

// What can judge a run.
enum class Check : std::uint8_t { properties, linearizability, rest, majority, rules };
inline constexpr std::size_t checks_count = 5;
struct CheckRow {
  std::string_view name;
  std::string_view never;  // a sentence
};
inline constexpr std::array<CheckRow, checks_count> check_rows{{
    {"properties of the system", "no property of the system was checked: it has no checker"},
    {"linearizability", "no history was judged: no operation was answered, or the check never came to an end"},
    {"coming to rest after the heal", "no run came to its heal, so nobody knows whether the cluster recovers"},
    {"a majority hears of every put", "no acknowledgement was judged"},
    {"rules of the workload", "no run was judged by the rules of the workload"},
}};

// Of the faults of one kind in one run.
struct KindCounts {
  std::uint32_t planned = 0;
  std::uint32_t struck = 0;   // began, and met somebody
  std::uint32_t effects = 0;  // changed something
};

struct Observation {
  RunReport report;
  std::optional<FailureKind> kind;
  // Two runs of the draft gave two digests.
  bool nondeterministic = false;
  std::vector<std::uint64_t> words;  // different ones
  Cells cells;
  std::array<KindCounts, fault_kinds> faults{};
  std::array<bool, checks_count> applies{};  // the run has such a check
  std::array<bool, checks_count> ran{};
  bool knows_leaders = false;  // somebody led, or asked for votes
};

}  // namespace whitewater::scenarios::fuzz
