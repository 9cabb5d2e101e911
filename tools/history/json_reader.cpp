// Plain JSON: events with the usual names, one object per line or all in an array. The order of the events is the order
// of time. Values are spelled in EDN, so that one reader judges both.
#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <memory>
#include <optional>

#include "core/text/concat.hpp"
#include "tools/history/edn_value.hpp"
#include "tools/history/json_line.hpp"
#include "tools/history/json_value.hpp"
#include "tools/history/object_stream.hpp"
#include "tools/history/process_history.hpp"
#include "tools/history/utf8_text.hpp"

namespace whitewater::tools {

namespace {

enum class Part : std::uint8_t { process, type, f, key, value, time, from, to, index };
constexpr std::size_t parts = 9;

// The first name that is listed for a part counts if an object has several.
constexpr std::pair<std::string_view, Part> names[] = {{"process", Part::process},
                                                       {"client", Part::process},
                                                       {"client_id", Part::process},
                                                       {"clientId", Part::process},
                                                       {"worker", Part::process},
                                                       {"thread", Part::process},
                                                       {"type", Part::type},
                                                       {"f", Part::f},
                                                       {"op", Part::f},
                                                       {"operation", Part::f},
                                                       {"function", Part::f},
                                                       {"method", Part::f},
                                                       {"key", Part::key},
                                                       {"k", Part::key},
                                                       {"register", Part::key},
                                                       {"value", Part::value},
                                                       {"val", Part::value},
                                                       {"v", Part::value},
                                                       {"time", Part::time},
                                                       {"time_ns", Part::time},
                                                       {"t_ns", Part::time},
                                                       {"t", Part::time},
                                                       {"ts", Part::time},
                                                       {"timestamp", Part::time},
                                                       {"time_us", Part::time},
                                                       {"time_ms", Part::time},
                                                       {"ts_ns", Part::time},
                                                       {"ts_us", Part::time},
                                                       {"ts_ms", Part::time},
                                                       {"timestamp_ns", Part::time},
                                                       {"timestamp_us", Part::time},
                                                       {"timestamp_ms", Part::time},
                                                       {"@timestamp", Part::time},
                                                       {"datetime", Part::time},
                                                       {"when", Part::time},
                                                       {"from", Part::from},
                                                       {"old", Part::from},
                                                       {"expected", Part::from},
                                                       {"to", Part::to},
                                                       {"new", Part::to},
                                                       {"index", Part::index}};

template <typename Number>
std::optional<Number> number_of(std::string_view text) {
  Number number = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (code != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// 2024-05-01T10:00:00.25Z, with or without T, fraction and zone.
bool is_date(std::string_view text) {
  constexpr std::string_view form = "0000-00-00?00:00:00";
  return text.size() >= form.size() && std::equal(form.begin(), form.end(), text.begin(), [](char wanted, char c) {
           return wanted == '?' || (wanted == '0' ? c >= '0' && c <= '9' : c == wanted);
         });
}

// False if the dates are of different zones. The fraction is the only part whose length may differ.
bool earlier_date(std::string_view left, std::string_view right) {
  const auto cut = [](std::string_view date) {
    return std::min(date.find_first_not_of("0123456789.,", 19), date.size());
  };
  return left.substr(cut(left)) == right.substr(cut(right)) && left.substr(0, cut(left)) < right.substr(0, cut(right));
}

class JsonReader final : public HistoryReader {
 public:
  explicit JsonReader(HistoryFile& file) : events_(file, {.null_is_nil = true}) {}

  Complaint set_initial(std::string_view text) override {
    std::string spelled;
    JsonValue value(text);
    if (!value.append_to(spelled)) return "expected a JSON value, found '" + one_line(text, 60) + "'";
    return events_.set_initial(spelled);
  }

  Complaint read(ByteSource& source) override;

 private:
  Complaint take_apart(std::string_view object);
  Complaint understand(std::string_view object, HistoryEvent& event);
  Complaint read_time(HistoryEvent& event);
  const std::string& text(Part part) const { return texts_[static_cast<std::size_t>(part)]; }
  bool has(Part part) const { return rank_[static_cast<std::size_t>(part)] != none; }

  static constexpr std::size_t none = std::size(names);

  ProcessHistory events_;
  std::array<std::string, parts> texts_;   // spelled in EDN
  std::array<std::size_t, parts> rank_{};  // the place of the name that was found in `names`; none: no name
  std::string swap_;
  double latest_ = 0;                // the latest time, if it is a number
  std::optional<std::string> date_;  // the latest time, if it is a date
  bool timed_ = false;
};

Complaint JsonReader::read(ByteSource& source) {
  ObjectStream objects(source, ObjectStream::Syntax::json);
  std::string_view object;
  while (objects.next(object)) {
    HistoryEvent event;
    event.line = objects.line();
    if (auto wrong = take_apart(object)) return wrong;
    if (auto wrong = understand(object, event)) return wrong;
    if (auto wrong = events_.take(event)) return wrong;
  }
  return events_.finish(objects, "\"type\"");
}

Complaint JsonReader::take_apart(std::string_view object) {
  rank_.fill(none);
  JsonLine line(object);
  while (const auto member = line.next()) {
    const auto* const name =
        std::find_if(std::begin(names), std::end(names), [&](const auto& row) { return row.first == member->name; });
    if (name == std::end(names)) continue;
    const auto part = static_cast<std::size_t>(name->second);
    const auto rank = static_cast<std::size_t>(name - std::begin(names));
    if (rank == rank_[part])
      return concat({"expected every name once in an event, found \"", one_line(member->name, 40), "\" twice"});
    if (rank > rank_[part]) continue;
    rank_[part] = rank;
    std::string& spelled = texts_[part];
    spelled.clear();
    if (member->kind == JsonLine::Kind::string) {
      spelled += '"';
      append_escaped(member->value, spelled);
      spelled += '"';
      continue;
    }
    JsonValue value(member->value);
    if (!value.append_to(spelled)) return concat({"\"", one_line(member->name, 40), "\": ", value.wrong()});
  }
  if (!line.wrong().empty()) return line.wrong();
  return std::nullopt;
}

// Where times step back, either the lines are not in the order of time, or the clock is not. Only an index tells.
Complaint JsonReader::read_time(HistoryEvent& event) {
  if (has(Part::index)) event.index = number_of<std::int64_t>(text(Part::index));
  if (!has(Part::time)) return std::nullopt;
  const std::string_view spelled = bare_word(text(Part::time));
  const auto time = number_of<double>(spelled);
  if (!time && !is_date(spelled)) return std::nullopt;
  const bool steps_back = time ? !date_ && time < latest_ : date_ && earlier_date(spelled, *date_);
  if (timed_ && steps_back && !has(Part::index))
    return concat({"the time steps back: expected ", date_ ? *date_ : json_number(std::to_string(latest_)),
                   " or later, found ", spelled,
                   "; sort the events by time, or leave the times out if they are in order"});
  timed_ = true;
  latest_ = time.value_or(0);
  date_ = time ? std::nullopt : std::optional<std::string>(spelled);
  event.time = number_of<std::int64_t>(spelled);
  const std::string_view name = names[rank_[static_cast<std::size_t>(Part::time)]].first;
  const std::int64_t unit = name.ends_with("_ms") ? 1'000'000 : name.ends_with("_us") ? 1'000 : 1;
  if (event.time && *event.time <= std::numeric_limits<std::int64_t>::max() / unit) *event.time *= unit;
  return std::nullopt;
}

Complaint JsonReader::understand(std::string_view object, HistoryEvent& event) {
  const auto missing = [&](std::string_view what) {
    return concat({"expected ", what, " in every event, found ", one_line(object, 80), "; other formats are ",
                   history_formats_text()});
  };
  if (!has(Part::type)) return missing("a \"type\" (invoke, ok, fail or info)");
  const auto type = HistoryEvent::type_of(text(Part::type));
  if (!type) return concat({"expected the \"type\" invoke, ok, fail or info, found ", one_line(text(Part::type), 60)});
  event.type = *type;
  if (!has(Part::process)) return missing("a \"process\" (or \"client\")");
  event.process = text(Part::process);
  event.nemesis = names_nemesis(event.process);
  if (has(Part::f)) event.f = bare_word(text(Part::f));
  if (event.f.empty() && !event.nemesis && event.type == HistoryEvent::Type::invoke)
    return missing("an \"f\" (read, write, cas or append)");
  if (has(Part::key) && text(Part::key) != "null") event.key = only_element(text(Part::key));
  // Of any other operation, "from" and "to" may be the ends of a message.
  if (!has(Part::value) && has(Part::from) && has(Part::to) && names_swap(event.f)) {
    swap_ = concat({"[", text(Part::from), " ", text(Part::to), "]"});
    event.value = only_element(swap_);
  } else if (has(Part::value)) {
    event.value = only_element(text(Part::value));
    if (!event.value) return std::string("expected a value that is nested less deep");
  }
  return read_time(event);
}

}  // namespace

std::unique_ptr<HistoryReader> make_json_reader(HistoryFile& file) {
  return std::make_unique<JsonReader>(file);
}

}  // namespace whitewater::tools
