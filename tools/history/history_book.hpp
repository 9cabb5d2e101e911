// HistoryBook: keeps the books of a history whose clients, called processes, do one thing at a time: joins the lines of
// an operation's call and of its end. Says what is wrong when they do not fit.
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
    std::string_view value;  // of a put, CAS or append
    std::string_view from;   // of a CAS
  };

  // time: of the event; it never goes down.
  Complaint call(std::string_view process, const Call& call, std::int64_t time);
  // The open operation of the process is done; value: of a get.
  Complaint done(std::string_view process, checks::Operation::Kind kind, std::string_view value, std::int64_t time);
  // Its CAS found another value than it expected.
  Complaint swap_failed(std::string_view process, std::int64_t time);
  // It certainly did nothing.
  Complaint did_nothing(std::string_view process, checks::Operation::Kind kind, std::int64_t time);
  // Nobody will ever know; the process may go on.
  Complaint unknown(std::string_view process, checks::Operation::Kind kind, std::int64_t time);
  // What its open operation is; nothing when there is none.
  const checks::Operation* open(std::string_view process) const;

  std::string_view key_of(const checks::Operation& operation) const { return history_.keys.text(operation.key); }

  // A fault, or the end of one, in the words of who made it.
  void fault(std::string_view what, std::string_view details, std::int64_t time);

 private:
  static constexpr std::uint32_t none = 0xFFFF'FFFF;

  Complaint advance(std::int64_t time);
  Complaint take_open(std::string_view process, checks::Operation::Kind kind, std::int64_t time,
                      checks::Operation*& operation);

  HistoryFile& file_;
  checks::History& history_;
  std::vector<std::uint32_t> open_;  // by number of the process: its open operation, or none
  std::int64_t now_ = std::numeric_limits<std::int64_t>::min();
};

// "get", "put", "cas", "append"
std::string_view kind_word(checks::Operation::Kind kind);

}  // namespace whitewater::tools
