// CheckHints: what may be wrong with a history, and not with the store that it tells of. A write failed, but its value
// was read; a register begins with another value; a read of nil, which other checkers judge otherwise. One pass over
// the history serves all contradictions.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "tools/history/history_file.hpp"

namespace whitewater::tools {

class CheckHints {
 public:
  CheckHints(const HistoryFile& file, const std::vector<checks::Contradiction>& contradictions);

  // A sentence each. A hint is no excuse: the verdict stays.
  std::vector<std::string> of(const checks::Contradiction& contradiction) const;

 private:
  // What is known of one value of one key that an operation of a contradiction saw.
  struct Seen {
    std::int64_t first_write = checks::Operation::never;  // the earliest call of a write of the value
    const FailedWrite* failed = nullptr;                  // the first write of the value that failed
  };

  void gather(const std::vector<checks::Contradiction>& contradictions);
  void failed_writes(const checks::Contradiction& contradiction, std::vector<std::string>& hints) const;
  void other_type(const checks::Contradiction& contradiction, std::vector<std::string>& hints) const;
  void other_initial_value(const checks::Contradiction& contradiction, std::vector<std::string>& hints) const;

  const HistoryFile& file_;
  const checks::History& history_;
  std::unordered_map<std::uint64_t, Seen> seen_;                            // by key and value
  std::unordered_map<std::uint32_t, const checks::Operation*> first_look_;  // by key: the first that saw a value
};

}  // namespace whitewater::tools
