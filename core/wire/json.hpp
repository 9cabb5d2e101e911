// JSON as a small tree: null, boolean, number, string, array, object. Numbers keep their text, so that a
// decimal is read into an integer without ever being a floating-point value (see number.hpp); members keep
// their order. Parsing is bounded in size and depth: any bytes give a value or an error that says where.
// Knows nothing of what a document means.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.hpp"

namespace whitewater::json {

enum class Kind : std::uint8_t { null, boolean, number, string, array, object };

// "an object", "a number" …: for messages that say what was expected and what was found.
std::string_view kind_name(Kind kind);

struct Member;

class Value {
 public:
  Value();  // null
  Value(const Value&);
  Value(Value&&) noexcept;
  Value& operator=(const Value&);
  Value& operator=(Value&&) noexcept;
  ~Value();  // recursive: as deep as the value, which the parser bounds

  static Value boolean(bool value);
  static Value number(std::string text);  // text must be a JSON number
  static Value string(std::string text);
  static Value array();
  static Value object();

  Kind kind() const { return kind_; }
  bool is(Kind kind) const { return kind_ == kind; }

  // Each checks the kind: asking for the wrong one is broken reasoning.
  bool as_boolean() const;
  const std::string& number_text() const;  // as written but for integers of 64 bits, which lose "-0"
  const std::string& as_string() const;
  const std::vector<Value>& elements() const;
  const std::vector<Member>& members() const;  // in the order of the text

  // The member of that name; null when there is none or this is no object.
  const Value* find(std::string_view name) const;

  Value& append(Value element);               // to an array; returns the element in place
  Value& set(std::string name, Value value);  // appends a member; the caller keeps names unique
  std::vector<Member>& members();

  friend bool operator==(const Value& a, const Value& b);

 private:
  Kind kind_ = Kind::null;
  bool boolean_ = false;
  std::string text_;
  std::vector<Value> elements_;
  std::vector<Member> members_;
};

struct Member {
  std::string name;
  Value value;
  friend bool operator==(const Member&, const Member&) = default;
};

enum class DuplicateKeys : std::uint8_t {
  reject,     // an object that names a key twice is an error: files that people write
  last_wins,  // the later one replaces the earlier: what most programs' parsers do
};

struct ParseOptions {
  std::size_t bytes_max = std::size_t{64} << 20;
  std::size_t depth_max = 64;  // of arrays and objects within each other
  DuplicateKeys duplicates = DuplicateKeys::reject;
};

// The one value that text holds, nothing but white space around it. An error's `where` is
// "line 3, column 7" or, for a repeated key, the path of the object: "$.events[0]".
Result<Value> parse(std::string_view text, const ParseOptions& options = {});

}  // namespace whitewater::json
