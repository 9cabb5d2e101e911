// Peer messages as bytes: every alternative comes back as it was, a few byte strings are fixed for ever, and
// no bytes do harm.
#include "core/kv/peer_codec.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "core/client/request.hpp"
#include "core/raft/peer_message.hpp"
#include "tests/catch.hpp"
#include "tests/property.hpp"
#include "tests/wire/snapshot_chunk.hpp"

using namespace whitewater;
using namespace whitewater::raft;
using kv::PeerCodec;
using raft::PeerMessage;
using whitewater::testing::chunk_of;
using namespace std::string_literals;

namespace {

PayloadRef batch_of(PayloadPool& pool) {
  const Entry entries[] = {{Term{3}, {}},
                           {Term{4}, client::make_put(pool, NodeId{6}, NodeId{1}, "MID", "key", "value")}};
  return make_batch(pool, entries, 2);
}

std::vector<Message> one_of_each(PayloadPool& pool) {
  return {PreVoteRequest{Term{1}, Index{2}, Term{3}},
          PreVoteGranted{Term{1}, Index{2}},
          PreVoteDenied{Term{1}, Index{2}},
          VoteRequest{Term{1}, Index{2}, Term{3}},
          VoteGranted{Term{1}, Index{2}},
          VoteDenied{Term{1}, Index{2}},
          AppendEntries{Term{5}, Index{2}, Term{3}, Index{1}, 77, batch_of(pool)},
          AppendAccepted{Term{5}, Index{6}, 7},
          AppendRejected{Term{5}, Index{6}, Term{4}, Index{3}, 7},
          CommitNotice{Term{5}, Index{6}},
          AppendEntries{Term{5}, Index{2}, Term{3}, Index{1}, 77, {}},
          InstallSnapshot{Term{5}, 77, chunk_of(pool)},
          SnapshotAccepted{Term{5}, Index{2}, 99, 5, 77}};
}

std::string body_of(const PayloadRef& payload) {
  std::string bytes;
  PeerCodec{}.encode(payload, bytes);
  return bytes;
}

}  // namespace

TEST_CASE("every message comes back from its bytes as it was, under its own name") {
  PayloadPool pool;
  const PeerCodec codec;
  const std::vector<Message> messages = one_of_each(pool);
  REQUIRE(messages.size() == codec.type_names().size());
  for (std::size_t i = 0; i < messages.size(); ++i) {
    const PayloadRef payload = make_payload<raft::PeerMessage>(pool, NodeId{2}, messages[i]);
    CHECK(codec.type(payload) == i);
    CHECK(codec.type_names()[i] == message_name(messages[i]));
    CHECK(codec.leader(payload) == NodeId{2});
    const std::string bytes = body_of(payload);
    Result<PayloadRef> back = codec.decode(i, NodeId{2}, bytes, pool);
    REQUIRE(back.ok());
    CHECK(back.value().fold() == payload.fold());
    CHECK(back.value().wire_bytes() == payload.wire_bytes());
    CHECK(body_of(back.value()) == bytes);
    for (std::size_t other = 0; other <= messages.size(); ++other)
      if (other != i) CHECK_FALSE(codec.decode(other, NodeId{2}, bytes, pool).ok());
    for (std::size_t length = 0; length < bytes.size(); ++length)
      CHECK_FALSE(codec.decode(i, NodeId{2}, std::string_view(bytes).substr(0, length), pool).ok());
    CHECK_FALSE(codec.decode(i, NodeId{2}, bytes + '\0', pool).ok());
  }
}

TEST_CASE("the bytes of a few messages are fixed for ever") {
  PayloadPool pool;
  const auto u64 = [](char low) { return std::string(1, low) + std::string(7, '\0'); };
  CHECK(body_of(make_payload<raft::PeerMessage>(pool, no_node, Message{CommitNotice{Term{5}, Index{6}}})) ==
        "\x01\x09"s + u64(5) + u64(6));
  CHECK(body_of(make_payload<raft::PeerMessage>(
            pool, NodeId{1}, Message{AppendEntries{Term{5}, Index{2}, Term{3}, Index{1}, 9, batch_of(pool)}})) ==
        "\x01\x06"s + u64(5) + u64(2) + u64(3) + u64(1) + u64(9) +  //
            "\x02\0\0\0"s + u64(3) + "\0\0\0\0"s +                  // two entries; a no-op of term 3
            u64(4) + "\x13\0\0\0"s +                                // term 4, 19 bytes of command
            "\x01\x06\0\x01\0"s + "\x03MID"s + "\x03key"s + "\x05value"s);
}

TEST_CASE("the fold of a peer message tells messages and leaders apart") {
  PayloadPool pool;
  std::vector<std::uint64_t> folds;
  for (const Message& message : one_of_each(pool))
    for (const NodeId leader : {NodeId{0}, NodeId{1}, no_node})
      folds.push_back(make_payload<raft::PeerMessage>(pool, leader, message).fold());
  std::sort(folds.begin(), folds.end());
  CHECK(std::adjacent_find(folds.begin(), folds.end()) == folds.end());
}

TEST_CASE("any bytes decode to a message or to an error, and a damaged message to one that is canonical") {
  tests::check_property([](const std::string& noise, std::uint8_t type, std::uint16_t position, char value) {
    PayloadPool pool;
    const PeerCodec codec;
    RC_ASSERT(!codec.decode(type % 14u, NodeId{0}, noise, pool).ok() || !noise.empty());
    for (const Message& message : one_of_each(pool)) {
      const PayloadRef payload = make_payload<raft::PeerMessage>(pool, NodeId{0}, message);
      std::string bytes = body_of(payload);
      bytes[position % bytes.size()] = value;
      Result<PayloadRef> back = codec.decode(codec.type(payload), NodeId{0}, bytes, pool);
      if (back) RC_ASSERT(body_of(back.value()) == bytes);
    }
  });
}
