// The small part of EDN that histories use. EdnMaps splits a stream into its maps, whether the maps are one per line or
// in one vector. EdnCursor iterates over the elements of one map.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "tools/history/history_file.hpp"

namespace whitewater::tools {

struct EdnElement {
  enum class Kind : std::uint8_t { nil, keyword, symbol, number, string, vector, list, map, set };
  Kind kind = Kind::nil;
  std::string_view text;   // the source text, with its brackets, quotes or colon
  std::string_view inner;  // for a string or a collection: the text between the brackets or quotes
};

class EdnCursor {
 public:
  explicit EdnCursor(std::string_view text) : rest_(text) {}

  // The next element; tags are skipped. Nothing: there is no more element, or it is malformed.
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

// The content of a string element, with escapes resolved.
std::string edn_string(const EdnElement& element);

class EdnMaps {
 public:
  explicit EdnMaps(ByteSource& source) : source_(source) {}

  // The text of the next map, without its braces; valid until the next call. False: there is none, or it is malformed.
  bool next(std::string_view& inner);
  const Complaint& wrong() const { return wrong_; }
  // True if the text ended within a map.
  bool torn() const { return torn_; }
  // The line in which that map starts, and the text of the map so far.
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
  std::uint64_t line_ = 0;  // the line in which the map starts
  Complaint wrong_;
  bool torn_ = false;
};

}  // namespace whitewater::tools
