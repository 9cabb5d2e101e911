// One overload a type of slot: what a field holds decides how it is read, its row what is allowed.
// Nothing is stored unless all of the value is right.
#include "scenarios/format/field_reader.hpp"

#include <algorithm>
#include <charconv>

#include "core/base/check.hpp"
#include "core/text/concat.hpp"
#include "core/text/decimal.hpp"
#include "core/text/duration_text.hpp"
#include "scenarios/format/delay_text.hpp"
#include "scenarios/format/value_text.hpp"

namespace whitewater::scenarios {
namespace {

using json::Value;

bool within(std::int64_t number, Limits limits) {
  return limits.low <= number && number <= limits.high;
}

// A JSON number times 10^digits, within the limits.
std::optional<std::int64_t> read_number(const Value& value, int digits, Limits limits) {
  if (!value.is(json::Kind::number)) return std::nullopt;
  const Result<std::int64_t> number = scaled(value.number_text(), digits);
  if (!number || !within(number.value(), limits)) return std::nullopt;
  return number.value();
}

std::optional<Duration> read_duration(const Value& value, Limits limits) {
  if (!value.is(json::Kind::string)) return std::nullopt;
  const std::optional<Duration> duration = parse_duration(value.as_string());
  return duration && within(duration->ns, limits) ? duration : std::nullopt;
}

// Seconds as a number with so many decimals.
std::optional<Duration> read_seconds(const Value& value, int digits, Limits limits) {
  std::int64_t unit = seconds(1).ns;
  for (int i = 0; i < digits; ++i) unit /= 10;
  // In whole units first: what is in range there cannot overflow in nanoseconds.
  const auto units = read_number(value, digits, {limits.low / unit, limits.high / unit + 1});
  if (!units || !within(*units * unit, limits)) return std::nullopt;
  return Duration{*units * unit};
}

std::optional<std::uint64_t> read_seed(const Value& value) {
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

std::optional<NodeId> read_replica(const Value& value, Limits limits) {
  if (!value.is(json::Kind::string)) return std::nullopt;
  const std::string& text = value.as_string();
  // As the course writes them: four digits, upper case.
  if (text.size() != 4 || text.find_first_not_of("0123456789ABCDEF") != std::string::npos) return std::nullopt;
  std::uint16_t id = 0;
  std::from_chars(text.data(), text.data() + text.size(), id, 16);
  if (!within(id, limits)) return std::nullopt;
  return NodeId{id};
}

// A list of ids, at least one, or the word for a role.
std::optional<ReplicaSet> read_replica_set(const Value& value, Limits limits) {
  ReplicaSet set;
  if (value.is(json::Kind::string)) {
    const auto name = std::find(replica_role_names.begin(), replica_role_names.end(), value.as_string());
    if (name == replica_role_names.end()) return std::nullopt;
    set.role = static_cast<ReplicaSet::Role>(1 + (name - replica_role_names.begin()));
    return set;
  }
  if (!value.is(json::Kind::array)) return std::nullopt;
  for (const Value& element : value.elements()) {
    const std::optional<NodeId> id = read_replica(element, limits);
    if (!id) return std::nullopt;
    set.nodes.insert(*id);
  }
  return set.empty() ? std::nullopt : std::optional(set);
}

// Whether a number says more than the millionths that are kept. (Trailing zeros count: 0.0500000 is refused.)
bool is_too_precise(const Value& value) {
  return value.is(json::Kind::number) && !scaled(value.number_text(), 6) &&
         value.number_text().find_first_of(".-") != std::string::npos;
}

// Stores a value into the slot of its field; false when it is not what the field expects.
class Storer {
 public:
  Storer(const Field& field, const Value& value, Limits limits) : field_(field), value_(value), limits_(limits) {}

  bool operator()(bool* flag) const {
    if (!value_.is(json::Kind::boolean)) return false;
    *flag = value_.as_boolean();
    return true;
  }
  bool operator()(std::uint32_t* number) const { return store_number(*number, 0); }
  bool operator()(std::uint64_t* number) const { return store_number(*number, 0); }
  bool operator()(std::optional<std::uint64_t>* seed) const {
    *seed = read_seed(value_);
    return seed->has_value();
  }
  bool operator()(Probability* p) const { return store_number(p->ppm, 6); }
  bool operator()(std::optional<Probability>* p) const { return store_number(p->emplace().ppm, 6); }
  bool operator()(Duration* duration) const {
    std::optional<Duration> read;
    if (field_.kind == FieldKind::whole_seconds) {
      read = read_seconds(value_, 0, limits_);
    } else if (field_.kind == FieldKind::seconds && value_.is(json::Kind::number)) {
      read = read_seconds(value_, 6, limits_);
    } else {
      read = read_duration(value_, limits_);
    }
    if (read) *duration = *read;
    return read.has_value();
  }
  bool operator()(std::optional<Duration>* duration) const { return (*this)(&duration->emplace()); }
  bool operator()(ReplicaSet* set) const {
    const std::optional<ReplicaSet> read = read_replica_set(value_, limits_);
    if (read) *set = *read;
    return read.has_value();
  }
  bool operator()(DurationRange range) const {
    if (!value_.is(json::Kind::array) || value_.elements().size() != 2) return false;
    const std::optional<Duration> low = read_duration(value_.elements()[0], limits_);
    const std::optional<Duration> high = read_duration(value_.elements()[1], limits_);
    if (!low || !high || *low > *high) return false;
    *range.low = *low;
    *range.high = *high;
    return true;
  }
  bool operator()(NodeId* id) const {
    const std::optional<NodeId> read = read_replica(value_, limits_);
    if (read) *id = *read;
    return read.has_value();
  }
  bool operator()(course::Tiers* tiers) const {
    if (!value_.is(json::Kind::array) || value_.elements().size() != tiers->size()) return false;
    for (std::size_t i = 0; i < tiers->size(); ++i) {
      const std::optional<std::int64_t> limit = read_number(value_.elements()[i], 6, limits_);
      if (!limit) return false;
      (*tiers)[i] = *limit;
    }
    return true;
  }
  template <class Enumeration>
  requires std::is_enum_v<Enumeration>
  bool operator()(Enumeration* choice) const {
    if (!value_.is(json::Kind::string)) return false;
    const auto name = std::find(field_.choices.begin(), field_.choices.end(), value_.as_string());
    if (name == field_.choices.end()) return false;
    *choice = static_cast<Enumeration>(name - field_.choices.begin());
    return true;
  }
  // Objects, lists and delays are read elsewhere.
  template <class Other>
  bool operator()(const Other&) const {
    fail_check("a value of a scenario is read into the slot of a single value");
  }

 private:
  template <class Number>
  bool store_number(Number& out, int digits) const {
    const std::optional<std::int64_t> number = read_number(value_, digits, limits_);
    if (number) out = static_cast<Number>(*number);
    return number.has_value();
  }

  const Field& field_;
  const Value& value_;
  Limits limits_;
};

}  // namespace

std::optional<std::string> read_field(const Field& field, const Value& value, Scenario& scenario, std::size_t index) {
  const std::string found = ", found " + found_text(value);
  const Slot slot = field.slot(scenario, index);
  if (field.kind == FieldKind::delay) {
    Result<simnet::DelayModel> delay = parse_delay(value);
    if (!delay) return delay.error().message + found;
    if (auto* always = std::get_if<simnet::DelayModel*>(&slot))
      **always = delay.value();
    else
      *std::get<std::optional<simnet::DelayModel>*>(slot) = delay.value();
    return std::nullopt;
  }
  if (std::visit(Storer(field, value, limits(field, scenario)), slot)) return std::nullopt;
  const bool decimal = field.kind == FieldKind::fraction || field.kind == FieldKind::seconds;
  const std::string_view precision = decimal && is_too_precise(value) ? " with at most six decimals" : "";
  return concat({"expected ", expectation(field, &scenario), precision, found});
}

}  // namespace whitewater::scenarios
