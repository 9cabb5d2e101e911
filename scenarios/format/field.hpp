// Field: one row of a table of scenario fields: path, type, range, meaning, and where the value lives. FieldType: how
// values of one type are read, written and described. Both are open: a system or a workload brings rows of its own,
// and field types too. Reader, writer, JSON schema and the reference all follow from rows.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace whitewater::json {
class Value;
}

namespace whitewater::scenarios {

struct Field;
struct Scenario;

struct FieldType {
  enum class Shape : std::uint8_t {
    value,
    object,   // the rows of its fields have "." behind this path
    list,     // of objects: the rows of their fields have "[]." behind this path
    ignored,  // anything
  };
  Shape shape = Shape::value;

  // --- values ---
  // Stores the value into the slot. Returns nothing on success; otherwise what was expected, and the slot is unchanged.
  std::optional<std::string> (*read)(const Field& field, const json::Value& value, const Scenario& scenario,
                                     void* slot) = nullptr;
  // The value as a file spells it, on one line; empty if the value is not set.
  std::string (*text)(const Field& field, const void* slot) = nullptr;
  // "an integer from 3 to 21". Bounds that other fields set: with a scenario their numbers, otherwise their names.
  std::string (*words)(const Field& field, const Scenario* scenario) = nullptr;
  // The keywords of the JSON schema. A schema cannot express bounds that other fields set.
  std::string (*schema)(const Field& field) = nullptr;

  // --- lists, and objects that a scenario may lack ---
  std::size_t (*size)(const void* slot) = nullptr;  // of an object: 0 or 1
  void (*resize)(void* slot, std::size_t size) = nullptr;
  // Of a list that a scenario may lack, for which an empty list means something else. Null: an empty list means none.
  bool (*there)(const void* slot) = nullptr;

  // --- ignored fields: the warning, or nothing ---
  std::string_view warning{};
};

// A bound that another field sets.
struct FieldBound {
  std::int64_t (*value)(const Scenario& scenario) = nullptr;
  std::string_view name{};  // the name of that field, for people
};

struct Field {
  std::string_view path;  // "events[].time"
  const FieldType* type = nullptr;
  std::int64_t low = 0;
  std::int64_t high = 0;
  std::span<const std::string_view> choices{};  // in the order of the enumerators
  bool required = false;                        // required in every object of this kind
  // owner: the Scenario, or the options of its system or workload. index: the element's place in a list. Called only if
  // the list or object that holds the field exists. Null: an object that always exists, or an ignored field.
  void* (*slot)(void* owner, std::size_t index) = nullptr;
  std::string_view meaning{};
  // The order of the rows of all owners in a file. Rows of the same order keep the order of their table.
  unsigned order = 100;
  FieldBound low_bound{};
  FieldBound high_bound{};
  // How a search may draw it, if its owner has no draw function of its own.
  enum class Draws : std::uint8_t {
    by_type,  // by type and range, near its value; only in the options of a system
    one_of,   // one of `drawn`
    never,
  };
  Draws draws = Draws::by_type;
  std::span<const std::string_view> drawn{};  // as JSON

  // "events[]." of "events[].time", "" at the top.
  std::string_view parent() const { return path.substr(0, path.size() - key().size()); }
  // "time" of "events[].time".
  std::string_view key() const { return path.substr(path.rfind('.') + 1); }
  bool is(FieldType::Shape shape) const { return type->shape == shape; }
};

// The bounds of a value.
struct Limits {
  std::int64_t low;
  std::int64_t high;
};
Limits limits(const Field& field, const Scenario& scenario);

// In words: "an integer from 3 to 21".
std::string expectation(const Field& field, const Scenario* scenario = nullptr);

}  // namespace whitewater::scenarios
