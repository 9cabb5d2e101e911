// One pass, byte by byte. A test is an object like others until its history begins.
#include "tools/history/object_stream.hpp"

#include <algorithm>

#include "core/text/concat.hpp"
#include "tools/history/edn.hpp"

namespace whitewater::tools {

namespace {
constexpr std::size_t object_bytes_max = ByteSource::line_bytes_max;

bool opens(int c) {
  return c == '[' || c == '(' || c == '{';
}

bool closes(int c) {
  return c == ']' || c == ')' || c == '}';
}

// Of a word of EDN.
bool ends_word(int c) {
  return c == ByteSource::end || is_edn_space(c) || opens(c) || closes(c) || c == '"' || c == ';';
}
}  // namespace

ObjectStream::ObjectStream(ByteSource& source, Syntax syntax) : source_(source), edn_(syntax == Syntax::edn) {
  for (const char c : std::string_view(edn_ ? "\"\\;[](){}" : "\"[](){}"))
    meaning_[static_cast<unsigned char>(c)] = true;
}

void ObjectStream::take(bool keep) {
  if (keep) object_ += static_cast<char>(static_cast<unsigned char>(source_.peek()));
  source_.take();
}

// Takes a string, including both quotes.
void ObjectStream::take_quoted() {
  take(true);
  while (source_.peek() != ByteSource::end && source_.peek() != '"' && object_.size() <= object_bytes_max) {
    if (source_.peek() == '\\') take(true);
    if (source_.peek() == ByteSource::end) break;
    take(true);
    const std::string_view ready = source_.ready();
    const std::size_t count = std::min(ready.find_first_of("\"\\"), ready.size());
    object_.append(ready.substr(0, count));
    source_.take(count);
  }
  if (source_.peek() != ByteSource::end) take(true);
}

void ObjectStream::take_comment() {
  while (source_.peek() != ByteSource::end && source_.peek() != '\n') source_.take();
}

// What comes behind the history of a test tells nothing of the history. The test ends with its own brace.
void ObjectStream::take_rest_of_test() {
  for (unsigned depth = 1; depth > 0; object_.clear()) {
    take_plain();
    const int c = source_.peek();
    if (c == ByteSource::end) return;
    if (c == '{') ++depth;
    if (c == '}') --depth;
    take_unit(c);
  }
}

// Takes a string, a comment, an escaped character, or one character.
void ObjectStream::take_unit(int c) {
  if (c == '"') return take_quoted();
  if (edn_ && c == ';') return take_comment();
  source_.take();
  if (edn_ && c == '\\' && source_.peek() != ByteSource::end) source_.take();
}

void ObjectStream::close_bracket() {
  if (within_ == 0 || --within_ > 0) return;
  over_ = true;
  if (test_) take_rest_of_test();
}

// Takes a tag, "#name", or "#_" with the element that it discards. "#_ #_" discards two elements.
void ObjectStream::take_tag() {
  std::size_t discarded = 0;
  do {
    const int c = source_.peek();
    if (c == ByteSource::end) return;
    if (c == '#') {
      source_.take();
      const bool discards = source_.peek() == '_';
      if (discards) source_.take(), ++discarded;
      while (!discards && !ends_word(source_.peek())) source_.take();
    } else if (c == ';') {
      take_comment();
    } else if (is_edn_space(c)) {
      source_.take();
    } else {
      take_element();
      --discarded;
    }
  } while (discarded > 0);
}

// Takes a collection, a string or a word of EDN.
void ObjectStream::take_element() {
  if (!opens(source_.peek())) {
    take_unit(source_.peek());
    while (!ends_word(source_.peek())) take_unit(source_.peek());
    return;
  }
  unsigned depth = 0;
  do {
    const int c = source_.peek();
    if (c == ByteSource::end) return;
    if (opens(c)) ++depth;
    if (closes(c)) --depth;
    take_unit(c);
    object_.clear();
  } while (depth > 0);
}

// A file holds one history.
bool ObjectStream::too_many(int c) {
  if (!over_) return false;
  wrong_ = concat({"expected nothing behind the end of the ", test_ ? "test" : "array", ", found '",
                   std::string(1, static_cast<char>(c)), "': a file holds one history"});
  source_.take();  // the complaint is about this line
  return true;
}

// Skips what may be between objects: brackets of an array around them, tags, comments.
bool ObjectStream::find_object() {
  for (int c = source_.peek(); c != ByteSource::end; c = source_.peek()) {
    if (opens(c) && too_many(c)) return false;
    if (c == '{') return true;
    if (edn_ && c == ';') {
      take_comment();
    } else if (edn_ && c == '#') {
      take_tag();
    } else if (is_edn_space(c)) {
      source_.take();
    } else if (c == '[' || (edn_ && c == '(')) {
      source_.take();
      ++within_;
    } else if (c == ']' || (edn_ && c == ')')) {
      source_.take();
      close_bracket();
    } else {
      wrong_ = std::string("expected ") + (edn_ ? "an EDN map" : "a JSON object") + ", found '" +
               std::string(1, c > ' ' && c < 0x7F ? static_cast<char>(c) : '?') + "'";
      source_.take();  // the complaint is about this line
      return false;
    }
  }
  return false;
}

// True if the latest name in the object is the history's.
bool ObjectStream::names_history() const {
  std::string_view text = object_;
  const auto trim = [&text](bool colon) {
    while (!text.empty() && (is_edn_space(text.back()) || (colon && text.back() == ':'))) text.remove_suffix(1);
  };
  trim(!edn_);
  if (!edn_) return text.ends_with("\"history\"") || text.ends_with("\"events\"") || text.ends_with("\"operations\"");
  const std::size_t tag = text.find_last_of("# \n\t,");  // #jepsen.history.Vector [...]
  if (tag != text.npos && text[tag] == '#') text = text.substr(0, tag);
  trim(false);
  return text.ends_with(":history");
}

// Takes all characters until the next one that means something.
void ObjectStream::take_plain() {
  const std::string_view ready = source_.ready();
  std::size_t count = 0;
  while (count < ready.size() && !meaning_[static_cast<unsigned char>(ready[count])]) ++count;
  object_.append(ready.substr(0, count));
  source_.take(count);
}

bool ObjectStream::take_part(int c, unsigned& braces, unsigned& brackets) {
  if (c == '"') {
    take_quoted();
    return true;
  }
  if (edn_ && c == ';') {
    take_comment();
    return true;
  }
  if (edn_ && c == '\\') take(true);
  if (source_.peek() == ByteSource::end) return true;
  if (c == '[' || c == '(') {
    if (braces == 1 && brackets == 0 && first_ && names_history()) return false;
    ++brackets;
  } else if ((c == ']' || c == ')') && brackets > 0) {
    --brackets;
  }
  if (c == '{') ++braces;
  if (c == '}') --braces;
  take(true);
  if (object_.size() == 1) line_ = source_.line();
  return true;
}

// Returns false at the end of the text, at an error, and where the object turns out to be a test.
bool ObjectStream::take_object() {
  unsigned braces = 0, brackets = 0;
  object_.clear();
  do {
    if (!object_.empty()) take_plain();
    const int c = source_.peek();
    if (c == ByteSource::end) {
      torn_ = true;
      return false;
    }
    if (object_.size() > object_bytes_max) {
      wrong_ = "expected an object of at most 64 MiB";
      return false;
    }
    if (!take_part(c, braces, brackets)) {
      test_ = true;
      first_ = false;
      within_ = 0;
      return false;
    }
  } while (braces > 0);
  return true;
}

bool ObjectStream::next(std::string_view& object) {
  for (;;) {
    const bool before = test_;
    if (!find_object()) return false;
    if (take_object()) {
      first_ = false;
      object = object_;
      return true;
    }
    if (before == test_) return false;
  }
}

}  // namespace whitewater::tools
