// Raft's binary form: golden bytes, exact round trips of every alternative, and hostile bytes refused cheaply.
#include "core/raft/codec.hpp"

#include <string>
#include <vector>

#include "core/client/codec.hpp"
#include "core/raft/message_fold.hpp"
#include "tests/catch.hpp"
#include "tests/property.hpp"
#include "tests/wire/snapshot_chunk.hpp"

using namespace whitewater;
using namespace whitewater::raft;
using whitewater::testing::chunk_of;
using namespace std::string_literals;

namespace {

class RequestCommands final : public CommandCodec {
 public:
  void encode(const PayloadRef& command, ByteWriter& bytes) const override {
    client::encode_request(*command.get_if<client::Request>(), bytes);
  }
  Result<PayloadRef> decode(ByteReader& bytes, PayloadPool& pool) const override {
    return client::decode_request(bytes, pool);
  }
};

const RequestCommands commands;

std::string encoded(const Message& message) {
  std::string bytes;
  ByteWriter writer(bytes);
  encode_message(message, commands, writer);
  return bytes;
}

std::vector<Message> one_of_each(PayloadPool& pool) {
  const Entry entries[] = {{Term{3}, {}},
                           {Term{4}, client::make_put(pool, NodeId{6}, no_node, "M1", "k", "v")},
                           {Term{5}, client::make_get(pool, NodeId{7}, NodeId{2}, "M2", "")}};
  return {PreVoteRequest{Term{1}, Index{2}, Term{3}},
          PreVoteGranted{Term{1}, Index{2}},
          PreVoteDenied{Term{1}, Index{2}},
          VoteRequest{Term{1}, Index{2}, Term{3}},
          VoteGranted{Term{1}, Index{2}},
          VoteDenied{Term{1}, Index{2}},
          AppendEntries{Term{5}, Index{2}, Term{3}, Index{1}, 77, make_batch(pool, entries, 3)},
          AppendEntries{Term{5}, Index{2}, Term{3}, Index{1}, 77, {}},
          AppendAccepted{Term{5}, Index{6}, 7},
          AppendRejected{Term{5}, Index{6}, Term{4}, Index{3}, 7},
          CommitNotice{Term{5}, Index{6}},
          InstallSnapshot{Term{5}, 77, chunk_of(pool)},
          SnapshotAccepted{Term{5}, Index{6}, 12, 9, 77}};
}

}  // namespace

TEST_CASE("golden bytes of a vote request and of an append with two entries") {
  PayloadPool pool;
  const auto u64 = [](char low) { return std::string(1, low) + std::string(7, '\0'); };
  CHECK(encoded(VoteRequest{Term{1}, Index{2}, Term{3}}) == "\x01\x03"s + u64(1) + u64(2) + u64(3));
  const Entry entries[] = {{Term{3}, {}}, {Term{4}, client::make_put(pool, NodeId{6}, no_node, "MM", "k", "v")}};
  CHECK(encoded(AppendEntries{Term{5}, Index{2}, Term{3}, Index{1}, 9, make_batch(pool, entries, 2)}) ==
        "\x01\x06"s + u64(5) + u64(2) + u64(3) + u64(1) + u64(9) + "\x02\x00\x00\x00"s + u64(3) + "\x00\x00\x00\x00"s +
            u64(4) + "\x0C\x00\x00\x00"s + "\x01\x06\x00\xFF\xFF\x02MM\x01k\x01v"s);
}

TEST_CASE("golden bytes of a chunk of a snapshot, and of its answer") {
  PayloadPool pool;
  const auto u64 = [](char low) { return std::string(1, low) + std::string(7, '\0'); };
  CHECK(encoded(InstallSnapshot{Term{5}, 77, chunk_of(pool)}) == "\x01\x0A"s + u64(5) + u64(77) + u64(3) + u64(2) +
                                                                     u64(11) + u64(7) + u64(12) + u64(9) + u64(4) +
                                                                     "\x05\0\0\0"s + "state");
  CHECK(encoded(SnapshotAccepted{Term{5}, Index{6}, 12, 9, 77}) ==
        "\x01\x0B"s + u64(5) + u64(6) + u64(12) + u64(9) + u64(77));
}

TEST_CASE("every message round trips: the same bytes again, the same fold") {
  PayloadPool pool;
  for (const Message& message : one_of_each(pool)) {
    const std::string bytes = encoded(message);
    Result<Message> decoded = decode_message(bytes, commands, pool);
    REQUIRE(decoded.ok());
    CHECK(decoded.value().index() == message.index());
    CHECK(encoded(decoded.value()) == bytes);
    const auto* append = std::get_if<AppendEntries>(&message);
    if (append != nullptr) CHECK(std::get<AppendEntries>(decoded.value()).entries.fold() == append->entries.fold());
  }
}

TEST_CASE("a message takes the bytes that the core reckons with; a command's are nominal") {
  PayloadPool pool;
  for (const Message& message : one_of_each(pool)) {
    std::size_t nominal = 0;
    std::size_t actual = 0;
    const auto* append = std::get_if<AppendEntries>(&message);
    const auto* batch = append == nullptr ? nullptr : append->entries.get_if<EntryBatch>();
    for (std::uint32_t i = 0; batch != nullptr && i < batch->count; ++i) {
      const PayloadRef& command = (*batch)[i].command;
      if (!command) continue;
      std::string bytes;
      ByteWriter writer(bytes);
      commands.encode(command, writer);
      nominal += command.wire_bytes();
      actual += bytes.size();
    }
    CHECK(encoded(message).size() - actual == message_wire_bytes(message) - nominal);
  }
}

TEST_CASE("every cut and every longer form of a message is refused") {
  PayloadPool pool;
  for (const Message& message : one_of_each(pool)) {
    const std::string bytes = encoded(message);
    for (std::size_t cut = 0; cut < bytes.size(); ++cut)
      CHECK_FALSE(decode_message(std::string_view(bytes).substr(0, cut), commands, pool).ok());
    CHECK_FALSE(decode_message(bytes + '\0', commands, pool).ok());
  }
}

TEST_CASE("another version, kind or a hostile count is refused with a reason") {
  PayloadPool pool;
  const auto refused = [&](const std::string& bytes) { return decode_message(bytes, commands, pool).error().text(); };
  CHECK(refused("\x02\x03"s + std::string(24, '\0')) == "raft message: expected version 1, found 2");
  CHECK(refused("\x01\x0C"s + std::string(24, '\0')) == "raft message: expected a kind of message, found number 12");
  std::string chunk = encoded(InstallSnapshot{Term{5}, 77, chunk_of(pool)});
  chunk[2 + 16 + 40] = 8;  // of the state's nine bytes, so that the chunk ends behind it
  CHECK(refused(chunk) == "raft message: chunk: expected it to end within the snapshot, found a later end");
  CHECK(refused("\x01\x06"s + std::string(40, '\0') + "\xFF\xFF\xFF\xFF"s + std::string(40, '\0')) ==
        "raft message: entries: expected as many as there are bytes for, found a larger count");
  CHECK(refused("\x01\x06"s + std::string(40, '\0') + "\x01\x00\x00\x00"s + std::string(8, '\0') + "\x06\x00\x00\x00"s +
                "\x07\x00\x00\x00\x00\x00"s)
            .find("raft message: request: ") == 0);
}

TEST_CASE("property: any change of a message is refused, or decodes to what those bytes encode") {
  PayloadPool pool;
  const std::vector<Message> messages = one_of_each(pool);
  tests::check_property([&] {
    std::string bytes = encoded(messages[*rc::gen::inRange<std::size_t>(0, messages.size())]);
    const int changes = *rc::gen::inRange(1, 4);
    for (int i = 0; i < changes; ++i)
      bytes[*rc::gen::inRange<std::size_t>(0, bytes.size())] = *rc::gen::arbitrary<char>();
    const Result<Message> decoded = decode_message(bytes, commands, pool);
    if (decoded.ok()) RC_ASSERT(encoded(decoded.value()) == bytes);
  });
}

TEST_CASE("batches and hard state round trip for the disk") {
  PayloadPool pool;
  const std::vector<Message> messages = one_of_each(pool);
  const PayloadRef& batch = std::get<AppendEntries>(messages[6]).entries;
  std::string bytes;
  ByteWriter writer(bytes);
  encode_batch(*batch.get_if<EntryBatch>(), commands, writer);
  CHECK(decode_batch(bytes, commands, pool).value().fold() == batch.fold());
  CHECK_FALSE(decode_batch(bytes.substr(1), commands, pool).ok());

  std::string state_bytes;
  ByteWriter state_writer(state_bytes);
  encode_hard_state({Term{258}, NodeId{3}}, state_writer);
  CHECK(state_bytes == "\x02\x01\x00\x00\x00\x00\x00\x00\x03\x00"s);
  CHECK(decode_hard_state(state_bytes).value().fold() == HardState{Term{258}, NodeId{3}}.fold());
  CHECK_FALSE(decode_hard_state(state_bytes + "x").ok());
}

TEST_CASE("decoding leaves nothing behind in the pool") {
  PayloadPool pool;
  {
    const std::vector<Message> messages = one_of_each(pool);
    const std::string bytes = encoded(messages[6]);
    for (std::size_t cut = 0; cut <= bytes.size(); ++cut)
      (void)decode_message(std::string_view(bytes).substr(0, cut), commands, pool);
  }
  CHECK(pool.blocks_in_use() == 0);
}

TEST_CASE("a chunk of a snapshot round trips for the disk, and every cut of it is refused") {
  PayloadPool pool;
  const PayloadRef chunk = chunk_of(pool);
  std::string bytes;
  ByteWriter writer(bytes);
  encode_chunk(*chunk.get_if<SnapshotChunk>(), writer);
  CHECK(bytes.size() == chunk.wire_bytes());
  const Result<PayloadRef> back = decode_chunk(bytes, commands, pool);
  REQUIRE(back.ok());
  CHECK(back.value().fold() == chunk.fold());
  CHECK(back.value().get_if<SnapshotChunk>()->head == chunk.get_if<SnapshotChunk>()->head);
  for (std::size_t cut = 0; cut < bytes.size(); ++cut)
    CHECK_FALSE(decode_chunk(std::string_view(bytes).substr(0, cut), commands, pool).ok());
}
