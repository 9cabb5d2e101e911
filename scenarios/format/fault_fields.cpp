// Rows follow from the tables of kinds and roles.
#include "scenarios/format/fault_fields.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "core/text/concat.hpp"
#include "scenarios/format/field_rows.hpp"
#include "scenarios/format/scenario.hpp"
#include "simnet/faults/kinds.hpp"

namespace whitewater::scenarios {

namespace {

using namespace field_rows;
namespace types = field_types;
using simnet::faults::FaultKind;
using simnet::faults::Parameter;
using simnet::faults::ParameterValue;

template <auto Member>
void* of_fault(void* scenario, std::size_t index) {
  return &(static_cast<Scenario*>(scenario)->faults[index].*Member);
}
template <std::size_t Place>
void* parameter_of_fault(void* scenario, std::size_t index) {
  return &static_cast<Scenario*>(scenario)->faults[index].values[Place];
}
template <std::size_t... Places>
constexpr std::array<Access, sizeof...(Places)> parameter_slots(std::index_sequence<Places...>) {
  return {parameter_of_fault<Places>...};
}
constexpr auto slots = parameter_slots(std::make_index_sequence<fault_keys_max>());

types::parts::Refusal read_type(const Field& field, const json::Value& value, const Scenario& scenario, void* slot) {
  const std::optional<std::size_t> place = types::parts::choice_of(field, value);
  if (!place) return types::parts::choice_words(field, &scenario);
  *static_cast<FaultType*>(slot) = fault_type_names()[*place].type;
  return std::nullopt;
}
std::string type_text(const Field&, const void* slot) {
  for (const FaultTypeName& known : fault_type_names())
    if (known.type == *static_cast<const FaultType*>(slot)) return concat({"\"", known.name, "\""});
  return "";
}
constexpr FieldType fault_type{FieldType::Shape::value, read_type, type_text, types::parts::choice_words,
                               types::parts::choice_schema};

// A value of one alternative of ParameterValue, spelled as Type spells it.
template <const FieldType& Type, class Value>
types::parts::Refusal read_parameter(const Field& field, const json::Value& value, const Scenario& scenario,
                                     void* slot) {
  Value read{};
  if (types::parts::Refusal refused = Type.read(field, value, scenario, &read)) return refused;
  *static_cast<ParameterValue*>(slot) = read;
  return std::nullopt;
}
template <const FieldType& Type, class Value>
std::string parameter_text(const Field& field, const void* slot) {
  const Value* const value = std::get_if<Value>(static_cast<const ParameterValue*>(slot));
  return value != nullptr ? Type.text(field, value) : "";
}
template <const FieldType& Type, class Value>
constexpr FieldType parameter{FieldType::Shape::value, read_parameter<Type, Value>, parameter_text<Type, Value>,
                              Type.words, Type.schema};

const FieldType& type_of(Parameter::Type type) {
  switch (type) {
    case Parameter::Type::probability:
      return parameter<types::fraction, Probability>;
    case Parameter::Type::duration:
      return parameter<types::duration, Duration>;
    case Parameter::Type::delay:
      break;
  }
  return parameter<types::delay, simnet::DelayModel>;
}

template <auto Member>
Field optional_duration(std::string_view path, Duration low, std::string_view meaning) {
  return ranged(path, types::optional_of<types::duration, Duration>, low.ns, hour, of_fault<Member>, meaning);
}

// The names of those that it is true for, as "`loss`, `delay`".
template <class Says>
std::string kinds_text(Says says) {
  std::string text;
  for (const FaultKind* kind : simnet::faults::kinds)
    if (says(*kind)) text += concat({text.empty() ? "`" : ", `", kind->name, "`"});
  return text;
}

// The types that name replicas, or that name links.
std::string types_text(bool links) {
  std::string text;
  for (const FaultTypeName& known : fault_type_names()) {
    const FaultKind& kind = simnet::faults::kind_of(known.type.kind);
    const bool names_nobody = known.type.ends && kind.replaces == FaultKind::Replaces::everything;
    if (kind.links == links && !names_nobody) text += concat({text.empty() ? "`" : ", `", known.name, "`"});
  }
  return text;
}

bool has_parameter(const FaultKind& kind, std::string_view key) {
  return std::any_of(kind.parameters.begin(), kind.parameters.end(), [&](const Parameter& p) { return p.key == key; });
}

}  // namespace

FaultFields::FaultFields(const System& system) {
  for (const FaultTypeName& known : fault_type_names()) types_.push_back(known.name);
  for (const RoleRow& role : replica_roles) roles_.push_back(role.name);
  Field type = required(plain("faults[].type", fault_type, of_fault<&ScheduledFault::type>, "What happens"));
  type.choices = types_;
  rows_.push_back(type);
  rows_.push_back(ranged("faults[].number", types::optional_of<types::integer<std::uint32_t>, std::uint32_t>, 1,
                         1'000'000'000, of_fault<&ScheduledFault::number>,
                         "Names the fault in random draws, so that it strikes the same replicas when other faults are "
                         "removed. Without one: its place in the list, from 1"));
  for (const std::span<const NoteWords> table : system.notes)
    for (const NoteWords& note : table) notes_.push_back(note.name);
  Field at = required(
      ranged("faults[].at", types::when, 0, hour, of_fault<&ScheduledFault::at>, "When, from the start of the run"));
  at.choices = notes_;
  rows_.push_back(at);
  rows_.push_back(optional_duration<&ScheduledFault::lasts>(
      "faults[].for", nanoseconds(1),
      "How long the fault lasts. Without it: until another fault replaces or ends it, or until the heal"));
  rows_.push_back(optional_duration<&ScheduledFault::every>(
      "faults[].every", milliseconds(1), "The time from one beginning of the fault to the next, if it comes back"));
  rows_.push_back(optional_duration<&ScheduledFault::until>(
      "faults[].until", nanoseconds(1),
      "The time, from the start of the run, at which a fault that comes back ends for good"));
  const std::string& nodes = texts_.emplace_back(types_text(false) + ": whom it strikes");
  const std::string& links = texts_.emplace_back(types_text(true) + ": the senders");
  for (Field set :
       {plain("faults[].replicas", types::replica_set, of_fault<&ScheduledFault::replicas>, nodes),
        plain("faults[].from", types::replica_set, of_fault<&ScheduledFault::from>, links),
        plain("faults[].to", types::replica_set, of_fault<&ScheduledFault::to>, "Likewise: the receivers")}) {
    set.choices = roles_;
    rows_.push_back(set);
  }
  add_parameters();
}

void FaultFields::add_parameters() {
  const std::vector<const Parameter*>& keys = fault_keys();
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const Parameter& key = *keys[i];
    const std::string& path = texts_.emplace_back(concat({"faults[].", key.key}));
    const std::string& meaning = texts_.emplace_back(
        concat({kinds_text([&](const FaultKind& kind) { return has_parameter(kind, key.key); }), ": ", key.meaning}));
    rows_.push_back(ranged(path, type_of(key.type), key.low, key.high, slots.at(i), meaning));
  }
}

std::string fault_reference() {
  std::string text = "| `type` | with | what it does | ends with |\n|---|---|---|---|\n";
  for (const FaultKind* kind : simnet::faults::kinds) {
    std::string with = kind->links ? "`from`, `to`" : "`replicas`";
    for (const Parameter& parameter : kind->parameters) with += concat({", `", parameter.key, "`"});
    const std::string ending = kind->ending.empty() ? "" : concat({"`", kind->ending, "`"});
    text += concat({"| `", kind->name, "` | ", with, " | ", kind->meaning, " | ", ending, " |\n"});
  }
  return text;
}

std::string role_reference() {
  std::string text = "| role | who |\n|---|---|\n";
  for (const RoleRow& role : replica_roles) text += concat({"| `\"", role.name, "\"` | ", role.meaning, " |\n"});
  return text + "| `\"random(k)\"` | k of all replicas, drawn |\n";
}

}  // namespace whitewater::scenarios
