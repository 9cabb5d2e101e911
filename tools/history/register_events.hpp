// RegisterEvents: what the events of processes mean for registers: reads, writes, compare-and-sets and appends. It
// finds the key of an operation, tells clients from the nemesis, and refuses what a register cannot do.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "tools/history/history_book.hpp"
#include "tools/history/history_event.hpp"

namespace whitewater::tools {

class RegisterEvents {
 public:
  struct Dialect {
    bool null_is_nil = false;  // JSON
    // A compare-and-set that fails has seen another value. Otherwise it did nothing, for any reason.
    bool failed_swap_saw_another = false;
    bool keys_required = false;      // every operation names its key
    bool nil_is_empty_text = false;  // where operations name their keys: nil is the empty string, the initial value
  };

  RegisterEvents(HistoryFile& file, const Dialect& dialect) : file_(file), dialect_(dialect), book_(file) {}

  // The initial value of every key, in EDN. Returns a complaint if the text is no value.
  Complaint set_initial(std::string_view text);
  Complaint take(const HistoryEvent& event, std::int64_t time);
  // At the end.
  void add_remarks();

 private:
  using Kind = checks::Operation::Kind;
  enum class Keys : std::uint8_t { undecided, none, tuples, named };
  struct Found {
    Kind kind = Kind::get;
    bool has_value = false;
    EdnElement value{EdnElement::Kind::nil, "nil", {}, {}};  // without the key
  };

  void fault(const HistoryEvent& event, std::int64_t time);
  Complaint begin_history(const HistoryEvent& event, Kind kind);
  Complaint find_key(const HistoryEvent& event, Found& found);
  Complaint unpack(const HistoryEvent& event, Found& found);
  Complaint invoke(const HistoryEvent& event, const Found& found, std::int64_t time);
  Complaint swap_values(const Found& found);
  Complaint complete(const HistoryEvent& event, const Found& found, std::int64_t time);
  Complaint judge_key(const HistoryEvent& event) const;
  void compare_value(const HistoryEvent& event, const Found& found);
  Complaint spell(const EdnElement& element, std::string& out) const;
  bool is_nil(const EdnElement& element) const;

  HistoryFile& file_;
  Dialect dialect_;
  HistoryBook book_;
  std::optional<std::string> initial_;
  Keys keys_ = Keys::undecided;
  std::uint64_t decided_in_line_ = 0;
  bool has_key_ = false;
  std::string key_, value_, from_;
  std::uint64_t other_values_ = 0;  // writes that completed with another value than they began with
  std::uint64_t other_value_line_ = 0;
};

// True for :read, :write, :cas, :append and their other names.
bool names_register_operation(std::string_view f);
bool names_swap(std::string_view f);

}  // namespace whitewater::tools
