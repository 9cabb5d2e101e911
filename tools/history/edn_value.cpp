// The recursion is bounded: an element that is nested too deep is malformed.
#include "tools/history/edn_value.hpp"

#include <algorithm>
#include <charconv>
#include <vector>

#include "tools/history/utf8_text.hpp"

namespace whitewater::tools {

namespace {

using Kind = EdnElement::Kind;

constexpr std::string_view escape_letters = "nrtbf\\\"";
constexpr std::string_view escaped_bytes = "\n\r\t\b\f\\\"";

std::optional<std::uint32_t> hexadecimal(std::string_view digits) {
  std::uint32_t value = 0;
  const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
  if (digits.size() != 4 || code != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return value;
}

// Resolves the escape that begins behind the backslash at `at`, and moves `at` to its last byte.
void append_resolved(std::string_view inner, std::size_t& at, std::string& out) {
  const char c = inner[++at];
  if (const std::size_t found = escape_letters.find(c); found != std::string_view::npos) {
    out += escaped_bytes[found];
  } else if (c == 'u' && hexadecimal(inner.substr(at + 1, 4))) {
    std::uint32_t unit = *hexadecimal(inner.substr(at + 1, 4));
    at += 4;
    if (unit >= 0xD800 && unit < 0xDC00 && inner.substr(at + 1, 2) == "\\u")
      if (const auto low = hexadecimal(inner.substr(at + 3, 4)); low && *low >= 0xDC00 && *low < 0xE000) {
        unit = 0x10000 + ((unit - 0xD800) << 10) + (*low - 0xDC00);
        at += 6;
      }
    append_utf8(out, unit);
  } else if (c >= '0' && c <= '7') {
    std::uint32_t value = 0;
    const std::size_t end = std::min(at + 3, inner.size());
    for (; at < end && inner[at] >= '0' && inner[at] <= '7'; ++at)
      value = value * 8 + static_cast<std::uint32_t>(inner[at] - '0');
    --at;
    append_utf8(out, value);
  } else {
    out.append({'\\', c});
  }
}

// \newline and \u000A are the character \n.
void append_character(std::string_view text, std::string& out) {
  constexpr std::pair<std::string_view, char> names[] = {{"newline", '\n'}, {"return", '\r'},    {"space", ' '},
                                                         {"tab", '\t'},     {"backspace", '\b'}, {"formfeed", '\f'}};
  const std::string_view name = text.substr(1);
  std::string meant(name);
  for (const auto& [word, byte] : names)
    if (name == word) meant = std::string(1, byte);
  if (name.size() == 5 && name.front() == 'u') {
    if (const auto unit = hexadecimal(name.substr(1))) meant.clear(), append_utf8(meant, *unit);
  } else if (name.size() > 1 && name.front() == 'o') {
    std::uint32_t value = 0;
    const auto [end, code] = std::from_chars(name.data() + 1, name.data() + name.size(), value, 8);
    if (code == std::errc{} && end == name.data() + name.size()) meant.clear(), append_utf8(meant, value);
  }
  out += '\\';
  if (meant.size() == 1 && static_cast<unsigned char>(meant.front()) > ' ')
    out += meant;
  else
    append_escaped(meant, out);
}

// #:a{:b 1} is {:a/b 1}.
std::string qualified(std::string_view name_space, std::string spelling, Kind kind) {
  if (name_space.empty() || (kind != Kind::keyword && kind != Kind::symbol)) return spelling;
  const std::size_t name = kind == Kind::keyword ? 1 : 0;
  if (spelling.compare(name, 2, "_/") == 0) return spelling.erase(name, 2);
  if (spelling.find('/') != std::string::npos) return spelling;
  return spelling.insert(name, std::string(name_space) + "/");
}

void join(std::vector<std::string>& parts, bool sorted, std::string_view open, char close, std::string& out) {
  if (sorted) std::sort(parts.begin(), parts.end());
  out += open;
  for (std::size_t i = 0; i < parts.size(); ++i) out.append(i == 0 ? "" : " ") += parts[i];
  out += close;
}

bool append_elements(const EdnElement& element, std::string& out) {
  std::vector<std::string> parts;
  EdnCursor cursor(element.inner);
  while (const auto part = cursor.next())
    if (!append_edn_value(*part, parts.emplace_back())) return false;
  if (cursor.wrong()) return false;
  join(parts, element.kind == Kind::set, element.kind == Kind::set ? "#{" : "[", element.kind == Kind::set ? '}' : ']',
       out);
  return true;
}

bool append_map(const EdnElement& element, std::string_view name_space, std::string& out) {
  std::vector<std::string> parts;
  EdnCursor cursor(element.inner);
  while (const auto key = cursor.next()) {
    const auto value = cursor.next();
    std::string spelling;
    if (!value || !append_edn_value(*key, spelling)) return false;
    spelling = qualified(name_space, std::move(spelling), key->kind) + ' ';
    if (!append_edn_value(*value, spelling)) return false;
    parts.push_back(std::move(spelling));
  }
  if (cursor.wrong()) return false;
  join(parts, true, "{", '}', out);
  return true;
}

// Tags are part of a value. Spaces between tags are not.
void append_tags(std::string_view tags, std::string& out) {
  for (const char c : tags)
    if (!is_edn_space(c)) out += c;
  out += ' ';
}

}  // namespace

void append_escaped(std::string_view plain, std::string& out) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  for (const char c : plain) {
    const auto byte = static_cast<unsigned char>(c);
    if (const std::size_t found = escaped_bytes.find(c); found != std::string_view::npos)
      out.append({'\\', escape_letters[found]});
    else if (byte < ' ' || byte == 0x7F)
      out.append({'\\', 'u', '0', '0', digits[byte >> 4], digits[byte & 15]});
    else
      out += c;
  }
}

std::string edn_string_content(std::string_view inner) {
  std::string plain;
  for (std::size_t at = 0; at < inner.size(); ++at) {
    if (inner[at] == '\\' && at + 1 < inner.size())
      append_resolved(inner, at, plain);
    else
      plain += inner[at];
  }
  std::string content;
  append_escaped(plain, content);
  return content;
}

bool append_edn_value(const EdnElement& element, std::string& out) {
  const bool spaced = element.kind == Kind::map && element.tag.starts_with("#:");
  if (!element.tag.empty() && !spaced) append_tags(element.tag, out);
  switch (element.kind) {
    case Kind::nil:
    case Kind::keyword:
    case Kind::symbol:
      out += element.text;
      return true;
    case Kind::number:
      out += edn_number(element.text);
      return true;
    case Kind::character:
      append_character(element.text, out);
      return true;
    case Kind::string: {
      std::string content = edn_string_content(element.inner);
      if (element.tag == "#uuid")
        std::transform(content.begin(), content.end(), content.begin(),
                       [](char c) { return c >= 'A' && c <= 'F' ? static_cast<char>(c + ('a' - 'A')) : c; });
      out.append("\"").append(content).append("\"");
      return true;
    }
    case Kind::vector:
    case Kind::list:
    case Kind::set:
      return append_elements(element, out);
    case Kind::map:
      return append_map(element, spaced ? element.tag.substr(2) : std::string_view(), out);
  }
  return false;
}

}  // namespace whitewater::tools
