// Holds a JSON value to a JSON schema, as far as the schemas of docs/ go: type, const, enum, pattern, minimum,
// required, properties, additionalProperties, items, and $ref to a definition of the same file. A keyword that it does
// not know is a fault, so that no schema promises what no test sees.
#pragma once

#include <algorithm>
#include <array>
#include <regex>
#include <string>
#include <string_view>
#include <vector>

#include "core/wire/json.hpp"

namespace whitewater::tools::testing {

class JsonSchema {
 public:
  explicit JsonSchema(const json::Value& document) : document_(document) {}

  // What is wrong with the value, at which place; empty: nothing. rule: the document, or a part of it.
  std::string complaint(const json::Value& value, const json::Value& rule, const std::string& at = "$") const {
    constexpr std::array<std::string_view, 11> known{"type",    "const",       "enum",       "pattern",
                                                     "minimum", "required",    "properties", "additionalProperties",
                                                     "items",   "description", "$ref"};
    for (const json::Member& member : rule.members())
      if (std::find(known.begin(), known.end(), member.name) == known.end())
        return at + ": the schema says " + std::string(member.name) + ", which nobody checks";
    if (const json::Value* const named = rule.find("$ref")) return complaint(value, definition(*named), at);
    if (!is_of_type(value, rule)) return at + ": of another type";
    if (const json::Value* const only = rule.find("const"); only != nullptr && !(*only == value)) return at + ": const";
    if (const json::Value* const words = rule.find("enum"))
      if (std::none_of(words->elements().begin(), words->elements().end(),
                       [&](const json::Value& word) { return word == value; }))
        return at + ": not one of the words";
    if (const json::Value* const pattern = rule.find("pattern"))
      if (!std::regex_search(std::string(value.as_string()), std::regex(std::string(pattern->as_string()))))
        return at + ": does not match";
    if (value.is(json::Kind::array)) return of_elements(value, rule, at);
    return value.is(json::Kind::object) ? of_members(value, rule, at) : "";
  }

  // The definition that "#/$defs/name" names.
  const json::Value& definition(const json::Value& named) const {
    const std::string name(named.as_string());
    return *document_.find("$defs")->find(name.substr(name.rfind('/') + 1));
  }

 private:
  // From 0 on: the schemas know no other integers.
  static bool is_count(const json::Value& value) {
    return value.is(json::Kind::number) && value.number_text().find_first_not_of("0123456789") == std::string::npos;
  }
  static bool is_of_type(const json::Value& value, const json::Value& rule) {
    const json::Value* const type = rule.find("type");
    if (type == nullptr) return true;
    const std::string_view name = type->as_string();
    return (name == "integer" && is_count(value)) || (name == "string" && value.is(json::Kind::string)) ||
           (name == "boolean" && value.is(json::Kind::boolean)) || (name == "array" && value.is(json::Kind::array)) ||
           (name == "object" && value.is(json::Kind::object));
  }
  std::string of_elements(const json::Value& value, const json::Value& rule, const std::string& at) const {
    const json::Value* const items = rule.find("items");
    for (const json::Value& element : value.elements())
      if (std::string wrong = items == nullptr ? at + ": items" : complaint(element, *items, at + "[]"); !wrong.empty())
        return wrong;
    return "";
  }
  std::string of_members(const json::Value& value, const json::Value& rule, const std::string& at) const {
    const json::Value* const properties = rule.find("properties");
    const json::Value* const others = rule.find("additionalProperties");
    for (const json::Member& member : value.members()) {
      const std::string place = at + "." + std::string(member.name);
      const json::Value* inner = properties != nullptr ? properties->find(member.name) : nullptr;
      if (inner == nullptr && others != nullptr && others->is(json::Kind::object)) inner = others;
      if (inner == nullptr) return place + ": not in the schema";
      if (std::string wrong = complaint(member.value, *inner, place); !wrong.empty()) return wrong;
    }
    if (const json::Value* const required = rule.find("required"))
      for (const json::Value& name : required->elements())
        if (value.find(name.as_string()) == nullptr) return at + ": lacks " + std::string(name.as_string());
    return "";
  }

  const json::Value& document_;
};

}  // namespace whitewater::tools::testing
