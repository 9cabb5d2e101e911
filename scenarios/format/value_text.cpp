// Shortens a value before converting it, so that a message about a huge value is cheap.
#include "scenarios/format/value_text.hpp"

#include "core/wire/json_writer.hpp"

namespace whitewater::scenarios {
namespace {

constexpr std::size_t found_max = 60;

// Stops at the maximum length, because the value may be huge.
void append_value(std::string& out, const json::Value& value) {
  if (out.size() > found_max) return;
  switch (value.kind()) {
    case json::Kind::null:
      out += "null";
      return;
    case json::Kind::boolean:
      out += value.as_boolean() ? "true" : "false";
      return;
    case json::Kind::number:
      out += std::string_view(value.number_text()).substr(0, found_max + 1);
      return;
    case json::Kind::string:
      json::append_string(out, std::string_view(value.as_string()).substr(0, found_max + 1));
      return;
    case json::Kind::array:
      out += '[';
      for (const json::Value& element : value.elements()) {
        if (&element != &value.elements().front()) out += ", ";
        append_value(out, element);
        if (out.size() > found_max) return;
      }
      out += ']';
      return;
    case json::Kind::object:
      out += '{';
      for (const json::Member& member : value.members()) {
        if (&member != &value.members().front()) out += ", ";
        json::append_string(out, std::string_view(member.name).substr(0, found_max + 1));
        out += ": ";
        append_value(out, member.value);
        if (out.size() > found_max) return;
      }
      out += '}';
      return;
  }
}

}  // namespace

std::string printable(std::string_view text, std::size_t bytes_max) {
  std::string_view kept = text.substr(0, bytes_max);
  // Moves the cut back to the start of a character.
  if (kept.size() < text.size() && (static_cast<unsigned char>(text[kept.size()]) & 0xC0) == 0x80) {
    while (!kept.empty() && (static_cast<unsigned char>(kept.back()) & 0xC0) == 0x80) kept.remove_suffix(1);
    if (!kept.empty()) kept.remove_suffix(1);
  }
  std::string plain;
  for (const char c : kept) plain += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? ' ' : c;
  // The JSON writer replaces invalid UTF-8. Its further escapes are undone here.
  std::string quoted;
  json::append_string(quoted, plain);
  std::string out;
  for (std::size_t i = 1; i + 1 < quoted.size(); ++i) {
    if (quoted[i] == '\\') ++i;
    out += quoted[i];
  }
  return kept.size() < text.size() ? out + "..." : out;
}

std::string found_text(const json::Value& value) {
  std::string text;
  append_value(text, value);
  return printable(text, found_max);
}

}  // namespace whitewater::scenarios
