// Both spellings use the same two numbers.
#include "core/text/note_text.hpp"

#include <algorithm>

#include "core/text/node_text.hpp"
#include "core/text/number_text.hpp"

namespace whitewater {

namespace {

using Number = NoteWords::Number;

void add_words(std::string& text, bool& first, Number kind, std::string_view label, std::uint64_t value,
               unsigned replicas) {
  if (kind == Number::none || kind == Number::request) return;
  text.append(first ? " " : ", ").append(label).append(" ") += note_number(kind, value, replicas);
  first = false;
}

void add_field(std::string& text, Number kind, std::string_view label, std::uint64_t value, unsigned replicas) {
  if (kind == Number::none) return;
  std::string key(label);
  std::replace(key.begin(), key.end(), ' ', '_');
  text.append(" ").append(key).append("=") += note_number(kind, value, replicas);
}

}  // namespace

std::string note_number(Number kind, std::uint64_t value, unsigned replicas) {
  if (kind == Number::node) return node_text(NodeId{static_cast<std::uint16_t>(value)}, replicas);
  return kind == Number::request ? digest_text(value) : std::to_string(value);
}

std::string note_in_words(const NoteWords& words, std::uint64_t a, std::uint64_t b, unsigned replicas) {
  std::string text(words.name);
  bool first = true;
  add_words(text, first, words.a, words.a_label, a, replicas);
  add_words(text, first, words.b, words.b_label, b, replicas);
  return text;
}

std::string note_in_fields(const NoteWords& words, std::uint64_t a, std::uint64_t b, unsigned replicas) {
  std::string text(words.name);
  add_field(text, words.a, words.a_label, a, replicas);
  add_field(text, words.b, words.b_label, b, replicas);
  return text;
}

}  // namespace whitewater
