// JsonLine: reads one JSON object on one line, member by member, without building a tree: for files of millions of
// lines. Strings are unescaped, numbers keep their text, and nested values are returned as source text.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace whitewater::tools {

class JsonLine {
 public:
  enum class Kind : std::uint8_t { string, number, other };
  struct Member {
    std::string_view name;   // not unescaped: no name of ours has escapes
    std::string_view value;  // valid until the next call
    Kind kind = Kind::other;
  };

  // text must outlive this object.
  explicit JsonLine(std::string_view text) : text_(text) {}

  // The next member. Nothing: the object has ended, or is malformed.
  std::optional<Member> next();
  // "expected ':' after a name in column 12, found '}'"; empty: no error so far.
  const std::string& wrong() const { return wrong_; }

  // Joins the strings of an array that is given as source text: ["0001","0002"] → "0001 0002".
  static std::string joined(std::string_view array);

 private:
  bool expect(char c, const char* where);
  std::optional<std::string_view> string(std::string& scratch);
  bool unescape(std::string& out);
  bool unescape_unicode(std::string& out);
  std::optional<std::uint32_t> hex4();
  bool skip_value();
  void space();
  std::nullopt_t fail(const std::string& expected);

  std::string_view text_;
  std::size_t at_ = 0;
  bool begun_ = false;
  bool over_ = false;
  std::string name_, value_;  // unescaped texts
  std::string wrong_;
};

}  // namespace whitewater::tools
