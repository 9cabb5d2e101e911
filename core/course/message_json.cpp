// Ids and envelopes of the course's messages: writing and parsing.
#include "core/course/message_json.hpp"

#include "core/wire/json_writer.hpp"

namespace whitewater::course {

namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

Error bad_id(std::string_view field) {
  return {std::string(field), "expected a string of four hex digits"};
}

}  // namespace

bool well_formed_id(std::string_view text) {
  if (text.size() != 4) return false;
  for (const char c : text)
    if (hex_value(c) < 0) return false;
  return true;
}

std::optional<NodeId> node_of(std::string_view text, unsigned replicas) {
  if (!well_formed_id(text)) return std::nullopt;
  unsigned id = 0;
  for (const char c : text) id = id * 16 + static_cast<unsigned>(hex_value(c));
  if (id == no_node.value) return no_node;
  if (id >= replicas) {
    if (id < replicas + client_id_gap || id >= NodeSet::nodes_max + client_id_gap) return std::nullopt;
    id -= client_id_gap;
  }
  return NodeId{static_cast<std::uint16_t>(id)};
}

// --- reading -------------------------------------------------------------------------------------------

namespace {

// Reads an object of plain strings. Anything else makes ok() false.
class PlainReader {
 public:
  explicit PlainReader(std::string_view bytes) : rest_(bytes) {}

  bool ok() const { return ok_; }
  bool at_end() {
    skip_blanks();
    return rest_.empty();
  }
  // Consumes the character if it comes next. Returns true if it did.
  bool take(char c) {
    skip_blanks();
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  void expect(char c) { ok_ = take(c) && ok_; }
  // Reads a string without escapes and without bytes above ASCII, which could be invalid UTF-8.
  std::string_view plain_string() {
    expect('"');
    std::size_t length = 0;
    while (length < rest_.size() && rest_[length] >= 0x20 && rest_[length] != '"' && rest_[length] != '\\') ++length;
    const std::string_view text = rest_.substr(0, length);
    rest_.remove_prefix(length);
    if (rest_.empty() || rest_.front() != '"') ok_ = false;
    if (ok_) rest_.remove_prefix(1);
    return text;
  }

 private:
  void skip_blanks() {
    while (!rest_.empty() &&
           (rest_.front() == ' ' || rest_.front() == '\n' || rest_.front() == '\r' || rest_.front() == '\t'))
      rest_.remove_prefix(1);
  }

  std::string_view rest_;
  bool ok_ = true;
};

}  // namespace

bool MessageText::read_plain(std::string_view bytes) {
  PlainReader reader(bytes);
  reader.expect('{');
  do {
    if (plain_count_ == plain_members_max) return false;
    PlainMember& member = plain_[plain_count_++];
    member.name = reader.plain_string();
    reader.expect(':');
    member.text = reader.plain_string();
  } while (reader.ok() && reader.take(','));
  reader.expect('}');
  return reader.ok() && reader.at_end();
}

Result<MessageText> MessageText::parse(std::string_view bytes) {
  MessageText message;
  if (message.read_plain(bytes)) return checked(std::move(message));
  return parse_any(bytes);
}

Result<MessageText> MessageText::parse_any(std::string_view bytes) {
  constexpr json::ParseOptions options{std::size_t{64} << 20, 64, json::DuplicateKeys::last_wins};
  Result<json::Value> parsed = json::parse(bytes, options);
  if (!parsed.ok()) return parsed.error();
  if (!parsed.value().is(json::Kind::object))
    return Error{"message", "expected an object, found " + std::string(json::kind_name(parsed.value().kind()))};
  MessageText message;
  message.object_ = std::move(parsed.value());
  return checked(std::move(message));
}

Result<MessageText> MessageText::checked(MessageText message) {
  for (const std::string_view field : {"src", "dst", "leader", "type"})
    if (!message.has(field)) return Error{"message", "expected a field \"" + std::string(field) + "\", found none"};
  for (const std::string_view field : {"leader", "dst", "src"}) {
    const std::optional<std::string_view> id = message.text(field);
    if (!id || !well_formed_id(*id)) return bad_id(field);
  }
  if (!message.text("type")) return Error{"type", "expected a string"};
  return message;
}

std::optional<std::string_view> MessageText::text(std::string_view field) const {
  for (std::size_t i = plain_count_; i-- > 0;)
    if (plain_[i].name == field) return plain_[i].text;
  const json::Value* value = object_.find(field);
  if (value == nullptr || !value->is(json::Kind::string)) return std::nullopt;
  return value->as_string();
}

// --- writing -------------------------------------------------------------------------------------------

void append_envelope(std::string& out, std::string_view src, std::string_view dst, std::string_view leader,
                     std::string_view type) {
  out.append("{\"src\":\"").append(src);
  out.append("\",\"dst\":\"").append(dst);
  out.append("\",\"leader\":\"").append(leader);
  out.push_back('"');
  append_field(out, "type", type);
}

void append_field(std::string& out, std::string_view field, std::string_view text) {
  out.push_back(',');
  json::append_string(out, field);
  out.push_back(':');
  json::append_string(out, text);
}

std::string hello(NodeId replica, unsigned replicas) {
  std::string out;
  append_envelope(out, id_text(replica, replicas), nobody_id, nobody_id, "hello");
  out.push_back('}');
  return out;
}

}  // namespace whitewater::course
