// The columns PROCESS :TYPE :F VALUE, as Jepsen writes them into history.txt and into the logs of its runs; the order
// of the lines is the order of time. In logs of Jepsen's old etcd test a failed compare-and-set found another value.
#include <memory>

#include "core/text/concat.hpp"
#include "tools/history/edn_value.hpp"
#include "tools/history/process_history.hpp"
#include "tools/history/utf8_text.hpp"

namespace whitewater::tools {

namespace {

constexpr std::string_view logger = "jepsen.util";

// The columns behind the name of the logger. Nothing: another part of the program wrote the line.
std::optional<std::string_view> logged(std::string_view line) {
  const std::size_t at = line.find(logger);
  if (at == line.npos) return std::nullopt;
  const auto trim = [&line] { line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size())); };
  line.remove_prefix(at + logger.size());
  if (line.starts_with(':')) line.remove_prefix(1);
  trim();
  if (line.starts_with("- ") || line.starts_with("-\t")) line.remove_prefix(2);
  trim();
  return line;
}

class LogReader final : public HistoryReader {
 public:
  // in_log: the columns stand behind the name of the logger, and other lines are skipped.
  LogReader(HistoryFile& file, bool in_log, bool etcd)
      : file_(file), registers_(file, {.failed_swap_saw_another = etcd}), in_log_(in_log) {
    file.history.clock = checks::History::Clock::lines;
  }

  Complaint set_initial(std::string_view text) override { return registers_.set_initial(text); }
  Complaint read(ByteSource& source) override;

 private:
  // Returns false if the line is a message of another kind.
  bool parse(std::string_view columns, HistoryEvent& event, Complaint& wrong);

  HistoryFile& file_;
  RegisterEvents registers_;
  std::string process_;
  bool in_log_;
};

Complaint LogReader::read(ByteSource& source) {
  std::string_view line;
  bool found = false;
  while (source.next_line(line)) {
    std::optional<std::string_view> columns = line;
    if (in_log_) columns = logged(line);
    if (!columns || columns->find_first_not_of(" \t") == columns->npos) continue;
    HistoryEvent event;
    event.line = source.line();
    Complaint wrong;
    const bool is_event = parse(*columns, event, wrong);
    if (wrong && source.unfinished() && found) {
      file_.remarks.push_back("the last line is truncated: it was ignored, and the rest was checked");
      return std::nullopt;
    }
    if (!wrong && is_event) wrong = registers_.take(event, static_cast<std::int64_t>(source.line()));
    if (wrong) return wrong;
    found = found || is_event;
  }
  registers_.add_remarks();
  if (source.too_long()) return std::string("expected a line of at most 64 MiB");
  if (!found && in_log_) return "expected lines of " + std::string(logger) + ", found none";
  return std::nullopt;
}

bool LogReader::parse(std::string_view columns, HistoryEvent& event, Complaint& wrong) {
  const auto complain = [&wrong](std::string_view what, std::string_view found) {
    wrong = std::string("expected ").append(what).append(", found ");
    *wrong += found.empty() ? "the end of the line" : one_line(found, 60);
    return false;
  };
  EdnCursor cursor(columns);
  const auto process = cursor.next(), type = cursor.next(), f = cursor.next();
  if (!process) return complain("PROCESS :TYPE :F VALUE", columns);
  if (!type || type->kind != EdnElement::Kind::keyword) {
    if (in_log_ && type) return false;
    return complain("PROCESS :TYPE :F VALUE", columns);
  }
  const auto known = HistoryEvent::type_of(type->text);
  if (!known) return complain(":invoke, :ok, :fail or :info", type->text);
  event.type = *known;
  if (f) event.f = bare_word(f->text);
  process_.clear();
  if (!append_edn_value(*process, process_)) return complain("a process", process->text);
  event.process = process_;
  event.nemesis = names_nemesis(process_);
  if (event.nemesis) {
    event.value = cursor.next();
    return true;
  }
  if (!f) return complain(":read, :write or :cas", "");
  event.value = cursor.next();
  const bool told = event.type == HistoryEvent::Type::invoke || event.type == HistoryEvent::Type::ok;
  if (!event.value && ((told && names_register_operation(event.f)) || cursor.wrong()))
    return complain("a value at the end of the line", cursor.rest());
  // Behind the value and a tab may come an error.
  const std::string_view behind = cursor.rest().substr(0, cursor.rest().find('\t'));
  if (told && event.value && behind.find_first_not_of(' ') != behind.npos)
    return complain("one value, with quotes if it has blanks", concat({event.value->text, behind}));
  return true;
}

}  // namespace

std::unique_ptr<HistoryReader> make_etcd_reader(HistoryFile& file) {
  return std::make_unique<LogReader>(file, true, true);
}

std::unique_ptr<HistoryReader> make_log_reader(HistoryFile& file) {
  return std::make_unique<LogReader>(file, true, false);
}

std::unique_ptr<HistoryReader> make_text_reader(HistoryFile& file) {
  return std::make_unique<LogReader>(file, false, false);
}

}  // namespace whitewater::tools
