// Members that have no meaning here are skipped.
#include "tools/history/edn_event.hpp"

#include <charconv>

namespace whitewater::tools {

namespace {

std::string_view without_colon(std::string_view text) {
  return text.starts_with(":") ? text.substr(1) : text;
}

Error expected(const char* what, std::string_view found) {
  return {"", std::string("expected ") + what + ", found " + std::string(found.substr(0, 60))};
}

std::optional<EdnEvent::Type> type_of(std::string_view word) {
  if (word == ":invoke") return EdnEvent::Type::invoke;
  if (word == ":ok") return EdnEvent::Type::ok;
  if (word == ":fail") return EdnEvent::Type::fail;
  if (word == ":info") return EdnEvent::Type::info;
  return std::nullopt;
}

std::optional<std::int64_t> whole_number(const EdnElement& element) {
  std::int64_t value = 0;
  std::string_view text = element.text;
  if (text.ends_with("N")) text.remove_suffix(1);
  const char* const end = text.data() + text.size();
  if (element.kind != EdnElement::Kind::number || std::from_chars(text.data(), end, value).ptr != end)
    return std::nullopt;
  return value;
}

}  // namespace

Result<EdnEvent> EdnEvent::read(std::string_view inner) {
  EdnEvent event;
  bool has_type = false;
  EdnCursor cursor(inner);
  while (const auto name = cursor.next()) {
    const auto value = cursor.next();
    if (!value) return expected("a value after", name->text);
    if (name->text == ":type") {
      const auto type = type_of(value->text);
      if (!type) return expected(":type :invoke, :ok, :fail or :info", value->text);
      event.type = *type;
      has_type = true;
    } else if (name->text == ":f") {
      event.f = without_colon(value->text);
    } else if (name->text == ":process") {
      event.process = without_colon(value->text);
      event.by_client = value->kind == EdnElement::Kind::number;
    } else if (name->text == ":value") {
      event.value = *value;
    } else if (name->text == ":key") {
      event.key = *value;
    } else if (name->text == ":time") {
      event.time = whole_number(*value);
      if (!event.time) return expected("a whole number for :time", value->text);
    }
  }
  if (cursor.wrong()) return expected("an EDN map", inner);
  if (!has_type) return expected(":type in every event", inner);
  if (event.process.empty()) return expected(":process in every event", inner);
  return event;
}

Complaint EdnEvents::time_of(const EdnEvent& event, std::int64_t& time) {
  time = ++events_;
  if (events_ == 1 && !event.time) file_.history.clock = checks::History::Clock::events;
  const bool timed = file_.history.clock == checks::History::Clock::nanoseconds;
  if (timed != event.time.has_value())
    return std::string(timed ? "expected :time, which earlier events have"
                             : "expected no :time, which earlier events lack");
  if (timed) time = *event.time;
  return std::nullopt;
}

void EdnEvents::fault(const EdnEvent& event, std::int64_t time) {
  const bool told = event.value && event.value->kind != EdnElement::Kind::nil;
  book_.fault(event.f, told ? event.value->text : std::string_view(), time);
}

Complaint EdnEvents::finish(const EdnMaps& maps) {
  if (maps.wrong()) return maps.wrong();
  // A truncated history ends within its last event. If another event follows, a brace or a quote is missing instead.
  if (maps.torn()) {
    const std::size_t first = maps.torn_text().find(":type");
    if (first != std::string_view::npos && maps.torn_text().find(":type", first + 1) != std::string_view::npos)
      return "expected the end of the map that begins in line " + std::to_string(maps.torn_line()) +
             ", found other events in it: a brace or a quote is missing";
  }
  if (maps.torn() && events_ > 0)
    file_.remarks.push_back("the last event is truncated: it was ignored, and the rest was checked");
  else if (events_ == 0)
    return std::string(maps.torn() ? "expected the end of a map, found the end of the file"
                                   : "expected a history, found nothing");
  return std::nullopt;
}

}  // namespace whitewater::tools
