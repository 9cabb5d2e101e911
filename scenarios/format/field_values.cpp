// The standard field types, first half: reads values from JSON. A value is stored only if all of it is valid.
#include <algorithm>
#include <charconv>

#include "core/text/decimal.hpp"
#include "core/text/duration_text.hpp"
#include "scenarios/format/delay_text.hpp"
#include "scenarios/format/field_types.hpp"
#include "scenarios/format/scenario.hpp"
#include "scenarios/format/value_text.hpp"

namespace whitewater::scenarios {
namespace {

using json::Value;

bool within(std::int64_t number, Limits limits) {
  return limits.low <= number && number <= limits.high;
}

// Returns a JSON number times 10^digits, if it is within the limits.
std::optional<std::int64_t> read_number(const Value& value, int digits, Limits limits) {
  if (!value.is(json::Kind::number)) return std::nullopt;
  const Result<std::int64_t> number = scaled(value.number_text(), digits);
  if (!number || !within(number.value(), limits)) return std::nullopt;
  return number.value();
}

std::optional<Duration> duration_within(const Value& value, Limits limits) {
  if (!value.is(json::Kind::string)) return std::nullopt;
  const std::optional<Duration> duration = parse_duration(value.as_string());
  return duration && within(duration->ns, limits) ? duration : std::nullopt;
}

// Seconds as a number with so many decimals.
std::optional<Duration> seconds_within(const Value& value, int digits, Limits limits) {
  std::int64_t unit = seconds(1).ns;
  for (int i = 0; i < digits; ++i) unit /= 10;
  // Checks the range in whole units first: a value in range cannot overflow in nanoseconds.
  const auto units = read_number(value, digits, {limits.low / unit, limits.high / unit + 1});
  if (!units || !within(*units * unit, limits)) return std::nullopt;
  return Duration{*units * unit};
}

std::optional<std::uint64_t> seed_of(const Value& value) {
  if (value.is(json::Kind::number)) {
    const Result<std::uint64_t> seed = unsigned_integer(value.number_text());
    return seed ? std::optional(seed.value()) : std::nullopt;
  }
  if (!value.is(json::Kind::string)) return std::nullopt;
  std::string_view text = value.as_string();
  const bool hexadecimal = text.starts_with("0x") || text.starts_with("0X");
  if (hexadecimal) text.remove_prefix(2);
  std::uint64_t seed = 0;
  const char* end = text.data() + text.size();
  const auto [stop, problem] = std::from_chars(text.data(), end, seed, hexadecimal ? 16 : 10);
  if (problem != std::errc() || stop != end) return std::nullopt;
  return seed;
}

// A fraction has at most six decimals, because millionths are stored. (Trailing zeros count: 0.0500000 is rejected.)
std::string precision_words(const Value& value) {
  const bool too_precise = value.is(json::Kind::number) && !scaled(value.number_text(), 6) &&
                           value.number_text().find_first_of(".-") != std::string::npos;
  return too_precise ? " with at most six decimals" : "";
}

}  // namespace

Limits limits(const Field& field, const Scenario& scenario) {
  return {field.low_bound.value != nullptr ? field.low_bound.value(scenario) : field.low,
          field.high_bound.value != nullptr ? field.high_bound.value(scenario) : field.high};
}

std::string expectation(const Field& field, const Scenario* scenario) {
  switch (field.type->shape) {
    case FieldType::Shape::object:
      return "an object";
    case FieldType::Shape::list:
      return "an array of objects";
    case FieldType::Shape::ignored:
      return "anything";
    case FieldType::Shape::value:
      break;
  }
  return field.type->words(field, scenario);
}

namespace field_types::parts {

Refusal read_flag(const Field& field, const Value& value, const Scenario& scenario, void* slot) {
  if (!value.is(json::Kind::boolean)) return flag_words(field, &scenario);
  *static_cast<bool*>(slot) = value.as_boolean();
  return std::nullopt;
}

Refusal read_text(const Field& field, const Value& value, const Scenario& scenario, void* slot) {
  if (!value.is(json::Kind::string) || static_cast<std::int64_t>(value.as_string().size()) < field.low)
    return text_words(field, &scenario);
  *static_cast<std::string*>(slot) = value.as_string();
  return std::nullopt;
}

std::optional<std::int64_t> integer_of(const Field& field, const Value& value, const Scenario& scenario) {
  return read_number(value, 0, limits(field, scenario));
}

std::optional<std::size_t> choice_of(const Field& field, const Value& value) {
  if (!value.is(json::Kind::string)) return std::nullopt;
  const auto name = std::find(field.choices.begin(), field.choices.end(), value.as_string());
  if (name == field.choices.end()) return std::nullopt;
  return static_cast<std::size_t>(name - field.choices.begin());
}

Refusal read_whole_seconds(const Field& field, const Value& value, const Scenario& scenario, void* slot) {
  const std::optional<Duration> read = seconds_within(value, 0, limits(field, scenario));
  if (!read) return whole_seconds_words(field, &scenario);
  *static_cast<Duration*>(slot) = *read;
  return std::nullopt;
}

Refusal read_seconds(const Field& field, const Value& value, const Scenario& scenario, void* slot) {
  const Limits range = limits(field, scenario);
  const std::optional<Duration> read =
      value.is(json::Kind::number) ? seconds_within(value, 6, range) : duration_within(value, range);
  if (!read) return seconds_words(field, &scenario) + precision_words(value);
  *static_cast<Duration*>(slot) = *read;
  return std::nullopt;
}

Refusal read_fraction(const Field& field, const Value& value, const Scenario& scenario, void* slot) {
  const std::optional<std::int64_t> ppm = read_number(value, 6, limits(field, scenario));
  if (!ppm) return fraction_words(field, &scenario) + precision_words(value);
  static_cast<Probability*>(slot)->ppm = static_cast<std::uint32_t>(*ppm);
  return std::nullopt;
}

Refusal read_duration(const Field& field, const Value& value, const Scenario& scenario, void* slot) {
  const std::optional<Duration> read = duration_within(value, limits(field, scenario));
  if (!read) return duration_words(field, &scenario);
  *static_cast<Duration*>(slot) = *read;
  return std::nullopt;
}

std::optional<std::pair<Duration, Duration>> duration_range_of(const Field& field, const Value& value,
                                                               const Scenario& scenario) {
  if (!value.is(json::Kind::array) || value.elements().size() != 2) return std::nullopt;
  const Limits range = limits(field, scenario);
  const std::optional<Duration> low = duration_within(value.elements()[0], range);
  const std::optional<Duration> high = duration_within(value.elements()[1], range);
  if (!low || !high || *low > *high) return std::nullopt;
  return std::pair{*low, *high};
}

Refusal read_delay(const Field&, const Value& value, const Scenario&, void* slot) {
  Result<simnet::DelayModel> read = parse_delay(value);
  // The message says "expected …": of a delay there is more to say than what a row knows.
  if (!read) return read.error().message.substr(std::string_view("expected ").size());
  *static_cast<simnet::DelayModel*>(slot) = read.value();
  return std::nullopt;
}

Refusal read_seed(const Field& field, const Value& value, const Scenario& scenario, void* slot) {
  const std::optional<std::uint64_t> read = seed_of(value);
  if (!read) return seed_words(field, &scenario);
  *static_cast<std::optional<std::uint64_t>*>(slot) = read;
  return std::nullopt;
}

std::optional<NodeId> replica_of(const Value& value, const Scenario& scenario) {
  if (!value.is(json::Kind::string)) return std::nullopt;
  const std::string& text = value.as_string();
  // As the course writes ids: four digits, upper case.
  if (text.size() != 4 || text.find_first_not_of("0123456789ABCDEF") != std::string::npos) return std::nullopt;
  std::uint16_t id = 0;
  std::from_chars(text.data(), text.data() + text.size(), id, 16);
  if (id >= scenario.replicas) return std::nullopt;
  return NodeId{id};
}

Refusal read_replica(const Field& field, const Value& value, const Scenario& scenario, void* slot) {
  const std::optional<NodeId> read = replica_of(value, scenario);
  if (!read) return replica_words(field, &scenario);
  *static_cast<NodeId*>(slot) = *read;
  return std::nullopt;
}

}  // namespace field_types::parts

}  // namespace whitewater::scenarios
