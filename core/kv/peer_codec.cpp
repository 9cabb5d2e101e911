// Bodies of peer messages: the names of the message types, and Raft's own codec with client requests as
// commands.
#include "core/kv/peer_codec.hpp"

#include <iterator>
#include <variant>

#include "core/base/check.hpp"
#include "core/client/codec.hpp"
#include "core/raft/peer_message.hpp"

namespace whitewater::kv {

namespace {

// By raft::MessageKind.
constexpr std::string_view names[] = {"pre_vote_request", "pre_vote_granted", "pre_vote_denied", "vote_request",
                                      "vote_granted",     "vote_denied",      "append_entries",  "append_accepted",
                                      "append_rejected",  "commit_notice",    "heartbeat",       "install_snapshot",
                                      "snapshot_accepted"};
static_assert(std::size(names) == std::variant_size_v<raft::Message> + 1, "every kind has a name");

std::size_t type_of(const raft::Message& message) {
  return static_cast<std::size_t>(raft::kind_of(message));
}

const raft::PeerMessage& peer_message(const PayloadRef& payload) {
  const auto* peer = payload.get_if<raft::PeerMessage>();
  check(peer != nullptr, "replicas send each other peer messages");
  return *peer;
}

}  // namespace

void RequestCommandCodec::encode(const PayloadRef& command, ByteWriter& bytes) const {
  const auto* request = command.get_if<client::Request>();
  check(request != nullptr, "a command is a client request");
  client::encode_request(*request, bytes);
}

Result<PayloadRef> RequestCommandCodec::decode(ByteReader& bytes, PayloadPool& pool) const {
  return client::decode_request(bytes, pool);
}

std::span<const std::string_view> PeerCodec::type_names() const {
  return names;
}

BodyCodec::Summary PeerCodec::summary(const PayloadRef& payload) const {
  const raft::PeerMessage& peer = peer_message(payload);
  return {static_cast<std::uint32_t>(type_of(peer.message)), peer.leader};
}

void PeerCodec::encode(const PayloadRef& payload, std::string& bytes) const {
  ByteWriter writer(bytes);
  raft::encode_message(peer_message(payload).message, commands_, writer);
}

Result<PayloadRef> PeerCodec::decode(std::size_t type, NodeId leader, std::string_view bytes, PayloadPool& pool) const {
  Result<raft::Message> message = raft::decode_message(bytes, commands_, pool);
  if (!message) return message.error();
  if (type_of(message.value()) != type) return Error{"", "expected a body of the type that its envelope names"};
  return make_payload<raft::PeerMessage>(pool, leader, std::move(message.value()));
}

}  // namespace whitewater::kv
