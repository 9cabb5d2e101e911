// JsonText: the parts that JsonLine and JsonValue have in common: white space, strings, and what was expected where.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace whitewater::tools {

class JsonText {
 public:
  // text must outlive this object.
  explicit JsonText(std::string_view text) : text_(text) {}

  // "expected ':' after a name in column 12, found '}'"; empty: no error so far.
  const std::string& wrong() const { return wrong_; }

 protected:
  void space();
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool expect(char c, const char* where);
  // A string, unescaped. Returns a view of the text if there is nothing to unescape.
  std::optional<std::string_view> string(std::string& scratch);
  std::nullopt_t fail(const std::string& expected);

  std::string_view text_;
  std::size_t at_ = 0;

 private:
  bool unescape(std::string& out);
  bool unescape_unicode(std::string& out);
  std::optional<std::uint32_t> hex4();

  std::string wrong_;
};

}  // namespace whitewater::tools
