// A message may hold anything: what is long is left out, or told by its length.
#include "tools/virtual/host/datagram_words.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "core/text/concat.hpp"
#include "core/wire/json.hpp"
#include "tools/virtual/host/datagram.hpp"

namespace whitewater::tools::virtual_time {

namespace {

constexpr std::size_t details_max = 110;
constexpr std::size_t word_max = 24;

bool plain(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

// Of a term, whatever it is called: "term", "currentTerm", "prev_log_term".
bool is_term(std::string_view name) {
  return name.size() >= 4 && (name.ends_with("term") || name.ends_with("Term") || name.ends_with("TERM"));
}
bool of_the_course(std::string_view name) {
  constexpr std::array<std::string_view, 4> names{"src", "dst", "leader", "type"};
  return std::find(names.begin(), names.end(), name) != names.end();
}

// Empty: it is too long to tell.
std::string value_text(const json::Value& value) {
  switch (value.kind()) {
    case json::Kind::boolean:
      return value.as_boolean() ? " true" : " false";
    case json::Kind::number:
      return value.number_text().size() <= word_max ? " " + value.number_text() : "";
    case json::Kind::string:
      return value.as_string().size() <= word_max && plain(value.as_string()) ? " " + value.as_string() : "";
    case json::Kind::array:
      return concat({": ", std::to_string(value.elements().size())});
    case json::Kind::null:
    case json::Kind::object:
      break;
  }
  return "";
}

struct Told {
  bool term = false;
  std::string_view name;
  std::string value;
};

std::string_view type_of(const PayloadRef& payload) {
  const std::string_view type = payload.get_if<Datagram>()->type_text();
  return type.empty() || type.size() > word_max || !plain(type) ? "message" : type;
}

constexpr scenarios::PayloadWords payloads[] = {
    {Datagram::payload_kind.number, type_of,
     [](const PayloadRef& payload, unsigned) { return datagram_details(payload.get_if<Datagram>()->bytes()); }},
};

}  // namespace

std::string datagram_details(std::string_view bytes) {
  const Result<json::Value> value = json::parse(bytes);
  if (!value || !value.value().is(json::Kind::object)) return "";
  std::vector<Told> fields;
  for (const json::Member& member : value.value().members()) {
    if (of_the_course(member.name) || member.name.size() > word_max || !plain(member.name)) continue;
    std::string text = value_text(member.value);
    if (!text.empty()) fields.push_back({is_term(member.name), member.name, std::move(text)});
  }
  std::stable_sort(fields.begin(), fields.end(),
                   [](const Told& a, const Told& b) { return a.term != b.term ? a.term : a.name < b.name; });
  std::string details;
  for (const Told& field : fields) {
    const std::string part = concat({details.empty() ? "" : ", ", field.name, field.value});
    if (details.size() + part.size() > details_max) return details + ", ...";
    details += part;
  }
  return details;
}

constexpr scenarios::Vocabulary datagram_vocabulary{payloads, {}};

}  // namespace whitewater::tools::virtual_time
