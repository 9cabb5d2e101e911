// The field types that every toolbox has. A type says how a value is stored, and how it is spelled: integer<T> is a
// number stored as T, optional_of<fraction, Probability> is a fraction that a scenario may leave out.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/ids.hpp"
#include "core/base/random.hpp"
#include "core/base/time.hpp"
#include "scenarios/format/field.hpp"

namespace whitewater::scenarios::field_types {

// The functions behind the types.
namespace parts {

using Refusal = std::optional<std::string>;

// --- values of standard shape; see the types below ---
Refusal read_flag(const Field&, const json::Value&, const Scenario&, void*);
std::string flag_text(const Field&, const void*);
std::string flag_words(const Field&, const Scenario*);
std::string flag_schema(const Field&);

Refusal read_text(const Field&, const json::Value&, const Scenario&, void*);
std::string text_spelling(const Field&, const void*);
std::string text_words(const Field&, const Scenario*);
std::string text_schema(const Field&);

// Nothing if the value is not an integer within the limits of the field.
std::optional<std::int64_t> integer_of(const Field&, const json::Value&, const Scenario&);
std::string integer_words(const Field&, const Scenario*);
std::string integer_schema(const Field&);
template <class Integer>
Refusal read_integer(const Field& field, const json::Value& value, const Scenario& scenario, void* slot) {
  const std::optional<std::int64_t> number = integer_of(field, value, scenario);
  if (!number) return integer_words(field, &scenario);
  *static_cast<Integer*>(slot) = static_cast<Integer>(*number);
  return std::nullopt;
}
template <class Integer>
std::string integer_text(const Field&, const void* slot) {
  return std::to_string(*static_cast<const Integer*>(slot));
}

// The value's place among the choices; nothing if it is not one of them.
std::optional<std::size_t> choice_of(const Field&, const json::Value&);
std::string choice_text(const Field&, std::size_t place);
std::string choice_words(const Field&, const Scenario*);
std::string choice_schema(const Field&);
template <class Enumeration>
Refusal read_choice(const Field& field, const json::Value& value, const Scenario& scenario, void* slot) {
  const std::optional<std::size_t> place = choice_of(field, value);
  if (!place) return choice_words(field, &scenario);
  *static_cast<Enumeration*>(slot) = static_cast<Enumeration>(*place);
  return std::nullopt;
}
template <class Enumeration>
std::string choice_spelling(const Field& field, const void* slot) {
  return choice_text(field, static_cast<std::size_t>(*static_cast<const Enumeration*>(slot)));
}

Refusal read_whole_seconds(const Field&, const json::Value&, const Scenario&, void*);
std::string whole_seconds_words(const Field&, const Scenario*);
std::string whole_seconds_schema(const Field&);
Refusal read_seconds(const Field&, const json::Value&, const Scenario&, void*);
std::string seconds_text(const Field&, const void*);
std::string seconds_words(const Field&, const Scenario*);
std::string seconds_schema(const Field&);
Refusal read_fraction(const Field&, const json::Value&, const Scenario&, void*);
std::string fraction_text(const Field&, const void*);
std::string fraction_words(const Field&, const Scenario*);
std::string fraction_schema(const Field&);
Refusal read_duration(const Field&, const json::Value&, const Scenario&, void*);
std::string duration_spelling(const Field&, const void*);
std::string duration_words(const Field&, const Scenario*);
std::string duration_schema(const Field&);
// Ascending, both within the limits.
std::optional<std::pair<Duration, Duration>> duration_range_of(const Field&, const json::Value&, const Scenario&);
std::string duration_range_spelling(Duration low, Duration high);
std::string duration_range_words(const Field&, const Scenario*);
std::string duration_range_schema(const Field&);
template <class Owner, Duration Owner::*Low, Duration Owner::*High>
Refusal read_duration_range(const Field& field, const json::Value& value, const Scenario& scenario, void* slot) {
  const auto range = duration_range_of(field, value, scenario);
  if (!range) return duration_range_words(field, &scenario);
  static_cast<Owner*>(slot)->*Low = range->first;
  static_cast<Owner*>(slot)->*High = range->second;
  return std::nullopt;
}
template <class Owner, Duration Owner::*Low, Duration Owner::*High>
std::string duration_range_text(const Field&, const void* slot) {
  const auto* owner = static_cast<const Owner*>(slot);
  return duration_range_spelling(owner->*Low, owner->*High);
}
Refusal read_delay(const Field&, const json::Value&, const Scenario&, void*);
std::string delay_spelling(const Field&, const void*);
std::string delay_words(const Field&, const Scenario*);
std::string delay_keywords(const Field&);
Refusal read_seed(const Field&, const json::Value&, const Scenario&, void*);
std::string seed_text(const Field&, const void*);
std::string seed_words(const Field&, const Scenario*);
std::string seed_schema(const Field&);
// Nothing: not the id of a replica.
std::optional<NodeId> replica_of(const json::Value& value, const Scenario& scenario);
Refusal read_replica(const Field&, const json::Value&, const Scenario&, void*);
std::string replica_text(const Field&, const void*);
std::string replica_words(const Field&, const Scenario*);
std::string replica_schema(const Field&);
Refusal read_replica_set(const Field&, const json::Value&, const Scenario&, void*);
std::string replica_set_text(const Field&, const void*);
std::string replica_set_words(const Field&, const Scenario*);
std::string replica_set_schema(const Field&);
Refusal read_when(const Field&, const json::Value&, const Scenario&, void*);
std::string when_text(const Field&, const void*);
std::string when_words(const Field&, const Scenario*);
std::string when_schema(const Field&);

// --- values that may be left out ---
template <const FieldType& Type, class Value>
Refusal read_optional(const Field& field, const json::Value& value, const Scenario& scenario, void* slot) {
  Value read{};
  if (Refusal refused = Type.read(field, value, scenario, &read)) return refused;
  *static_cast<std::optional<Value>*>(slot) = read;
  return std::nullopt;
}
template <const FieldType& Type, class Value>
std::string optional_text(const Field& field, const void* slot) {
  const auto& value = *static_cast<const std::optional<Value>*>(slot);
  return value ? Type.text(field, &*value) : "";
}

}  // namespace parts

// true
inline constexpr FieldType flag{FieldType::Shape::value, parts::read_flag, parts::flag_text, parts::flag_words,
                                parts::flag_schema};
// A std::string of at least `low` bytes: 0, or 1 if it must not be empty.
inline constexpr FieldType text{FieldType::Shape::value, parts::read_text, parts::text_spelling, parts::text_words,
                                parts::text_schema};
// 500
template <class Integer>
inline constexpr FieldType integer{FieldType::Shape::value, parts::read_integer<Integer>, parts::integer_text<Integer>,
                                   parts::integer_words, parts::integer_schema};
// One of the row's choices, kept as an enumerator.
template <class Enumeration>
inline constexpr FieldType choice{FieldType::Shape::value, parts::read_choice<Enumeration>,
                                  parts::choice_spelling<Enumeration>, parts::choice_words, parts::choice_schema};
// 30; a Duration, and so is a bound
inline constexpr FieldType whole_seconds{FieldType::Shape::value, parts::read_whole_seconds, parts::seconds_text,
                                         parts::whole_seconds_words, parts::whole_seconds_schema};
// 2.5, or a duration
inline constexpr FieldType seconds_or_duration{FieldType::Shape::value, parts::read_seconds, parts::seconds_text,
                                               parts::seconds_words, parts::seconds_schema};
// 0.05; a Probability, bounds in parts per million
inline constexpr FieldType fraction{FieldType::Shape::value, parts::read_fraction, parts::fraction_text,
                                    parts::fraction_words, parts::fraction_schema};
// "150ms"; a Duration
inline constexpr FieldType duration{FieldType::Shape::value, parts::read_duration, parts::duration_spelling,
                                    parts::duration_words, parts::duration_schema};
// ["600ms", "1200ms"]; two members of an Owner, which is the slot
template <class Owner, Duration Owner::*Low, Duration Owner::*High>
inline constexpr FieldType duration_range{FieldType::Shape::value, parts::read_duration_range<Owner, Low, High>,
                                          parts::duration_range_text<Owner, Low, High>, parts::duration_range_words,
                                          parts::duration_range_schema};
// A distribution of durations: see delay_text.hpp
inline constexpr FieldType delay{FieldType::Shape::value, parts::read_delay, parts::delay_spelling, parts::delay_words,
                                 parts::delay_keywords};
// 42, "42" or "0x2a"; an optional 64-bit number
inline constexpr FieldType seed{FieldType::Shape::value, parts::read_seed, parts::seed_text, parts::seed_words,
                                parts::seed_schema};
// "0003"; a NodeId of the cluster
inline constexpr FieldType replica{FieldType::Shape::value, parts::read_replica, parts::replica_text,
                                   parts::replica_words, parts::replica_schema};
// "leader", "random(2)", ["0001", "0003"], ["leader", "0003"]; a ReplicaSet
inline constexpr FieldType replica_set{FieldType::Shape::value, parts::read_replica_set, parts::replica_set_text,
                                       parts::replica_set_words, parts::replica_set_schema};
// When: one of several ways to say it
inline constexpr FieldType when{FieldType::Shape::value, parts::read_when, parts::when_text, parts::when_words,
                                parts::when_schema};
template <const FieldType& Type, class Value>
inline constexpr FieldType optional_of{FieldType::Shape::value, parts::read_optional<Type, Value>,
                                       parts::optional_text<Type, Value>, Type.words, Type.schema};

inline constexpr FieldType object{FieldType::Shape::object};
// An object that exists if the file contains it.
template <class Value>
inline constexpr FieldType optional_object{
    FieldType::Shape::object,
    nullptr,
    nullptr,
    nullptr,
    nullptr,
    [](const void* slot) -> std::size_t { return static_cast<const std::optional<Value>*>(slot)->has_value() ? 1 : 0; },
    [](void* slot, std::size_t size) {
      auto& value = *static_cast<std::optional<Value>*>(slot);
      size > 0 ? void(value.emplace()) : value.reset();
    }};
template <class Value>
inline constexpr FieldType list{
    FieldType::Shape::list,
    nullptr,
    nullptr,
    nullptr,
    nullptr,
    [](const void* slot) { return static_cast<const std::vector<Value>*>(slot)->size(); },
    [](void* slot, std::size_t size) { static_cast<std::vector<Value>*>(slot)->resize(size); }};
// A list that exists if the file contains it, be it empty.
template <class Value>
inline constexpr FieldType optional_list{
    FieldType::Shape::list,
    nullptr,
    nullptr,
    nullptr,
    nullptr,
    [](const void* slot) -> std::size_t {
      const auto& values = *static_cast<const std::optional<std::vector<Value>>*>(slot);
      return values ? values->size() : 0;
    },
    [](void* slot, std::size_t size) {
      auto& values = *static_cast<std::optional<std::vector<Value>>*>(slot);
      if (!values) values.emplace();
      values->resize(size);
    },
    [](const void* slot) { return static_cast<const std::optional<std::vector<Value>>*>(slot)->has_value(); }};
inline constexpr FieldType ignored{FieldType::Shape::ignored};

}  // namespace whitewater::scenarios::field_types
