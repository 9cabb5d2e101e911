// A truncated file is checked as far as it goes.
#include "tools/history/process_history.hpp"

#include "core/text/concat.hpp"
#include "core/text/number_text.hpp"

namespace whitewater::tools {

bool names_nemesis(std::string_view process) {
  return same_word(bare_word(process), "nemesis");
}

Complaint ProcessHistory::take(const HistoryEvent& event) {
  any_ = true;
  if (auto wrong = judge_index(event)) return wrong;
  return registers_.take(event, clock_.next(event.time));
}

// An index is the place of the event in the history. A file that is sorted in another way, by client perhaps, would be
// judged in an order that never was.
Complaint ProcessHistory::judge_index(const HistoryEvent& event) {
  if (!event.index) return std::nullopt;
  if (index_ && *event.index < *index_)
    return concat({"the index steps back: expected ", std::to_string(*index_), " or later, found ",
                   std::to_string(*event.index),
                   "; sort the events by index, or leave the index out if the events are in order"});
  index_ = event.index;
  return std::nullopt;
}

void ProcessHistory::remark_steps_back() {
  const std::uint64_t steps = clock_.steps_back();
  if (steps == 0) return;
  file_.remarks.push_back(concat({"the times step back ", steps == 1 ? "once" : grouped(steps) + " times",
                                  ", by up to ", exact_seconds(Duration{clock_.longest_step_back()}),
                                  " s: the order of the events is taken as the order of time"}));
}

// A truncated history ends within its last event. If another event follows, a brace or a quote is missing instead.
Complaint ProcessHistory::finish(const ObjectStream& objects, std::string_view type) {
  if (objects.wrong()) return objects.wrong();
  if (objects.torn()) {
    const std::size_t first = objects.torn_text().find(type);
    if (first != std::string_view::npos && objects.torn_text().find(type, first + 1) != std::string_view::npos)
      return concat({"expected the end of the map that begins in line ", std::to_string(objects.line()),
                     ", found other events in it: a brace or a quote is missing"});
    if (!any_) return std::string("expected the end of a map, found the end of the file");
    file_.remarks.push_back("the last event is truncated: it was ignored, and the rest was checked");
  } else if (objects.open_array()) {
    file_.remarks.push_back("the end of the array is missing: the history may be truncated, and was checked as it is");
  }
  if (objects.of_test()) file_.remarks.push_back("the file is a whole test: its history alone was taken");
  remark_steps_back();
  registers_.add_remarks();
  return std::nullopt;
}

}  // namespace whitewater::tools
