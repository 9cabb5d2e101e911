// JSON as a small tree: null, boolean, number, string, array, object. Numbers keep their text, so that a decimal
// becomes an integer without ever being a floating-point value (core/text/decimal.hpp). Members keep their order.
// Parsing is bounded in size and depth: any bytes give a value or an error that says where.
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

// "an object", "a number" …: for messages of the form "expected …, found …".
std::string_view kind_name(Kind kind);

struct Member;

class Value {
 public:
  Value();  // null
  Value(const Value&);
  Value(Value&&) noexcept;
  Value& operator=(const Value&);
  Value& operator=(Value&&) noexcept;
  ~Value();  // recursive, as deep as the value; the parser bounds the depth

  static Value boolean(bool value);
  static Value number(std::string text);  // text must be a JSON number
  static Value string(std::string text);
  static Value array();
  static Value object();

  Kind kind() const { return kind_; }
  bool is(Kind kind) const { return kind_ == kind; }

  // Each accessor checks the kind: a caller that asks for the wrong kind has a bug.
  bool as_boolean() const;
  const std::string& number_text() const;  // as in the source text, except that 64-bit integers lose "-0"
  const std::string& as_string() const;
  const std::vector<Value>& elements() const;
  const std::vector<Member>& members() const;  // in the order of the source text

  // The member of that name. Null if the member is absent or this value is not an object.
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
  reject,     // an object with the same key twice is an error; for files that people write
  last_wins,  // the later member replaces the earlier one, as most programs' parsers do
};

struct ParseOptions {
  std::size_t bytes_max = std::size_t{64} << 20;
  std::size_t depth_max = 64;  // how deep arrays and objects may be nested
  DuplicateKeys duplicates = DuplicateKeys::reject;
};

// Parses a text that holds exactly one value, with only white space around it. The `where` of an error is
// "line 3, column 7" or, for a repeated key, the path of the object: "$.events[0]".
Result<Value> parse(std::string_view text, const ParseOptions& options = {});

}  // namespace whitewater::json
