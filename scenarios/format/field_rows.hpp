// Short ways to write the rows of a table of fields. at<&Owner::a, &A::b> is the slot of owner.a.b.
#pragma once

#include "scenarios/format/field.hpp"
#include "scenarios/format/field_types.hpp"

namespace whitewater::scenarios::field_rows {

using Access = void* (*)(void* owner, std::size_t index);

template <class Member>
struct OwnerOf;
template <class Owner, class Value>
struct OwnerOf<Value Owner::*> {
  using Type = Owner;
};

template <auto First, auto... Rest>
void* at(void* owner, std::size_t) {
  auto& object = *static_cast<typename OwnerOf<decltype(First)>::Type*>(owner);
  return &((object.*First).*....*Rest);
}
// A member of an element of a list that the owner holds.
template <auto List, auto Member>
void* element(void* owner, std::size_t index) {
  return &((static_cast<typename OwnerOf<decltype(List)>::Type*>(owner)->*List)[index].*Member);
}

// Of a list that a scenario may lack.
template <auto List, auto Member>
void* optional_element(void* owner, std::size_t index) {
  return &((*(static_cast<typename OwnerOf<decltype(List)>::Type*>(owner)->*List))[index].*Member);
}

constexpr Field plain(std::string_view path, const FieldType& type, Access slot, std::string_view meaning) {
  Field field;
  field.path = path;
  field.type = &type;
  field.slot = slot;
  field.meaning = meaning;
  return field;
}
constexpr Field ranged(std::string_view path, const FieldType& type, std::int64_t low, std::int64_t high, Access slot,
                       std::string_view meaning) {
  Field field = plain(path, type, slot, meaning);
  field.low = low;
  field.high = high;
  return field;
}
constexpr Field fraction(std::string_view path, Access slot, std::string_view meaning) {
  return ranged(path, field_types::fraction, 0, Probability::ppm_max, slot, meaning);
}
inline constexpr std::int64_t hour = seconds(3'600).ns;
constexpr Field duration(std::string_view path, Access slot, std::string_view meaning) {
  return ranged(path, field_types::duration, 0, hour, slot, meaning);
}
template <class Enumeration>
constexpr Field choice(std::string_view path, std::span<const std::string_view> choices, Access slot,
                       std::string_view meaning) {
  Field field = plain(path, field_types::choice<Enumeration>, slot, meaning);
  field.choices = choices;
  return field;
}
constexpr Field object(std::string_view path, std::string_view meaning) {
  return plain(path, field_types::object, nullptr, meaning);
}
constexpr Field ordered(unsigned order, Field field) {
  field.order = order;
  return field;
}
constexpr Field required(Field field) {
  field.required = true;
  return field;
}
// What a search may draw: one of these values, as JSON; or nothing.
constexpr Field drawn_from(std::span<const std::string_view> values, Field field) {
  field.draws = Field::Draws::one_of;
  field.drawn = values;
  return field;
}
constexpr Field never_drawn(Field field) {
  field.draws = Field::Draws::never;
  return field;
}

}  // namespace whitewater::scenarios::field_rows
