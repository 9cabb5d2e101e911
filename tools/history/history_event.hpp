// HistoryEvent: one event of a history whose clients are processes, as Jepsen and compatible programs write it:
// {:process 0, :type :invoke, :f :read, :value nil, :time 12}. Every format spells it in another way; the values are in
// EDN.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/check/linearizability/history.hpp"
#include "tools/history/edn.hpp"

namespace whitewater::tools {

struct HistoryEvent {
  enum class Type : std::uint8_t { invoke, ok, fail, info };

  Type type = Type::invoke;
  std::string_view f;        // without its colon
  std::string_view process;  // as the file spells it
  bool nemesis = false;      // by the process that makes the faults
  std::optional<EdnElement> value;
  std::optional<EdnElement> key;
  std::optional<std::int64_t> time;
  std::optional<std::int64_t> index;  // the place of the event in its history
  std::uint64_t line = 0;

  // ":ok", "ok" or "OK"
  static std::optional<Type> type_of(std::string_view word);
};

// The word without the colon or the quotes around it.
std::string_view bare_word(std::string_view text);
// word: in lower case; text: in any.
bool same_word(std::string_view text, std::string_view word);

// EventClock places the events in time. The order of the events is the order of time, whatever their clock says: two of
// them may have one time, a time may step back or be missing.
class EventClock {
 public:
  explicit EventClock(checks::History& history) : history_(history) {}

  // The moment of the next event; later than all before it.
  std::int64_t next(std::optional<std::int64_t> read);

  std::uint64_t steps_back() const { return steps_back_; }
  std::int64_t longest_step_back() const { return longest_step_; }

 private:
  checks::History& history_;
  std::int64_t events_ = 0;
  std::int64_t now_ = 0;
  std::int64_t read_ = 0;  // the latest time that an event has
  std::uint64_t steps_back_ = 0;
  std::int64_t longest_step_ = 0;
};

}  // namespace whitewater::tools
