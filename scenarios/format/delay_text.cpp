// Reads and writes delay models. Strict: an object with an unknown key is rejected, because it may be a typing error.
#include "scenarios/format/delay_text.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "core/text/decimal.hpp"
#include "core/text/duration_text.hpp"

namespace whitewater::scenarios {
namespace {

using json::Value;
using simnet::DelayModel;
using Kind = DelayModel::Kind;

constexpr std::array<std::string_view, 4> kind_names{"constant", "uniform", "exponential", "bimodal"};

std::optional<Duration> read_duration(const Value& value) {
  if (!value.is(json::Kind::string)) return std::nullopt;
  const std::optional<Duration> duration = parse_duration(value.as_string());
  return duration && *duration <= delay_max ? duration : std::nullopt;
}

bool read_into(const Value& value, Duration& out) {
  const std::optional<Duration> duration = read_duration(value);
  if (duration) out = *duration;
  return duration.has_value();
}

bool read_range(const Value& value, Duration& low, Duration& high) {
  return value.is(json::Kind::array) && value.elements().size() == 2 && read_into(value.elements()[0], low) &&
         read_into(value.elements()[1], high) && low <= high;
}

bool read_probability(const Value& value, Probability& out) {
  if (!value.is(json::Kind::number)) return false;
  const Result<std::int64_t> ppm = scaled(value.number_text(), 6);
  if (!ppm || ppm.value() < 0 || ppm.value() > Probability::ppm_max) return false;
  out.ppm = static_cast<std::uint32_t>(ppm.value());
  return true;
}

// True if the object has all of the first `required` names, and no name that is not in `names`.
bool has_exactly(const Value& value, std::initializer_list<std::string_view> names, std::size_t required) {
  if (!value.is(json::Kind::object)) return false;
  for (const std::string_view* name = names.begin(); name != names.begin() + required; ++name)
    if (value.find(*name) == nullptr) return false;
  return std::all_of(value.members().begin(), value.members().end(), [&](const json::Member& member) {
    return std::find(names.begin(), names.end(), member.name) != names.end();
  });
}

bool read_exponential(const Value& value, DelayModel& model) {
  if (!has_exactly(value, {"mean", "min", "max"}, 1)) return false;
  if (!read_into(*value.find("mean"), model.mean)) return false;
  const Value* low = value.find("min");
  if (low != nullptr && !read_into(*low, model.low)) return false;
  const Value* high = value.find("max");
  // In the model, a maximum of zero means no maximum.
  return high == nullptr || (read_into(*high, model.high) && model.high.ns > 0 && model.low <= model.high);
}

bool read_bimodal(const Value& value, DelayModel& model) {
  return has_exactly(value, {"usual", "tail", "tail_probability"}, 3) &&
         read_range(*value.find("usual"), model.low, model.high) &&
         read_range(*value.find("tail"), model.tail_low, model.tail_high) &&
         read_probability(*value.find("tail_probability"), model.tail);
}

bool read_kind(const Value& value, DelayModel& model) {
  switch (model.kind) {
    case Kind::constant:
      return read_into(value, model.low);
    case Kind::uniform:
      return read_range(value, model.low, model.high);
    case Kind::exponential:
      return read_exponential(value, model);
    case Kind::bimodal:
      return read_bimodal(value, model);
  }
  return false;
}

std::string_view example(Kind kind) {
  switch (kind) {
    case Kind::constant:
      return R"("1ms")";
    case Kind::uniform:
      return R"(two durations, ascending, like ["50us", "200us"])";
    case Kind::exponential:
      return R"({"mean": "300us"}, with "min" and "max" if you like)";
    case Kind::bimodal:
      return R"({"usual": ["50us", "200us"], "tail": ["5ms", "20ms"], "tail_probability": 0.001})";
  }
  return "";
}

std::string quoted(Duration duration) {
  return '"' + duration_text(duration) + '"';
}
std::string range_text(Duration low, Duration high) {
  return '[' + quoted(low) + ", " + quoted(high) + ']';
}

}  // namespace

Result<DelayModel> parse_delay(const Value& value) {
  DelayModel model;
  if (value.is(json::Kind::string)) {
    if (read_into(value, model.low)) return model;
    return Error{"", R"(expected a duration with a unit, like "1ms", up to 3600s)"};
  }
  if (!value.is(json::Kind::object) || value.members().size() != 1)
    return Error{"", R"(expected a delay, like "1ms" or {"uniform": ["50us", "200us"]})"};
  const json::Member& member = value.members().front();
  const auto name = std::find(kind_names.begin(), kind_names.end(), member.name);
  if (name == kind_names.end())
    return Error{"", R"(expected a delay that is "constant", "uniform", "exponential" or "bimodal")"};
  model.kind = static_cast<Kind>(name - kind_names.begin());
  if (read_kind(member.value, model)) return model;
  return Error{"",
               "expected for \"" + member.name + "\": " + std::string(example(model.kind)) + "; durations up to 3600s"};
}

std::string delay_text(const DelayModel& model) {
  switch (model.kind) {
    case Kind::constant:
      return quoted(model.low);
    case Kind::uniform:
      return R"({"uniform": )" + range_text(model.low, model.high) + '}';
    case Kind::exponential: {
      std::string text = R"({"exponential": {"mean": )" + quoted(model.mean);
      if (model.low.ns > 0) text += R"(, "min": )" + quoted(model.low);
      if (model.high.ns > 0) text += R"(, "max": )" + quoted(model.high);
      return text + "}}";
    }
    case Kind::bimodal:
      return R"({"bimodal": {"usual": )" + range_text(model.low, model.high) + R"(, "tail": )" +
             range_text(model.tail_low, model.tail_high) + R"(, "tail_probability": )" + unscaled(model.tail.ppm, 6) +
             "}}";
  }
  return "";
}

std::string_view delay_schema() {
  return R"({
      "anyOf": [
        {"$ref": "#/$defs/duration"},
        {
          "type": "object",
          "minProperties": 1,
          "maxProperties": 1,
          "additionalProperties": false,
          "properties": {
            "constant": {"$ref": "#/$defs/duration"},
            "uniform": {"$ref": "#/$defs/duration_range"},
            "exponential": {
              "type": "object",
              "additionalProperties": false,
              "required": ["mean"],
              "properties": {
                "mean": {"$ref": "#/$defs/duration"},
                "min": {"$ref": "#/$defs/duration"},
                "max": {"$ref": "#/$defs/duration"}
              }
            },
            "bimodal": {
              "type": "object",
              "additionalProperties": false,
              "required": ["usual", "tail", "tail_probability"],
              "properties": {
                "usual": {"$ref": "#/$defs/duration_range"},
                "tail": {"$ref": "#/$defs/duration_range"},
                "tail_probability": {"type": "number", "minimum": 0, "maximum": 1}
              }
            }
          }
        }
      ]
    })";
}

}  // namespace whitewater::scenarios
