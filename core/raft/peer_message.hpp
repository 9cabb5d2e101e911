// PeerMessage: the payload that one replica sends to another: a Raft message, and the node that the sender believes to
// lead. Raft itself does not read that leader; state machines, hosts and observers may. Raft makes the payload where it
// decides to send, so a message is built once.
#pragma once

#include <cstdint>
#include <utility>
#include <variant>

#include "core/base/ids.hpp"
#include "core/base/payload.hpp"
#include "core/raft/message_fold.hpp"

namespace whitewater::raft {

struct PeerMessage {
  static constexpr PayloadKind payload_kind{32, "peer_message"};
  // The nominal size of an envelope around the body: source, destination, leader and type.
  static constexpr std::uint32_t envelope_bytes = 64;

  NodeId leader;  // no_node: not known
  Message message;

  std::uint64_t fold() const { return message_fold(message) + leader.value * 0x9FB21C651E98DF25ull; }
  bool owns_nothing() const {
    if (const auto* append = std::get_if<AppendEntries>(&message)) return !append->entries;
    return !std::holds_alternative<InstallSnapshot>(message);
  }
  std::uint32_t wire_bytes() const { return envelope_bytes + message_wire_bytes(message); }
};

}  // namespace whitewater::raft
