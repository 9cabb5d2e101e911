// Incoming: what the course's simulator makes of bytes that a replica sent, before they go anywhere: its checks, in its
// order (docs/course.md), and whom the message names. The same for replicas in real time and in virtual time.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/error.hpp"
#include "core/base/ids.hpp"
#include "core/course/message_json.hpp"

namespace whitewater::course {

// A well-formed id that names no node: as a destination it is incorrect, as a leader it means "none".
inline constexpr NodeId stranger{0xFFFE};
// nodes: replicas and clients. The course compares ids as text, so lower-case digits name nobody.
NodeId node_named(std::string_view id, unsigned replicas, unsigned nodes);

struct Incoming {
  enum class Flaw : std::uint8_t { none, empty, not_utf8, malformed };

  // owner: whose socket the bytes came from. bytes: must outlive this.
  static Incoming read(std::string_view bytes, NodeId owner, unsigned replicas, unsigned nodes);

  bool hello() const { return message.type() == "hello"; }
  // The course's simulator trusts src, where it names a replica. Else a message is from the owner of its socket: a
  // replica that says another one's id is told so, and nobody is cut off or leads by it.
  NodeId from(bool as_the_course = false) const { return as_the_course && claims_other ? src : owner; }

  NodeId owner;
  Flaw flaw = Flaw::none;
  Error error{};  // of a malformed message
  // --- without a flaw ---
  MessageText message{};
  NodeId src = stranger;
  bool claims_other = false;  // src is a replica, and not the owner
  NodeId to = stranger;       // no_node: everybody
  NodeId leader = no_node;
  bool unknown_leader = false;  // it is no replica; `leader` is the stranger then
};

// The beginning of a message from a replica, for people.
std::string excerpt(std::string_view bytes);

}  // namespace whitewater::course
