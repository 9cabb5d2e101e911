// Rebuilds the objects and lists on the path to the value. A value of another kind on the path is reported, not
// replaced.
#include "scenarios/format/override.hpp"

#include <algorithm>
#include <span>

#include "scenarios/format/value_text.hpp"

namespace whitewater::scenarios {
namespace {

using json::Value;

// Puts leaf at the end of the path, below value. Returns what is in the way, if anything is.
std::optional<std::string> place(Value& value, std::span<const JsonPath::Step> steps, Value leaf);

std::optional<std::string> place_in_object(Value& object, std::span<const JsonPath::Step> steps, Value leaf) {
  if (!object.is(json::Kind::object)) return "expected an object to set a field of, found " + found_text(object);
  const std::string& key = std::get<std::string>(steps.front());
  std::vector<json::Member>& members = object.members();
  const auto member = std::find_if(members.begin(), members.end(), [&](const auto& m) { return m.name == key; });
  if (member != members.end()) return place(member->value, steps.subspan(1), std::move(leaf));
  const bool list = steps.size() > 1 && std::holds_alternative<std::size_t>(steps[1]);
  return place(object.set(key, list ? Value::array() : Value::object()), steps.subspan(1), std::move(leaf));
}

std::optional<std::string> place_in_array(Value& array, std::span<const JsonPath::Step> steps, Value leaf) {
  if (!array.is(json::Kind::array)) return "expected an array to set an element of, found " + found_text(array);
  const std::size_t index = std::get<std::size_t>(steps.front());
  const std::size_t size = array.elements().size();
  if (index > size) return "expected an index from 0 to " + std::to_string(size) + ", found " + std::to_string(index);
  Value changed = Value::array();
  std::optional<std::string> problem;
  for (std::size_t i = 0; i < std::max(size, index + 1); ++i) {
    Value& element = changed.append(i < size ? array.elements()[i] : Value::object());
    if (i == index) problem = place(element, steps.subspan(1), leaf);
  }
  array = std::move(changed);
  return problem;
}

std::optional<std::string> place(Value& value, std::span<const JsonPath::Step> steps, Value leaf) {
  if (steps.empty()) {
    value = std::move(leaf);
    return std::nullopt;
  }
  if (std::holds_alternative<std::string>(steps.front())) return place_in_object(value, steps, std::move(leaf));
  return place_in_array(value, steps, std::move(leaf));
}

}  // namespace

std::string Override::text() const {
  return "--set " + printable(path, 60) + "=" + printable(value, 60);
}

Result<JsonPath> apply_override(json::Value& document, const Override& change) {
  const std::optional<JsonPath> path = JsonPath::parse(change.path);
  constexpr std::size_t steps_max = 16;  // longer than the path of any field; bounds the recursion
  if (!path || path->steps().size() > steps_max)
    return Error{change.text(), "expected a path like replica.reads or events[0].time"};
  Result<Value> parsed = json::parse(change.value);
  Value leaf = parsed ? std::move(parsed.value()) : Value::string(change.value);
  if (const auto problem = place(document, path->steps(), std::move(leaf))) return Error{change.text(), *problem};
  return *path;
}

}  // namespace whitewater::scenarios
