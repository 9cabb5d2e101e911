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
  // Stores into the slot. Nothing: done. Else the slot is unchanged, and this was expected.
  std::optional<std::string> (*read)(const Field& field, const json::Value& value, const Scenario& scenario,
                                     void* slot) = nullptr;
  // As a file spells it, on one line; empty for what is not set.
  std::string (*text)(const Field& field, const void* slot) = nullptr;
  // "an integer from 3 to 21". With a scenario, bounds that other fields set are numbers; else names.
  std::string (*words)(const Field& field, const Scenario* scenario) = nullptr;
  // The keywords of the JSON schema. Bounds that other fields set are beyond a schema.
  std::string (*schema)(const Field& field) = nullptr;

  // --- lists, and objects that a scenario may lack ---
  std::size_t (*size)(const void* slot) = nullptr;  // of an object: 0 or 1
  void (*resize)(void* slot, std::size_t size) = nullptr;

  // --- what is ignored: with this warning, if there is one ---
  std::string_view warning{};
};

// The bound of a range that another field sets.
struct FieldBound {
  std::int64_t (*value)(const Scenario& scenario) = nullptr;
  std::string_view name{};  // of that field, for people
};

struct Field {
  std::string_view path;  // "events[].time"
  const FieldType* type = nullptr;
  std::int64_t low = 0;
  std::int64_t high = 0;
  std::span<const std::string_view> choices{};  // in the order of the enumerators
  bool required = false;                        // whenever the object that holds it is there
  // owner: the Scenario, or the options of its system or workload. index: of the element inside a list. Asked only
  // once the list or object that holds the field is there. Null: an object that is always there, or ignored.
  void* (*slot)(void* owner, std::size_t index) = nullptr;
  std::string_view meaning{};
  // Rows of all owners stand in this order in a file, and those of one order as they are listed.
  unsigned order = 100;
  FieldBound low_bound{};
  FieldBound high_bound{};

  // "events[]." of "events[].time", "" at the top.
  std::string_view parent() const { return path.substr(0, path.size() - key().size()); }
  // "time" of "events[].time".
  std::string_view key() const { return path.substr(path.rfind('.') + 1); }
  bool is(FieldType::Shape shape) const { return type->shape == shape; }
};

// What a value may be.
struct Limits {
  std::int64_t low;
  std::int64_t high;
};
Limits limits(const Field& field, const Scenario& scenario);

// In words: "an integer from 3 to 21".
std::string expectation(const Field& field, const Scenario* scenario = nullptr);

}  // namespace whitewater::scenarios
