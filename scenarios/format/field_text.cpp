// Fields in words and as JSON: what a row of the table allows, and what a scenario holds there.

#include "core/text/decimal.hpp"
#include "core/text/duration_text.hpp"
#include "scenarios/format/delay_text.hpp"
#include "scenarios/format/scenario_fields.hpp"

namespace whitewater::scenarios {
namespace {

using Kind = FieldKind;
template <class... F>
struct overloaded : F... {
  using F::operator()...;
};
template <class... F>
overloaded(F...) -> overloaded<F...>;

std::string quoted(std::string_view text) {
  return '"' + std::string(text) + '"';
}

// What a bound is called where no scenario gives it a value.
std::string_view low_name(const Field& field) {
  return field.path == "max_packets" ? "requests" : "";
}
std::string_view high_name(const Field& field) {
  return field.kind == Kind::seconds ? "lifetime" : "";
}

std::string bound_text(Kind kind, std::int64_t bound) {
  switch (kind) {
    case Kind::whole_seconds:
    case Kind::seconds:
      return unscaled(bound, 9);
    case Kind::fraction:
    case Kind::tiers:
      return unscaled(bound, 6);
    case Kind::duration:
    case Kind::duration_range:
      return duration_text({bound});
    default:
      return std::to_string(bound);
  }
}

std::string range_text(const Field& field, const Scenario* scenario) {
  const Limits bounds = scenario != nullptr ? limits(field, *scenario) : Limits{field.low, field.high};
  std::string low(scenario != nullptr ? "" : low_name(field));
  std::string high(scenario != nullptr ? "" : high_name(field));
  if (low.empty()) low = bound_text(field.kind, bounds.low);
  if (high.empty()) high = bound_text(field.kind, bounds.high);
  return " from " + low + " to " + high;
}

std::string replica_text(std::int64_t id) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string text;
  for (int shift = 12; shift >= 0; shift -= 4) text += digits[static_cast<std::size_t>(id >> shift) & 15u];
  return text;
}

// Nothing for nobody.
std::string replica_set_text(const ReplicaSet& set) {
  if (set.role != ReplicaSet::Role::named) return quoted(replica_role_names[static_cast<std::size_t>(set.role) - 1]);
  std::string text;
  for (const NodeId node : set.nodes) text += (text.empty() ? "[" : ", ") + quoted(replica_text(node.value));
  return text.empty() ? text : text + ']';
}

std::string choices_text(const Field& field) {
  std::string text = field.choices.size() > 2 ? "one of " : "";
  for (std::size_t i = 0; i < field.choices.size(); ++i) {
    if (i > 0) text += i + 1 < field.choices.size() ? ", " : " or ";
    text += quoted(field.choices[i]);
  }
  return text;
}

// Numbers beyond 2^53 would be rounded by most programs: those seeds are strings.
std::string seed_text(std::uint64_t seed) {
  const std::string digits = std::to_string(seed);
  return seed <= (std::uint64_t{1} << 53) ? digits : quoted(digits);
}

std::string seconds_text(Duration duration) {
  return duration.ns % 1'000 == 0 ? unscaled(duration.ns / 1'000, 6) : quoted(duration_text(duration));
}

std::string tiers_text(const course::Tiers& tiers) {
  return '[' + unscaled(tiers[0], 6) + ", " + unscaled(tiers[1], 6) + ", " + unscaled(tiers[2], 6) + ']';
}

template <class T>
concept Enumeration = std::is_enum_v<T>;

}  // namespace

Limits limits(const Field& field, const Scenario& scenario) {
  if (field.kind == Kind::seconds) return {0, scenario.rules.lifetime.ns};
  if (field.kind == Kind::replica || field.kind == Kind::replica_set)
    return {0, std::int64_t{scenario.rules.replicas} - 1};
  if (field.path == "max_packets") return {scenario.rules.requests, field.high};
  return {field.low, field.high};
}

std::string expectation(const Field& field, const Scenario* scenario) {
  switch (field.kind) {
    case Kind::object:
      return "an object";
    case Kind::list:
      return "an array of objects";
    case Kind::integer:
    case Kind::whole_seconds:
      return "an integer" + range_text(field, scenario);
    case Kind::seconds:
    case Kind::fraction:
      return "a number" + range_text(field, scenario);
    case Kind::flag:
      return "true or false";
    case Kind::duration:
      return "a duration with a unit, like \"150ms\"," + range_text(field, scenario);
    case Kind::duration_range:
      return "two durations with units, like [\"50us\", \"200us\"], ascending," + range_text(field, scenario);
    case Kind::delay:
      return "a delay, like \"1ms\" or {\"uniform\": [\"50us\", \"200us\"]}";
    case Kind::choice:
      return choices_text(field);
    case Kind::tiers:
      return "three numbers" + range_text(field, scenario);
    case Kind::seed:
      return "an integer from 0 to 18446744073709551615, also as a string, also hexadecimal (\"0x2a\")";
    case Kind::replica:
      return "the id of a replica, \"0000\" to " +
             (scenario != nullptr ? quoted(replica_text(limits(field, *scenario).high)) : "the last one");
    case Kind::replica_set:
      return "a list of ids of replicas, \"0000\" to " +
             (scenario != nullptr ? quoted(replica_text(limits(field, *scenario).high)) : "the last one") +
             ", or one of \"leader\", \"dead\" and \"all\"";
    case Kind::ignored:
    case Kind::misplaced:
      return "anything";
  }
  return "";
}

std::optional<std::string> value_text(const Field& field, Scenario& scenario, std::size_t index) {
  if (field.slot == nullptr) return std::nullopt;
  const auto text = overloaded{
      [](const std::monostate&) { return std::string(); },
      [](const bool* flag) { return std::string(*flag ? "true" : "false"); },
      [](const std::uint32_t* number) { return std::to_string(*number); },
      [](const std::uint64_t* number) { return std::to_string(*number); },
      [](const std::optional<std::uint64_t>* seed) { return *seed ? seed_text(**seed) : ""; },
      [](const Probability* p) { return unscaled(p->ppm, 6); },
      [](const std::optional<Probability>* p) { return *p ? unscaled((*p)->ppm, 6) : ""; },
      [&](const Duration* d) { return field.kind == Kind::duration ? quoted(duration_text(*d)) : seconds_text(*d); },
      [](const std::optional<Duration>* d) { return *d ? quoted(duration_text(**d)) : ""; },
      [](const DurationRange& range) {
        return '[' + quoted(duration_text(*range.low)) + ", " + quoted(duration_text(*range.high)) + ']';
      },
      [](const simnet::DelayModel* delay) { return delay_text(*delay); },
      [](const std::optional<simnet::DelayModel>* delay) { return *delay ? delay_text(**delay) : ""; },
      [](const NodeId* id) { return quoted(replica_text(id->value)); },
      [](const course::Tiers* tiers) { return tiers_text(*tiers); },
      [](const std::optional<course::Benchmarks>*) { return std::string(); },
      [](const std::vector<course::TimedEvent>*) { return std::string(); },
      [](const std::vector<LinkOverride>*) { return std::string(); },
      [](const std::vector<ScheduledFault>*) { return std::string(); },
      [](const ReplicaSet* set) { return replica_set_text(*set); },
      [&]<Enumeration E>(const E* value) { return quoted(field.choices[static_cast<std::size_t>(*value)]); },
  };
  std::string result = std::visit(text, field.slot(scenario, index));
  if (result.empty()) return std::nullopt;
  return result;
}

std::optional<std::string> default_text(const Field& field) {
  if (field.required) return std::nullopt;
  Scenario scenario;
  scenario.rules.events.emplace_back();
  scenario.network.links.emplace_back();
  scenario.faults.emplace_back();
  scenario.rules.benchmarks.emplace();
  return value_text(field, scenario, 0);
}

}  // namespace whitewater::scenarios
