// HistoryBook: builds a history from separate call and completion events. The clients, called processes, do one thing
// at a time. HistoryBook matches each completion with its call, and reports events that do not match.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tools/history/history_file.hpp"

namespace whitewater::tools {

class HistoryBook {
 public:
  explicit HistoryBook(HistoryFile& file) : file_(file), history_(file.history) {}

  struct Call {
    checks::Operation::Kind kind = checks::Operation::Kind::get;
    std::string_view key;
    std::string_view value;  // for a put, CAS or append
    std::string_view from;   // for a CAS
  };

  // An event's time, which increases, and its line in the file.
  struct Moment {
    std::int64_t time = 0;
    std::uint64_t line = 0;
  };

  Complaint call(std::string_view process, const Call& call, const Moment& now);
  // The open operation of the process completed. value: for a get.
  Complaint done(std::string_view process, checks::Operation::Kind kind, std::string_view value, const Moment& now);
  // The CAS of the process found another value than it expected.
  Complaint swap_failed(std::string_view process, const Moment& now);
  // The operation certainly had no effect.
  Complaint did_nothing(std::string_view process, checks::Operation::Kind kind, const Moment& now);
  // The outcome will never be known; the process may continue.
  Complaint unknown(std::string_view process, checks::Operation::Kind kind, const Moment& now);
  // The open operation of the process. Null if there is none.
  const checks::Operation* open(std::string_view process) const;

  std::string_view key_of(const checks::Operation& operation) const { return history_.keys.text(operation.key); }

  // A fault or the end of a fault, in the words of the program that made the fault.
  void fault(std::string_view what, std::string_view details, std::int64_t time);

 private:
  static constexpr std::uint32_t none = 0xFFFF'FFFF;

  struct Open {
    std::uint32_t operation = none;
    std::uint64_t line = 0;
  };

  Complaint take_open(std::string_view process, checks::Operation::Kind kind, std::uint32_t& position);

  HistoryFile& file_;
  checks::History& history_;
  std::vector<Open> open_;  // for each number of a process: its open operation
};

// "get", "put", "cas", "append"
std::string_view kind_word(checks::Operation::Kind kind);

}  // namespace whitewater::tools
