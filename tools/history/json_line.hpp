// JsonLine: reads one JSON object, mostly on one line, member by member, without building a tree: for files of millions
// of lines. Strings are unescaped, numbers keep their text, and nested values are returned as source text.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "tools/history/json_text.hpp"

namespace whitewater::tools {

class JsonLine : public JsonText {
 public:
  enum class Kind : std::uint8_t { string, number, other };
  struct Member {
    std::string_view name;   // not unescaped: no name of ours has escapes
    std::string_view value;  // valid until the next call
    Kind kind = Kind::other;
  };

  // text must outlive this object.
  explicit JsonLine(std::string_view text) : JsonText(text) {}

  // The next member. Nothing: the object has ended, or is malformed.
  std::optional<Member> next();

  // Joins the strings of an array that is given as source text: ["0001","0002"] → "0001 0002".
  static std::string joined(std::string_view array);

 private:
  bool skip_value();

  bool begun_ = false;
  bool over_ = false;
  std::string name_, value_;  // unescaped texts
};

}  // namespace whitewater::tools
