// Escapes character by character.
#include "tools/runs/ci_text.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

#include "core/text/concat.hpp"

namespace whitewater::tools {

namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

// How many bytes the character at the beginning has; 0: it is not UTF-8, or XML does not allow it.
std::size_t character_bytes(std::string_view text) {
  struct Form {
    unsigned mask, lead;
    std::size_t bytes;
    std::uint32_t least;
  };
  static constexpr std::array<Form, 4> forms{
      {{0x80, 0x00, 1, 0x20}, {0xE0, 0xC0, 2, 0x80}, {0xF0, 0xE0, 3, 0x800}, {0xF8, 0xF0, 4, 0x10000}}};
  const unsigned first = static_cast<unsigned char>(text.front());
  for (const Form& form : forms) {
    if ((first & form.mask) != form.lead) continue;
    if (text.size() < form.bytes) return 0;
    std::uint32_t code = first & ~form.mask;
    for (std::size_t i = 1; i < form.bytes; ++i) {
      const unsigned next = static_cast<unsigned char>(text[i]);
      if ((next & 0xC0u) != 0x80u) return 0;
      code = code << 6 | (next & 0x3Fu);
    }
    const bool allowed = code >= form.least && code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF) && code != 0xFFFE &&
                         code != 0xFFFF && code != 0x7F;
    return allowed ? form.bytes : 0;
  }
  return 0;
}

std::string_view xml_reference(char c) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\n':
      return "&#10;";
    case '\t':
      return "&#9;";
    case '\r':
      return "&#13;";
    default:
      return {};
  }
}

// property: of a command, whose end a colon marks, and whose fellow a comma.
std::string command_text(std::string_view text, bool property) {
  std::string escaped;
  for (const char c : text) {
    if (c == '%')
      escaped += "%25";
    else if (c == '\r')
      escaped += "%0D";
    else if (c == '\n')
      escaped += "%0A";
    else if (property && c == ':')
      escaped += "%3A";
    else if (property && c == ',')
      escaped += "%2C";
    else
      escaped += c;
  }
  return escaped;
}

}  // namespace

std::string xml_text(std::string_view text) {
  std::string escaped;
  while (!text.empty()) {
    std::size_t bytes = 1;
    if (const std::string_view reference = xml_reference(text.front()); !reference.empty()) {
      escaped += reference;
    } else if (const std::size_t whole = character_bytes(text); whole > 0) {
      escaped += text.substr(0, whole);
      bytes = whole;
    } else {
      escaped += replacement;
    }
    text.remove_prefix(bytes);
  }
  return escaped;
}

std::string github_error(std::string_view title, std::string_view file, std::string_view message) {
  const std::string place = file.empty() ? "" : concat({"file=", command_text(file, true), ","});
  return concat({"::error ", place, "title=", command_text(title, true), "::", command_text(message, false)});
}

}  // namespace whitewater::tools
