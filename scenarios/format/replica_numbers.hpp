// The field type of the numbers by which draws know the replicas: [0, 2, 4].
#pragma once

#include <optional>
#include <string>

#include "scenarios/format/field.hpp"

namespace whitewater::scenarios::field_types {

namespace parts {
std::optional<std::string> read_numbers(const Field&, const json::Value&, const Scenario&, void*);
std::string numbers_text(const Field&, const void*);
std::string numbers_words(const Field&, const Scenario*);
std::string numbers_schema(const Field&);
}  // namespace parts

// As many as there are replicas, ascending, within the limits of the row; a std::vector<std::uint16_t>.
inline constexpr FieldType replica_numbers{FieldType::Shape::value, parts::read_numbers, parts::numbers_text,
                                           parts::numbers_words, parts::numbers_schema};

}  // namespace whitewater::scenarios::field_types
