// A message may hold anything: what is long is left out, or told by its length.
#include "tools/virtual/host/datagram_words.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "core/client/request.hpp"
#include "core/course/message_json.hpp"
#include "core/text/concat.hpp"
#include "core/text/number_text.hpp"
#include "tools/virtual/host/datagram.hpp"
#include "tools/virtual/judge/fields.hpp"

namespace whitewater::tools::virtual_time {

namespace {

constexpr std::size_t details_max = 110;
constexpr std::size_t word_max = 24;
constexpr std::size_t path_max = 40;

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
std::string value_text(const Field& field) {
  const bool a_list = field.kind == json::Kind::array;
  if (a_list) return concat({": ", std::to_string(field.length)});
  return field.text.empty() || field.text.size() > word_max || !plain(field.text) ? "" : " " + field.text;
}

// Of a message of which nothing else can be told: the beginning of its longest field.
std::string raw_text(const std::vector<Field>& fields) {
  const Field* longest = nullptr;
  for (const Field& field : fields)
    if (field.text.size() > word_max && (longest == nullptr || field.text.size() > longest->text.size()))
      longest = &field;
  if (longest == nullptr) return "";
  std::string shown;
  for (const char c : longest->text.substr(0, word_max)) shown += c >= ' ' && c <= '~' ? c : '?';
  return concat({plain(longest->path) ? longest->path.substr(0, word_max) : "?", " '", shown, "...' (",
                 grouped(longest->text.size()), " bytes)"});
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

bool is_mid(std::string_view text) {
  if (text.size() < 2 || (text.front() != 'r' && text.front() != 'c')) return false;
  return std::all_of(text.begin() + 1, text.end(),
                     [](char c) { return (c >= '0' && c <= '9') || c == '.' || c == '-'; });
}

// Of a client's id, the client's node: ids of clients stand apart from those of replicas.
std::optional<NodeId> client_named(std::string_view text) {
  if (!course::well_formed_id(text)) return std::nullopt;
  const std::optional<NodeId> client = course::node_of(text, 1);
  return client && client->valid() && client->value > 0 ? client : std::nullopt;
}

// A MID is a name only together with its client, whose id stands somewhere in the message.
void named_requests(const PayloadRef& payload, const scenarios::CarriedSink& sink) {
  const std::string_view bytes = payload.get_if<Datagram>()->bytes();
  std::vector<std::string_view> mids;
  NodeSet clients;
  for (std::size_t open = bytes.find('"'); open != std::string_view::npos;) {
    const std::size_t close = bytes.find('"', open + 1);
    if (close == std::string_view::npos) break;
    const std::string_view text = bytes.substr(open + 1, close - open - 1);
    if (is_mid(text) && std::find(mids.begin(), mids.end(), text) == mids.end()) mids.push_back(text);
    if (const std::optional<NodeId> client = client_named(text)) clients.insert(*client);
    open = bytes.find('"', close + 1);
  }
  for (const std::string_view mid : mids)
    for (const NodeId client : clients) {
      scenarios::CarriedRequest carried;
      carried.request = client::request_name(client, mid);
      carried.only_named = true;
      sink(carried);
    }
}

constexpr scenarios::PayloadWords payloads[] = {
    {Datagram::payload_kind.number, type_of,
     [](const PayloadRef& payload, unsigned) { return datagram_details(payload.get_if<Datagram>()->bytes()); },
     named_requests},
};

}  // namespace

std::string datagram_details(std::string_view bytes) {
  const Fields read = Fields::read(bytes);
  std::vector<Told> fields;
  for (const Field& field : read.all()) {
    if (of_the_course(field.path) || field.path.size() > path_max || !plain(field.path)) continue;
    std::string text = value_text(field);
    if (!text.empty()) fields.push_back({is_term(field.path), field.path, std::move(text)});
  }
  if (fields.empty()) return raw_text(read.all());
  std::stable_sort(fields.begin(), fields.end(), [](const Told& a, const Told& b) {
    if (a.term != b.term) return a.term;
    const bool shorter = a.term && a.name.size() != b.name.size();
    return shorter ? a.name.size() < b.name.size() : a.name < b.name;
  });
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
