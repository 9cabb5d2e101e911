// Logs of Jepsen's etcd test: "INFO  jepsen.util - 0  :invoke  :cas  [2 4]", split at white space; the order of the
// lines is the order of time. One register, initially nil. A failed CAS found another value. An operation that timed
// out as :info stays open for ever.
#include <array>
#include <memory>

#include "tools/history/history_book.hpp"

namespace whitewater::tools {

namespace {

using Kind = checks::Operation::Kind;

struct Words {
  std::array<std::string_view, 10> word;
  std::size_t count = 0;

  explicit Words(std::string_view line) {
    for (std::size_t at = 0; count < word.size();) {
      at = line.find_first_not_of(" \t", at);
      if (at == line.npos) return;
      const std::size_t end = std::min(line.find_first_of(" \t", at), line.size());
      word[count++] = line.substr(at, end - at);
      at = end;
    }
  }
  // The word at i, or empty if there are fewer words.
  std::string_view at(std::size_t i) const { return i < count ? word[i] : std::string_view(); }
};

class EtcdReader final : public HistoryReader {
 public:
  explicit EtcdReader(HistoryFile& file) : file_(file), book_(file) {}

  Complaint read(ByteSource& source) override;

 private:
  Complaint event(const Words& words, std::int64_t time);
  Complaint invoke(const Words& words, Kind kind, std::int64_t time);

  HistoryFile& file_;
  HistoryBook book_;
};

Complaint EtcdReader::read(ByteSource& source) {
  std::string_view line;
  bool found = false;
  while (source.next_line(line)) {
    const Words words(line);
    if (words.at(1) != "jepsen.util" || words.at(2) != "-") continue;  // the log contains other messages, too
    if (auto wrong = event(words, static_cast<std::int64_t>(source.line()))) {
      if (!source.unfinished() || !found) return wrong;
      file_.remarks.push_back("the last line is truncated: it was ignored, and the rest was checked");
      return std::nullopt;
    }
    found = true;
  }
  if (source.too_long()) return std::string("expected a line of at most 64 MiB");
  if (!found) return std::string("expected lines of jepsen.util, found none");
  return std::nullopt;
}

Complaint EtcdReader::invoke(const Words& words, Kind kind, std::int64_t time) {
  HistoryBook::Call call{kind, "register", words.at(6), {}};
  if (kind == Kind::get) call.value = "nil";
  if (kind == Kind::cas) {
    call.from = words.at(6);
    call.value = words.at(7);
    if (!call.from.starts_with("[") || !call.value.ends_with("]"))
      return "expected [from to] as the value of a cas, found " + std::string(words.at(6));
    call.from.remove_prefix(1);
    call.value.remove_suffix(1);
  }
  if (call.value.empty()) return std::string("expected a value at the end of the line");
  return book_.call(words.at(3), call, time);
}

// The format of a line: INFO jepsen.util - PROCESS TYPE F VALUE…
Complaint EtcdReader::event(const Words& words, std::int64_t time) {
  const std::string_view process = words.at(3), type = words.at(4), f = words.at(5);
  if (process.starts_with(":")) {
    book_.fault(f.substr(std::min<std::size_t>(1, f.size())), words.at(6), time);
    return std::nullopt;
  }
  if (f != ":read" && f != ":write" && f != ":cas")
    return "expected :read, :write or :cas, found " + (f.empty() ? "the end of the line" : std::string(f));
  const Kind kind = f == ":read" ? Kind::get : f == ":write" ? Kind::put : Kind::cas;
  if (type == ":invoke") return invoke(words, kind, time);
  if (type == ":info") return book_.unknown(process, kind, time);
  if (type == ":fail") {
    const bool saw_another = kind == Kind::cas && words.at(6).starts_with("[");
    return saw_another ? book_.swap_failed(process, time) : book_.did_nothing(process, kind, time);
  }
  if (type != ":ok") return "expected :invoke, :ok, :fail or :info, found " + std::string(type);
  if (kind == Kind::get && words.at(6).empty())
    return std::string("expected the value that was read at the end of the line");
  return book_.done(process, kind, words.at(6), time);
}

}  // namespace

std::unique_ptr<HistoryReader> make_etcd_reader(HistoryFile& file) {
  file.history = checks::History("nil");
  file.history.clock = checks::History::Clock::lines;
  return std::make_unique<EtcdReader>(file);
}

}  // namespace whitewater::tools
