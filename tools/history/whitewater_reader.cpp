// Our own JSON lines (docs/history-format.md). An operation's number is its position, counted from 0.
#include <charconv>
#include <limits>
#include <memory>
#include <utility>

#include "core/text/concat.hpp"
#include "tools/history/history_event.hpp"
#include "tools/history/history_file.hpp"
#include "tools/history/json_line.hpp"
#include "tools/history/utf8_text.hpp"

namespace whitewater::tools {

namespace {

using checks::Operation;

std::string twice(std::string_view name) {
  return concat({"expected every name once in a line, found \"", name, "\" twice"});
}

// The members of a line that have a meaning here; other members are skipped.
struct Line {
  std::string type, f, key, value, client, fault, replicas, schema, model, initial;
  bool has_type = false, has_f = false, has_key = false, has_value = false, has_client = false, has_fault = false;
  bool has_schema = false, has_model = false, has_initial = false;
  bool ends = false;
  std::optional<std::int64_t> time, op, operations, number;

  // Parses the text of a line.
  Complaint read(std::string_view text);

 private:
  void clear();
  Complaint take(const JsonLine::Member& member);
};

void Line::clear() {
  for (std::string* text : {&type, &f, &key, &value, &client, &fault, &replicas, &schema, &model, &initial})
    text->clear();
  has_type = has_f = has_key = has_value = has_client = has_fault = has_schema = has_model = has_initial = false;
  ends = false;
  time = op = operations = number = std::nullopt;
}

Complaint Line::read(std::string_view text) {
  clear();
  JsonLine json(text);
  while (const auto member = json.next())
    if (auto wrong = take(*member)) return wrong;
  if (!json.wrong().empty()) return json.wrong();
  return std::nullopt;
}

Complaint Line::take(const JsonLine::Member& member) {
  const auto expected = [&](const char* what) {
    return "expected " + std::string(what) + " for \"" + std::string(member.name) + "\", found " +
           one_line(member.value, 40);
  };
  const struct {
    std::string_view name;
    std::string* text;
    bool* has;
  } texts[] = {{"type", &type, &has_type},
               {"f", &f, &has_f},
               {"key", &key, &has_key},
               {"value", &value, &has_value},
               {"client", &client, &has_client},
               {"fault", &fault, &has_fault},
               {"schema", &schema, &has_schema},
               {"model", &model, &has_model},
               {"initial", &initial, &has_initial}};
  for (const auto& row : texts) {
    if (row.name != member.name) continue;
    if (member.kind != JsonLine::Kind::string) return expected("a string");
    row.text->assign(member.value);
    if (std::exchange(*row.has, true)) return twice(member.name);
    return std::nullopt;
  }
  if (member.name == "replicas" && member.value.starts_with("[")) replicas = JsonLine::joined(member.value);
  if (member.name == "ends") ends = member.value == "true";
  std::optional<std::int64_t>* const counted = member.name == "time_ns"      ? &time
                                               : member.name == "op"         ? &op
                                               : member.name == "operations" ? &operations
                                               : member.name == "number"     ? &number
                                                                             : nullptr;
  if (counted == nullptr) return std::nullopt;
  std::int64_t parsed = 0;
  const char* const end = member.value.data() + member.value.size();
  const auto [stopped, code] = std::from_chars(member.value.data(), end, parsed);
  if (member.kind != JsonLine::Kind::number || code != std::errc{} || stopped != end || parsed < 0)
    return expected("a whole number that is not negative");
  if (*counted) return twice(member.name);
  *counted = parsed;
  return std::nullopt;
}

class WhitewaterReader final : public HistoryReader {
 public:
  explicit WhitewaterReader(HistoryFile& file) : file_(file), history_(file.history), clock_(file.history) {}

  // Values are strings; quotes around them may be left out.
  Complaint set_initial(std::string_view text) override {
    const bool quoted = text.size() >= 2 && text.starts_with('"') && text.ends_with('"');
    initial_ = std::string(quoted ? text.substr(1, text.size() - 2) : text);
    return std::nullopt;
  }
  Complaint read(ByteSource& source) override;

 private:
  Complaint header();
  Complaint event();
  Complaint invoke();
  Complaint completion();
  void add_remarks();

  HistoryFile& file_;
  checks::History& history_;
  EventClock clock_;
  Line line_;
  std::optional<std::string> initial_;
  std::vector<bool> settled_;  // operations that have their ok, redirect or fail
  std::int64_t read_ = 0;      // the latest "time_ns"
  std::int64_t now_ = 0;       // its moment: later than that of every line before it
  bool ended_ = false;
  bool torn_ = false;
};

Complaint WhitewaterReader::read(ByteSource& source) {
  std::string_view text;
  bool begun = false;
  while (source.next_line(text)) {
    if (text.find_first_not_of(" \t") == text.npos) continue;
    if (auto wrong = line_.read(text)) {
      torn_ = begun && source.unfinished();
      if (!torn_) return wrong;
      break;
    }
    if (auto wrong = begun ? event() : header()) return wrong;
    begun = true;
  }
  if (source.too_long()) return std::string("expected a line of at most 64 MiB");
  if (begun) add_remarks();
  return std::nullopt;
}

void WhitewaterReader::add_remarks() {
  if (torn_)
    file_.remarks.push_back("the last line is truncated: it was ignored, and the rest was checked");
  else if (!ended_)
    file_.remarks.push_back("there is no end line: the history is truncated, and the existing part was checked");
}

Complaint WhitewaterReader::header() {
  if (line_.schema != "whitewater.history/1")
    return "expected a first line with \"schema\":\"whitewater.history/1\", found " +
           (line_.schema.empty() ? "none" : "\"" + line_.schema + "\"");
  if (line_.model != "kv") return "expected the model \"kv\", found \"" + line_.model + "\"";
  if (line_.has_initial && !initial_) {
    initial_ = line_.initial;
    file_.initial_said = true;
  }
  if (initial_) history_.clear(*initial_);
  return std::nullopt;
}

Complaint WhitewaterReader::event() {
  if (ended_) return std::string("expected nothing after the end line");
  if (!line_.time) return std::string("expected \"time_ns\"");
  if (*line_.time == checks::Operation::never)
    return "expected a \"time_ns\" before " + std::to_string(*line_.time) + ", which stands for never";
  if (*line_.time < read_)
    return "time runs backwards: expected " + std::to_string(read_) + " ns or later, found " +
           std::to_string(*line_.time);
  read_ = *line_.time;
  now_ = clock_.next(read_);
  if (line_.type == "invoke") return invoke();
  if (line_.type == "ok" || line_.type == "redirect" || line_.type == "fail") return completion();
  if (line_.type == "fault") {
    const auto number = static_cast<std::uint64_t>(line_.number.value_or(0));
    constexpr std::size_t told = 200;
    const std::string name = one_line(line_.fault, told), whom = one_line(line_.replicas, told);
    if (line_.ends)
      file_.faults.end(now_, name, number, whom);
    else
      file_.faults.add(now_, name, whom, number);
  } else if (line_.type == "end") {
    ended_ = true;
    if (line_.operations && static_cast<std::uint64_t>(*line_.operations) != history_.operations.size())
      return "the end line counts " + std::to_string(*line_.operations) + " operations; expected " +
             std::to_string(history_.operations.size());
  } else if (line_.type != "duplicate" && line_.type != "stray") {
    return "expected the type invoke, ok, redirect, fail, duplicate, stray, fault or end, found \"" + line_.type + "\"";
  }
  return std::nullopt;
}

Complaint WhitewaterReader::invoke() {
  const std::size_t next = history_.operations.size();
  if (!line_.op) return std::string("expected \"op\"");
  if (static_cast<std::uint64_t>(*line_.op) != next)
    return "expected operation " + std::to_string(next) + ", found " + std::to_string(*line_.op);
  if (next >= 0xFFFF'FFFE) return std::string("a history has fewer than 2^32 operations");
  const bool get = line_.f == "get";
  if (!get && line_.f != "put") return "expected \"f\" to be get or put, found \"" + line_.f + "\"";
  if (!line_.has_key) return std::string("expected \"key\"");
  if (!get && !line_.has_value) return std::string("expected the \"value\" that is put");
  history_.add(get ? Operation::Kind::get : Operation::Kind::put, line_.key,
               get ? history_.values.text(0) : line_.value, now_, Operation::never,
               history_.clients.number(line_.client));
  settled_.push_back(false);
  return std::nullopt;
}

// A refused put may be in the log all the same, so it stays open.
Complaint WhitewaterReader::completion() {
  if (!line_.op) return std::string("expected \"op\"");
  const auto number = static_cast<std::uint64_t>(*line_.op);
  const std::string who = "operation " + std::to_string(number);
  if (number >= history_.operations.size()) return who + " ends, but was never invoked";
  if (settled_[number]) return who + " ends twice";
  Operation& operation = history_.operations[number];
  const bool get = operation.kind == Operation::Kind::get;
  if (line_.has_f && (line_.f == "get") != get)
    return who + " began as a " + (get ? "get" : "put") + ", but ends as another kind";
  if (line_.has_client && history_.clients.find(line_.client) != operation.process)
    return concat({who, " began for client ", one_line(history_.clients.text(operation.process), 40),
                   ", but ends for client ", one_line(line_.client, 40)});
  if (line_.has_key && history_.keys.find(line_.key) != operation.key) return who + " ends with another key";
  settled_[number] = true;
  if (line_.type != "ok") return std::nullopt;
  operation.outcome = Operation::Outcome::ok;
  operation.returned = now_;
  // A store that has no value for a key answers without one: that is the empty string.
  if (get) operation.value = history_.values.number(line_.value);
  return std::nullopt;
}

}  // namespace

std::unique_ptr<HistoryReader> make_whitewater_reader(HistoryFile& file) {
  return std::make_unique<WhitewaterReader>(file);
}

}  // namespace whitewater::tools
