// The course's messages as JSON text: how ids are spelt, and the four fields that every message has. Reading checks
// what the course simulator checks, in its order. Knows nothing of payloads: see json_codec.hpp.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/error.hpp"
#include "core/base/ids.hpp"
#include "core/wire/json.hpp"

namespace whitewater::course {

// "Everybody" as dst, "not known" as leader.
inline constexpr std::string_view nobody_id = "FFFF";
// Clients are numbered with this gap behind the replicas: 0015 is the first client of five replicas.
inline constexpr unsigned client_id_gap = 16;

// Four upper-case hex digits; no_node is FFFF.
void append_id(std::string& out, NodeId node, unsigned replicas);
std::string id_text(NodeId node, unsigned replicas);

// Whether the simulator takes text for an id: four hex digits.
bool well_formed_id(std::string_view text);
// The node of an id, no_node for FFFF; nothing when it is not well formed or names neither replica nor client.
std::optional<NodeId> node_of(std::string_view text, unsigned replicas);

// A message that passed the simulator's checks: a JSON object with src, dst and leader well formed, and a type.
class MessageText {
 public:
  // An error is what the simulator would count as `incorrect`. Of a repeated field the last one counts.
  static Result<MessageText> parse(std::string_view bytes);

  const std::string& src() const { return *text("src"); }
  const std::string& dst() const { return *text("dst"); }
  const std::string& leader() const { return *text("leader"); }
  const std::string& type() const { return *text("type"); }
  // The string in that field; null when it is absent or no string.
  const std::string* text(std::string_view field) const;

 private:
  explicit MessageText(json::Value object) : object_(std::move(object)) {}

  json::Value object_;
};

// {"src":…,"dst":…,"leader":…,"type":… — without the closing brace, for append_field to go on.
void append_envelope(std::string& out, std::string_view src, std::string_view dst, std::string_view leader,
                     std::string_view type);
void append_field(std::string& out, std::string_view field, std::string_view text);

// What a replica says first on UDP, so that the simulator learns its port.
std::string hello(NodeId replica, unsigned replicas);

}  // namespace whitewater::course
