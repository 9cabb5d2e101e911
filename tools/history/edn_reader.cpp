// Jepsen's own histories in EDN, one map per line or all in a vector, and key-value logs: the same maps with a :key.
// The order of the events is the order of time. A failed operation had no effect; an :info operation stays open.
#include <algorithm>
#include <array>
#include <charconv>
#include <memory>

#include "core/text/concat.hpp"
#include "tools/history/edn_value.hpp"
#include "tools/history/object_stream.hpp"
#include "tools/history/process_history.hpp"
#include "tools/history/utf8_text.hpp"

namespace whitewater::tools {

namespace {

// What an event says. The first two are in every event.
constexpr std::string_view names[] = {":type", ":process", ":f", ":value", ":key", ":time", ":index"};

std::string expected(const char* what, std::string_view found) {
  return std::string("expected ").append(what).append(", found ").append(one_line(found, 60));
}

// A whole number. :time is for people: what is no number of nanoseconds is no time.
std::optional<std::int64_t> whole_of(const EdnElement& element) {
  std::int64_t value = 0;
  std::string_view text = element.text;
  if (text.ends_with("N")) text.remove_suffix(1);
  const char* const end = text.data() + text.size();
  const auto [stopped, code] = std::from_chars(text.data(), end, value);
  if (element.kind != EdnElement::Kind::number || code != std::errc{} || stopped != end) return std::nullopt;
  return value;
}

class EdnReader final : public HistoryReader {
 public:
  EdnReader(HistoryFile& file, bool keys_required)
      : events_(file, {.keys_required = keys_required, .nil_is_empty_text = true}) {}

  Complaint set_initial(std::string_view text) override { return events_.set_initial(text); }

  Complaint read(ByteSource& source) override {
    ObjectStream objects(source, ObjectStream::Syntax::edn);
    std::string_view object;
    while (objects.next(object)) {
      HistoryEvent event;
      event.line = objects.line();
      if (auto wrong = take_apart(object.substr(1, object.size() - 2), event)) return wrong;
      if (auto wrong = events_.take(event)) return wrong;
    }
    return events_.finish(objects, ":type");
  }

 private:
  Complaint take_apart(std::string_view inner, HistoryEvent& event);
  Complaint take(std::string_view name, const EdnElement& value, HistoryEvent& event);

  ProcessHistory events_;
  std::string process_;
};

Complaint EdnReader::take_apart(std::string_view inner, HistoryEvent& event) {
  process_.clear();
  std::array<bool, std::size(names)> seen{};
  EdnCursor cursor(inner);
  while (const auto name = cursor.next()) {
    const auto value = cursor.next();
    if (!value) return expected("a value after every name of an EDN map", name->text);
    const auto* const known = std::find(std::begin(names), std::end(names), name->text);
    if (known == std::end(names)) continue;
    bool& before = seen[static_cast<std::size_t>(known - std::begin(names))];
    if (before) return expected("every name once in a map", concat({name->text, " twice"}));
    before = true;
    if (auto wrong = take(*known, *value, event)) return wrong;
  }
  if (cursor.wrong()) return expected("an EDN map", inner);
  if (!seen[0]) return expected(":type in every event", inner);
  if (!seen[1]) return expected(":process in every event", inner);
  event.process = process_;
  event.nemesis = names_nemesis(process_);
  return std::nullopt;
}

Complaint EdnReader::take(std::string_view name, const EdnElement& value, HistoryEvent& event) {
  if (name == ":type") {
    const auto type = HistoryEvent::type_of(value.text);
    if (!type) return expected(":type :invoke, :ok, :fail or :info", value.text);
    event.type = *type;
  } else if (name == ":process") {
    if (!append_edn_value(value, process_)) return expected("a :process", value.text);
  } else if (name == ":f") {
    event.f = bare_word(value.text);
  } else if (name == ":value") {
    event.value = value;
  } else if (name == ":key") {
    event.key = value;
  } else if (name == ":time") {
    event.time = whole_of(value);
  } else {
    event.index = whole_of(value);
  }
  return std::nullopt;
}

}  // namespace

std::unique_ptr<HistoryReader> make_jepsen_reader(HistoryFile& file) {
  return std::make_unique<EdnReader>(file, false);
}

std::unique_ptr<HistoryReader> make_key_value_reader(HistoryFile& file) {
  return std::make_unique<EdnReader>(file, true);
}

}  // namespace whitewater::tools
