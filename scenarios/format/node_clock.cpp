// A jump back has a minus before its duration, which durations elsewhere cannot have.
#include "scenarios/format/node_clock.hpp"

#include <optional>
#include <string>

#include "core/text/concat.hpp"
#include "core/text/duration_text.hpp"
#include "core/wire/json.hpp"

namespace whitewater::scenarios::field_types::parts {

namespace {

using json::Value;
using simnet::ClockJump;

std::optional<Duration> duration_in(const Value* value, bool may_be_negative, std::int64_t high) {
  if (value == nullptr || !value->is(json::Kind::string)) return std::nullopt;
  std::string_view text = value->as_string();
  const bool negative = may_be_negative && !text.empty() && text.front() == '-';
  if (negative) text.remove_prefix(1);
  const std::optional<Duration> duration = parse_duration(text);
  if (!duration || duration->ns > high) return std::nullopt;
  return negative ? Duration{} - *duration : *duration;
}

std::optional<ClockJump> jump_in(const Value& value, const Field& field) {
  if (!value.is(json::Kind::object) || value.members().size() != 2) return std::nullopt;
  const std::optional<Duration> at = duration_in(value.find("at"), false, field.high);
  const std::optional<Duration> by = duration_in(value.find("by"), true, field.high);
  if (!at || !by || *by == Duration{}) return std::nullopt;
  return ClockJump{*at, *by};
}

}  // namespace

std::optional<std::string> read_jumps(const Field& field, const Value& value, const Scenario& scenario, void* slot) {
  if (!value.is(json::Kind::array)) return jumps_words(field, &scenario);
  std::vector<ClockJump> jumps;
  for (const Value& element : value.elements()) {
    const std::optional<ClockJump> jump = jump_in(element, field);
    if (!jump || (!jumps.empty() && jump->at < jumps.back().at)) return jumps_words(field, &scenario);
    jumps.push_back(*jump);
  }
  *static_cast<std::vector<ClockJump>*>(slot) = std::move(jumps);
  return std::nullopt;
}

std::string jumps_text(const Field&, const void* slot) {
  std::string text = "[";
  for (const ClockJump& jump : *static_cast<const std::vector<ClockJump>*>(slot)) {
    const bool back = jump.by < Duration{};
    text += concat({text.size() > 1 ? ", " : "", R"({"at": ")", duration_text(jump.at), R"(", "by": ")",
                    back ? "-" : "", duration_text(back ? Duration{} - jump.by : jump.by), R"("})"});
  }
  return text + ']';
}

std::string jumps_words(const Field&, const Scenario*) {
  return R"(a list of jumps such as {"at": "8s", "by": "-50ms"}, in the order of `at`)";
}

std::string jumps_schema(const Field&) {
  constexpr const char* number = R"([0-9]+(\\.[0-9]+)?(ns|us|ms|s)$")";
  return concat({R"("type": "array", "items": {"type": "object", "additionalProperties": false, )",
                 R"("required": ["at", "by"], "properties": {"at": {"type": "string", "pattern": "^)", number,
                 R"(}, "by": {"type": "string", "pattern": "^-?)", number, "}}}"});
}

}  // namespace whitewater::scenarios::field_types::parts
