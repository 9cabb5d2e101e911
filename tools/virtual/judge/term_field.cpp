// What cannot hold such a name is not parsed.
#include "tools/virtual/judge/term_field.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "core/wire/json.hpp"

namespace whitewater::tools::virtual_time {

namespace {

constexpr std::array<std::string_view, 10> names{"term",    "currentterm", "leaderterm", "termid", "termnumber",
                                                 "termnum", "termno",      "myterm",     "epoch",  "raftterm"};

std::string plain(std::string_view name) {
  std::string text;
  for (const char c : name)
    if (c != '_' && c != '-') text += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return text;
}

bool named_term(std::string_view name) {
  return std::find(names.begin(), names.end(), plain(name)) != names.end();
}

std::optional<std::uint64_t> whole_number(const json::Value& value) {
  std::string_view text;
  if (value.is(json::Kind::number)) text = value.number_text();
  if (value.is(json::Kind::string)) text = value.as_string();
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || error != std::errc() || end != text.data() + text.size() || number == UINT64_MAX)
    return std::nullopt;
  return number;
}

std::optional<TermSaid> detected(const json::Value& object, const std::string& before, unsigned depth) {
  for (const json::Member& member : object.members())
    if (named_term(member.name))
      if (const auto number = whole_number(member.value)) return TermSaid{*number, before + member.name};
  if (depth == 0) return std::nullopt;
  for (const json::Member& member : object.members())
    if (member.value.is(json::Kind::object))
      if (auto found = detected(member.value, before + member.name + ".", depth - 1)) return found;
  return std::nullopt;
}

std::optional<TermSaid> at_path(const json::Value& object, std::string_view path) {
  const json::Value* value = &object;
  for (std::string_view rest = path; value != nullptr && !rest.empty();) {
    const std::size_t dot = std::min(rest.find('.'), rest.size());
    value = value->find(rest.substr(0, dot));
    rest.remove_prefix(std::min(dot + 1, rest.size()));
  }
  if (value == nullptr) return std::nullopt;
  const auto number = whole_number(*value);
  return number ? std::optional(TermSaid{*number, std::string(path)}) : std::nullopt;
}

bool may_say(std::string_view message, std::string_view field) {
  const auto holds = [&](std::string_view part) { return message.find(part) != std::string_view::npos; };
  if (!field.empty()) return holds(field.substr(field.rfind('.') == std::string_view::npos ? 0 : field.rfind('.') + 1));
  return holds("erm") || holds("ERM") || holds("poch") || holds("POCH");
}

}  // namespace

std::optional<TermSaid> term_of(std::string_view message, std::string_view field) {
  if (!may_say(message, field)) return std::nullopt;
  constexpr json::ParseOptions options{std::size_t{1} << 20, 64, json::DuplicateKeys::last_wins};
  const Result<json::Value> parsed = json::parse(message, options);
  if (!parsed || !parsed.value().is(json::Kind::object)) return std::nullopt;
  return field.empty() ? detected(parsed.value(), "", 1) : at_path(parsed.value(), field);
}

}  // namespace whitewater::tools::virtual_time
