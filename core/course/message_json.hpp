// The course's messages as JSON text: the spelling of ids, and the four fields that every message has. Reading makes
// the checks that the course simulator makes, in the same order. Knows nothing of payloads: see json_codec.hpp.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/error.hpp"
#include "core/base/ids.hpp"
#include "core/text/node_text.hpp"
#include "core/wire/json.hpp"

namespace whitewater::course {

// As dst, FFFF means "everybody"; as leader, FFFF means "not known".
inline constexpr std::string_view nobody_id = "FFFF";
// In messages a node's id is what people read of it everywhere; no_node is FFFF.
inline void append_id(std::string& out, NodeId node, unsigned replicas) {
  append_node(out, node, replicas);
}
inline std::string id_text(NodeId node, unsigned replicas) {
  return node_text(node, replicas);
}

// True if the simulator accepts the text as an id: four hex digits.
bool well_formed_id(std::string_view text);
// The node of an id; no_node for FFFF. Nothing if the id is malformed or names neither a replica nor a client.
std::optional<NodeId> node_of(std::string_view text, unsigned replicas);

// A message that passed the simulator's checks: a JSON object with src, dst and leader well formed, and a type.
class MessageText {
 public:
  // An error is what the simulator would count as `incorrect`. If a field is repeated, the last one counts.
  // The message refers to bytes, which must outlive it.
  static Result<MessageText> parse(std::string_view bytes);
  // The same result for all bytes, but slower: without the fast path for most messages, which are objects of plain
  // strings.
  static Result<MessageText> parse_any(std::string_view bytes);

  std::string_view src() const { return *text("src"); }
  std::string_view dst() const { return *text("dst"); }
  std::string_view leader() const { return *text("leader"); }
  std::string_view type() const { return *text("type"); }
  // The string in that field. Nothing if the field is absent or not a string.
  std::optional<std::string_view> text(std::string_view field) const;
  // All of it. Null: it was read by the fast path, so that it holds nothing but plain strings.
  const json::Value& object() const { return object_; }

 private:
  struct PlainMember {
    std::string_view name;
    std::string_view text;
  };
  static constexpr std::size_t plain_members_max = 12;

  bool read_plain(std::string_view bytes);
  static Result<MessageText> checked(MessageText message);
  bool has(std::string_view field) const { return text(field) || object_.find(field) != nullptr; }

  std::array<PlainMember, plain_members_max> plain_;
  std::size_t plain_count_ = 0;
  json::Value object_;  // used if the message was not read by the fast path
};

// Appends {"src":…,"dst":…,"leader":…,"type":… without the closing brace, so that append_field can continue.
void append_envelope(std::string& out, std::string_view src, std::string_view dst, std::string_view leader,
                     std::string_view type);
void append_field(std::string& out, std::string_view field, std::string_view text);

// The first message that a replica sends on UDP; the simulator learns the replica's port from it.
std::string hello(NodeId replica, unsigned replicas);

}  // namespace whitewater::course
