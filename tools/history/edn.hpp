// The little of EDN that histories are written in. EdnMaps cuts a stream into its maps, whether they stand a line each
// or in one vector; EdnCursor goes through the elements of one.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "tools/history/history_file.hpp"

namespace whitewater::tools {

struct EdnElement {
  enum class Kind : std::uint8_t { nil, keyword, symbol, number, string, vector, list, map, set };
  Kind kind = Kind::nil;
  std::string_view text;   // as it stands, with its brackets, quotes or colon
  std::string_view inner;  // of a string or a collection: what is between them
};

class EdnCursor {
 public:
  explicit EdnCursor(std::string_view text) : rest_(text) {}

  // The next element; tags are passed over. Nothing: there is none, or it is wrong.
  std::optional<EdnElement> next();
  bool wrong() const { return wrong_; }

 private:
  void space();
  std::optional<EdnElement> string();
  std::optional<EdnElement> collection(char open);
  std::optional<EdnElement> token();

  std::string_view rest_;
  bool wrong_ = false;
};

// The content of a string element, escapes resolved.
std::string edn_string(const EdnElement& element);

class EdnMaps {
 public:
  explicit EdnMaps(ByteSource& source) : source_(source) {}

  // The text of the next map, without its braces; good until the next call. False: there is none, or it is wrong.
  bool next(std::string_view& inner);
  const Complaint& wrong() const { return wrong_; }
  // The text ended within a map.
  bool torn() const { return torn_; }
  // In which line that map begins, and its text so far.
  std::uint64_t torn_line() const { return line_; }
  std::string_view torn_text() const { return map_; }

 private:
  bool find_map();
  bool take_map();
  void take(bool keep);
  void take_quoted(bool keep);
  void take_comment();

  ByteSource& source_;
  std::string map_;
  std::uint64_t line_ = 0;  // in which it begins
  Complaint wrong_;
  bool torn_ = false;
};

}  // namespace whitewater::tools
