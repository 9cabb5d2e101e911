// What is found about a program from outside, in the report of a run: which checks applied, what each saw, and what a
// person should know although the run does not fail by it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "scenarios/report/section.hpp"

namespace whitewater::tools::virtual_time {

// A check of the messages, and whether it could judge anything in this run.
struct AppliedCheck {
  std::string_view name;  // "two_leaders"
  bool judged = false;
  std::string text;  // what it saw; or why it judged nothing
};

// A warning.
struct ProgramFinding {
  std::string_view kind;  // "election_without_cause"
  NodeId replica;         // no_node: it is about the run
  Time first;             // time_never: at no moment
  std::uint64_t count = 1;
  std::string text;
  std::vector<std::string> printed{};  // by the replica, before it ended: lines
  std::vector<std::string> hints{};    // what a person may try, a line each
};

class MessageSection final : public scenarios::ReportSection {
 public:
  unsigned replicas = 0;
  std::vector<AppliedCheck> checks;
  std::vector<ProgramFinding> findings;

  void add_checks(std::string& text, const TextStyle& style) const override;
  void write_json(json::Writer& writer) const override;
  bool same_as(const ReportSection& other) const override;
};

}  // namespace whitewater::tools::virtual_time
