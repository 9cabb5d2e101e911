// ProcessHistory: what the readers of events of processes have in common: the clock, the registers, and what is to be
// said at the end of a file.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "tools/history/history_event.hpp"
#include "tools/history/object_stream.hpp"
#include "tools/history/register_events.hpp"

namespace whitewater::tools {

class ProcessHistory {
 public:
  ProcessHistory(HistoryFile& file, const RegisterEvents::Dialect& dialect)
      : file_(file), clock_(file.history), registers_(file, dialect) {}

  Complaint set_initial(std::string_view text) { return registers_.set_initial(text); }
  Complaint take(const HistoryEvent& event);
  // type: the name that every event has.
  Complaint finish(const ObjectStream& objects, std::string_view type);

 private:
  Complaint judge_index(const HistoryEvent& event);
  void remark_steps_back();

  HistoryFile& file_;
  EventClock clock_;
  RegisterEvents registers_;
  bool any_ = false;
  std::optional<std::int64_t> index_;  // the latest one
};

// ":nemesis", "nemesis"
bool names_nemesis(std::string_view process);

}  // namespace whitewater::tools
