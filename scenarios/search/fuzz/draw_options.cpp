// A value is drawn as its spelling, and read by the field's own type, which refuses what the field does not take.
#include "scenarios/search/fuzz/draw_options.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "core/text/concat.hpp"
#include "core/text/duration_text.hpp"
#include "scenarios/format/choices.hpp"
#include "scenarios/format/field_types.hpp"

namespace whitewater::scenarios::fuzz {

namespace {

constexpr std::uint64_t options_part = 3'000'000;

// Near the value of the base: a quarter, half, twice, four times.
struct Scale {
  std::int64_t times;
  std::int64_t parts;
};
constexpr std::array<Scale, 4> scales{{{1, 4}, {1, 2}, {2, 1}, {4, 1}}};

std::string quoted(std::string_view text) {
  return concat({"\"", text, "\""});
}

// A row without a range has the same bound twice.
std::int64_t in_range(const Field& field, std::int64_t value) {
  return field.low < field.high ? std::clamp(value, field.low, field.high) : value;
}

std::vector<std::string> numbers(const Field& field, const std::string& text) {
  if (field.type == &field_types::fraction) return {"0", "0.01", "0.1", "0.5", "1"};
  std::int64_t value = 0;
  const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (wrong != std::errc() || end != text.data() + text.size()) return {};
  constexpr std::int64_t large = 1'000'000'000'000;
  if (value > large || value < -large) return {};
  std::vector<std::string> drawn;
  const auto add = [&](std::int64_t number) { drawn.push_back(std::to_string(in_range(field, number))); };
  for (const Scale scale : scales) add(value * scale.times / scale.parts);
  add(value + 1);
  add(field.low);
  return drawn;
}

std::vector<std::string> durations(const Field& field, Duration value) {
  if (value == Duration{}) value = milliseconds(5);
  std::vector<std::string> drawn;
  for (const Scale scale : scales)
    drawn.push_back(quoted(duration_text(Duration{in_range(field, value.ns * scale.times / scale.parts)})));
  return drawn;
}

// ["150ms", "300ms"]: both scaled alike.
std::vector<std::string> duration_ranges(const json::Value& value) {
  if (value.elements().size() != 2) return {};
  std::array<Duration, 2> ends;
  for (std::size_t i = 0; i < ends.size(); ++i) {
    const json::Value& end = value.elements()[i];
    const std::optional<Duration> read =
        end.is(json::Kind::string) ? parse_duration(end.as_string()) : std::optional<Duration>();
    if (!read) return {};
    ends.at(i) = *read;
  }
  std::vector<std::string> drawn;
  for (const Scale scale : scales)
    drawn.push_back(concat({"[", quoted(duration_text(ends[0] * scale.times / scale.parts)), ", ",
                            quoted(duration_text(ends[1] * scale.times / scale.parts)), "]"}));
  return drawn;
}

}  // namespace

std::vector<std::string> drawn_by_type(const Field& field, const std::string& text) {
  std::vector<std::string> drawn;
  for (const std::string_view choice : field.choices) drawn.push_back(quoted(choice));
  if (!drawn.empty()) return drawn;
  const Result<json::Value> value = json::parse(text);
  if (!value.ok()) return {};
  switch (value.value().kind()) {
    case json::Kind::boolean:
      return {"false", "true"};
    case json::Kind::number:
      return numbers(field, text);
    case json::Kind::string:
      if (const std::optional<Duration> duration = parse_duration(value.value().as_string()))
        return durations(field, *duration);
      return {};
    case json::Kind::array:
      return duration_ranges(value.value());
    default:
      return {};
  }
}

void draw_options(const Frame& frame, Scenario& drawn, std::uint64_t seed, FieldOwner owner) {
  const Options before = owner == FieldOwner::system ? drawn.system_options : drawn.workload_options;
  for (const FieldRow& row : frame.table().rows()) {
    const Field& field = row.field;
    const bool listed = field.path.find('[') != std::string_view::npos;
    if (row.owner != owner || !field.is(FieldType::Shape::value) || listed || frame.fixes(field.path)) continue;
    if (field.draws == Field::Draws::never) continue;
    if (field.draws == Field::Draws::by_type && owner == FieldOwner::workload) continue;
    const Choices choices(hash_words(seed, hash_bytes(field.path)), options_part);
    if (choices.one_in(stream("as it is"), 2)) continue;
    std::vector<std::string> values;
    if (field.draws == Field::Draws::one_of)
      values.assign(field.drawn.begin(), field.drawn.end());
    else if (const std::optional<std::string> text = value_text(row, drawn, 0))
      values = drawn_by_type(field, *text);
    if (values.empty()) continue;
    const Result<json::Value> value = json::parse(values[choices.below(stream("value"), values.size())]);
    // A bound of another field may refuse the value; then the field keeps what it has.
    if (value.ok()) (void)field.type->read(field, value.value(), drawn, row.slot(drawn, 0));
  }
  const auto invalid_of = owner == FieldOwner::system ? drawn.system->invalid : drawn.workload->invalid;
  if (invalid_of == nullptr || !invalid_of(drawn)) return;
  (owner == FieldOwner::system ? drawn.system_options : drawn.workload_options) = before;
}

}  // namespace whitewater::scenarios::fuzz
