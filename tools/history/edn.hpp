// EdnCursor iterates over the elements of a text in EDN: the part of EDN that histories use. It knows where an element
// ends, and no more: edn_value.hpp knows which elements are equal.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace whitewater::tools {

struct EdnElement {
  enum class Kind : std::uint8_t { nil, keyword, symbol, number, character, string, vector, list, map, set };
  Kind kind = Kind::nil;
  std::string_view text;   // the source text, with its brackets, quotes or colon, without its tag
  std::string_view inner;  // for a string or a collection: the text between the brackets or quotes
  std::string_view tag;    // "#inst"; several tags: the text from the first to the last; empty: none

  bool sequence() const { return kind == Kind::vector || kind == Kind::list; }
};

class EdnCursor {
 public:
  // Elements may be nested so deep.
  static constexpr unsigned depth_max = 64;

  explicit EdnCursor(std::string_view text) : rest_(text) {}

  // The next element; comments, metadata and discarded elements are skipped. Nothing: there is no more element, or it
  // is malformed.
  std::optional<EdnElement> next();
  bool wrong() const { return wrong_; }
  // The text behind the latest element.
  std::string_view rest() const { return rest_; }

 private:
  void space();
  std::optional<EdnElement> string();
  std::optional<EdnElement> collection(char open);
  std::optional<EdnElement> token();
  std::nullopt_t malformed();

  std::string_view rest_;
  bool wrong_ = false;
};

// EDN counts commas among white space.
bool is_edn_space(int c);

// The single element of a text. Nothing: the text is empty, malformed, or has several elements.
std::optional<EdnElement> only_element(std::string_view text);

}  // namespace whitewater::tools
