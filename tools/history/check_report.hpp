// CheckReport: the result of checking one history, for people and for programs (schema whitewater.check/1).
#pragma once

#include <cstdint>
#include <string>

#include "core/check/linearizability/linearizability.hpp"
#include "core/text/number_text.hpp"
#include "tools/history/history_file.hpp"

namespace whitewater::tools {

struct CheckReport {
  std::string name;                       // the name of the file
  const HistoryFormat* format = nullptr;  // null: the file is empty
  std::uint64_t lines = 0;
  std::uint64_t bytes = 0;
  HistoryFile file;
  checks::LinearizabilityResult result;
  std::int64_t read_ns = 0;
  std::int64_t check_ns = 0;
  std::uint64_t peak_bytes = 0;  // of the whole program so far

  // Operations whose outcome is known. If there is none, nothing was judged, and the verdict is neither yes nor no.
  std::uint64_t judged() const;
  bool nothing_judged() const;
  std::uint64_t pending() const;
  std::uint64_t steps() const;
  std::uint64_t count(checks::Answer answer) const;  // of keys
  // "linearizable", "not linearizable", "unknown" or "nothing to judge"
  std::string verdict() const;
  static std::string verdict_of(const checks::KeyVerdict& key);
  // About the reading, and about what the verdict is worth.
  std::vector<std::string> remarks() const;
};

// all_keys: one line per key, not only for keys that are not linearizable or not decided.
std::string check_report_text(const CheckReport& report, bool all_keys, const TextStyle& style);
// One JSON object, without a line feed.
std::string check_report_json(const CheckReport& report, bool all_keys);

}  // namespace whitewater::tools
