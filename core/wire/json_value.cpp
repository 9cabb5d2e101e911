// Access to the content of a JSON value, with a check of its kind, and the names of the kinds.
#include <array>

#include "core/base/check.hpp"
#include "core/wire/json.hpp"

namespace whitewater::json {

std::string_view kind_name(Kind kind) {
  constexpr std::array<std::string_view, 6> names{"null", "a boolean", "a number", "a string", "an array", "an object"};
  return names[static_cast<std::size_t>(kind)];
}

// Defined here and not in the header, because Member is incomplete in the header.
Value::Value() = default;
Value::Value(const Value&) = default;
Value::Value(Value&&) noexcept = default;
Value& Value::operator=(const Value&) = default;
Value& Value::operator=(Value&&) noexcept = default;
Value::~Value() = default;

Value Value::boolean(bool value) {
  Value made;
  made.kind_ = Kind::boolean;
  made.boolean_ = value;
  return made;
}

Value Value::number(std::string text) {
  Value made;
  made.kind_ = Kind::number;
  made.text_ = std::move(text);
  return made;
}

Value Value::string(std::string text) {
  Value made;
  made.kind_ = Kind::string;
  made.text_ = std::move(text);
  return made;
}

Value Value::array() {
  Value made;
  made.kind_ = Kind::array;
  return made;
}

Value Value::object() {
  Value made;
  made.kind_ = Kind::object;
  return made;
}

bool Value::as_boolean() const {
  check(kind_ == Kind::boolean, "only a JSON boolean is asked for its truth");
  return boolean_;
}

const std::string& Value::number_text() const {
  check(kind_ == Kind::number, "only a JSON number is asked for its digits");
  return text_;
}

const std::string& Value::as_string() const {
  check(kind_ == Kind::string, "only a JSON string is asked for its text");
  return text_;
}

const std::vector<Value>& Value::elements() const {
  check(kind_ == Kind::array, "only a JSON array is asked for its elements");
  return elements_;
}

const std::vector<Member>& Value::members() const {
  check(kind_ == Kind::object, "only a JSON object is asked for its members");
  return members_;
}

std::vector<Member>& Value::members() {
  check(kind_ == Kind::object, "only a JSON object is asked for its members");
  return members_;
}

const Value* Value::find(std::string_view name) const {
  for (const Member& member : members_)
    if (member.name == name) return &member.value;
  return nullptr;
}

Value& Value::append(Value element) {
  check(kind_ == Kind::array, "only a JSON array is given elements");
  elements_.push_back(std::move(element));
  return elements_.back();
}

Value& Value::set(std::string name, Value value) {
  check(kind_ == Kind::object, "only a JSON object is given members");
  members_.push_back({std::move(name), std::move(value)});
  return members_.back().value;
}

bool operator==(const Value& a, const Value& b) {
  return a.kind_ == b.kind_ && a.boolean_ == b.boolean_ && a.text_ == b.text_ && a.elements_ == b.elements_ &&
         a.members_ == b.members_;
}

}  // namespace whitewater::json
