// What is encoded decodes to the same, for every message that can be drawn, through every codec; and any bytes, as well
// as any damage to what was encoded, give a value or an error. A value that comes of damaged bytes is one that those
// bytes encode.
#include <string>
#include <vector>

#include "core/client/codec.hpp"
#include "core/course/json_codec.hpp"
#include "core/kv/peer_codec.hpp"
#include "core/raft/codec.hpp"
#include "core/raft/peer_message.hpp"
#include "core/wire/frame.hpp"
#include "core/wire/json_writer.hpp"
#include "tests/catch.hpp"
#include "tests/property.hpp"
#include "tests/wire/generated_messages.hpp"

using namespace whitewater;
using namespace whitewater::tests;

namespace {

const kv::RequestCommandCodec commands;

// Bytes changed, cut off, put in or repeated.
std::string damaged(std::string bytes) {
  for (auto left = *rc::gen::inRange(1, 4); left > 0; --left) {
    const auto at = *rc::gen::inRange<std::size_t>(0, bytes.size() + 1);
    switch (*rc::gen::inRange(0, 4)) {
      case 0:
        if (at < bytes.size()) bytes[at] = *rc::gen::arbitrary<char>();
        break;
      case 1:
        bytes.resize(at);
        break;
      case 2:
        bytes.insert(at, drawn_bytes());
        break;
      default:
        bytes += bytes.substr(at, 20);
    }
  }
  return bytes;
}

std::string encoded(const PayloadRef& request) {
  std::string bytes;
  ByteWriter writer(bytes);
  client::encode_request(*request.get_if<client::Request>(), writer);
  return bytes;
}

// All bytes have to be read.
Result<PayloadRef> decoded(std::string_view bytes, PayloadPool& pool) {
  ByteReader reader(bytes);
  Result<PayloadRef> request = client::decode_request(reader, pool);
  if (request && !reader.finished()) return Error{"request", "expected the end, found more bytes"};
  return request;
}

std::string encoded(const raft::Message& message) {
  std::string bytes;
  ByteWriter writer(bytes);
  raft::encode_message(message, commands, writer);
  return bytes;
}

void require_good(const Error& error) {
  RC_ASSERT(!error.message.empty());
}

}  // namespace

TEST_CASE("every request comes back from its bytes as it was") {
  check_property([] {
    PayloadPool pool;
    const PayloadRef request = drawn_request(pool, drawn_node(0, 0xFFFF), drawn_bytes);
    const std::string bytes = encoded(request);
    const Result<PayloadRef> back = decoded(bytes, pool);
    RC_ASSERT(back.ok());
    const auto& before = *request.get_if<client::Request>();
    const auto& after = *back.value().get_if<client::Request>();
    RC_ASSERT(after.client == before.client);
    RC_ASSERT(after.leader == before.leader);
    RC_ASSERT(after.operation == before.operation);
    RC_ASSERT(after.mid() == before.mid());
    RC_ASSERT(after.key() == before.key());
    RC_ASSERT(after.value() == before.value());
    RC_ASSERT(back.value().fold() == request.fold());
    RC_ASSERT(encoded(back.value()) == bytes);
  });
}

TEST_CASE("any bytes are a request or an error") {
  check_property([] {
    PayloadPool pool;
    const std::string bytes = *rc::gen::arbitrary<bool>()
                                  ? drawn_bytes()
                                  : damaged(encoded(drawn_request(pool, drawn_node(0, 20), drawn_bytes)));
    const Result<PayloadRef> back = decoded(bytes, pool);
    if (back)
      RC_ASSERT(encoded(back.value()) == bytes);
    else
      require_good(back.error());
  });
}

TEST_CASE("every message of Raft comes back from its bytes as it was") {
  check_property([] {
    PayloadPool pool;
    const raft::Message message = drawn_message(pool);
    const std::string bytes = encoded(message);
    const Result<raft::Message> back = raft::decode_message(bytes, commands, pool);
    RC_ASSERT(back.ok());
    RC_ASSERT(back.value().index() == message.index());
    RC_ASSERT(raft::message_fold(back.value()) == raft::message_fold(message));
    RC_ASSERT(raft::message_wire_bytes(back.value()) == raft::message_wire_bytes(message));
    RC_ASSERT(encoded(back.value()) == bytes);
  });
}

TEST_CASE("any bytes are a message of Raft or an error") {
  check_property([] {
    PayloadPool pool;
    // Mostly with a good beginning, else nothing gets beyond it.
    std::string bytes = drawn_bytes();
    if (*rc::gen::arbitrary<bool>()) bytes = std::string{'\1', *rc::gen::inRange<char>(0, 11)} + bytes;
    if (*rc::gen::arbitrary<bool>()) bytes = damaged(encoded(drawn_message(pool)));
    const Result<raft::Message> back = raft::decode_message(bytes, commands, pool);
    if (back)
      RC_ASSERT(encoded(back.value()) == bytes);
    else
      require_good(back.error());
  });
}

TEST_CASE("every peer message comes back under its own type, and under no other") {
  check_property([] {
    PayloadPool pool;
    const kv::PeerCodec codec;
    const NodeId leader = drawn_leader();
    const PayloadRef message = make_payload<raft::PeerMessage>(pool, leader, drawn_message(pool));
    std::string bytes;
    codec.encode(message, bytes);
    for (std::size_t type = 0; type <= codec.type_names().size(); ++type) {
      const Result<PayloadRef> back = codec.decode(type, leader, bytes, pool);
      RC_ASSERT(back.ok() == (type == codec.type(message)));
      if (back) RC_ASSERT(back.value().fold() == message.fold());
    }
  });
}

TEST_CASE("batches and hard states come back from a disk as they were, and any bytes are one or an error") {
  check_property([] {
    PayloadPool pool;
    const PayloadRef batch = drawn_entries(pool);
    RC_PRE(static_cast<bool>(batch));
    std::string bytes;
    ByteWriter writer(bytes);
    raft::encode_batch(*batch.get_if<raft::EntryBatch>(), commands, writer);
    const Result<PayloadRef> back = raft::decode_batch(bytes, commands, pool);
    RC_ASSERT(back.ok());
    RC_ASSERT(back.value().fold() == batch.fold());
    const std::string other = damaged(bytes);
    const Result<PayloadRef> of_damaged = raft::decode_batch(other, commands, pool);
    if (of_damaged) {
      std::string again;
      ByteWriter again_writer(again);
      raft::encode_batch(*of_damaged.value().get_if<raft::EntryBatch>(), commands, again_writer);
      RC_ASSERT(again == other);
    }
    const raft::HardState state{{drawn_word()}, *rc::gen::arbitrary<bool>() ? no_node : drawn_node(0, 64)};
    std::string state_bytes;
    ByteWriter state_writer(state_bytes);
    raft::encode_hard_state(state, state_writer);
    RC_ASSERT(raft::decode_hard_state(state_bytes).value().fold() == state.fold());
    const Result<raft::HardState> any = raft::decode_hard_state(drawn_bytes());
    if (!any) require_good(any.error());
  });
}

namespace {

// A cluster of five, and its eight clients.
struct Drawn {
  Codec::Address address;
  PayloadRef payload;
};

Drawn drawn_traffic(PayloadPool& pool) {
  const NodeId replica = drawn_node(0, 5);
  const NodeId client = drawn_node(5, 13);
  switch (*rc::gen::inRange(0, 3)) {
    case 0:
      return {{client, replica, SendKind::request}, drawn_request(pool, client, drawn_text)};
    case 1:
      return {{replica, client, SendKind::reply}, drawn_reply(pool)};
    default:
      return {{replica, drawn_node(0, 5), SendKind::message},
              make_payload<raft::PeerMessage>(pool, drawn_leader(), drawn_message(pool))};
  }
}

void require_value_or_error(const course::CourseCodec& codec, const std::string& bytes, PayloadPool& pool) {
  const Result<course::CourseCodec::Decoded> back = codec.decode(bytes, pool);
  if (!back) {
    require_good(back.error());
    return;
  }
  // A message to everybody is one that replicas of other makes send: ours never writes one.
  const course::CourseCodec::Decoded& read = back.value();
  if (read.address.to == no_node) return;
  const auto* request = read.payload.get_if<client::Request>();
  if (request != nullptr && request->client != read.address.from) RC_FAIL("a request is its sender's");
  std::string again;
  course::CourseCodec writer = codec;
  writer.encode(read.address, read.payload, again);
  const Result<course::CourseCodec::Decoded> twice = codec.decode(again, pool);
  RC_ASSERT(twice.ok());
  RC_ASSERT(twice.value().payload.fold() == read.payload.fold());
}

}  // namespace

TEST_CASE("all that replicas and clients say comes back from the course's JSON as it was") {
  check_property([] {
    PayloadPool pool;
    const kv::PeerCodec bodies;
    course::CourseCodec codec(5, bodies);
    const Drawn drawn = drawn_traffic(pool);
    std::string bytes;
    codec.encode(drawn.address, drawn.payload, bytes);
    const Result<PayloadRef> back = codec.decode(drawn.address, bytes, pool);
    RC_ASSERT(back.ok());
    RC_ASSERT(back.value().fold() == drawn.payload.fold());
    RC_ASSERT(back.value().wire_bytes() == drawn.payload.wire_bytes());
    std::string again;
    codec.encode(drawn.address, back.value(), again);
    RC_ASSERT(again == bytes);
  });
}

TEST_CASE("any bytes, and any object of strings, are a message of the course or an error") {
  check_property([] {
    PayloadPool pool;
    const kv::PeerCodec bodies;
    course::CourseCodec codec(5, bodies);
    require_value_or_error(codec, drawn_bytes(), pool);

    const Drawn drawn = drawn_traffic(pool);
    std::string bytes;
    codec.encode(drawn.address, drawn.payload, bytes);
    require_value_or_error(codec, damaged(bytes), pool);

    std::string text;
    json::Writer writer(text);
    writer.begin_object();
    for (const char* field : {"src", "dst", "leader", "type", "MID", "key", "value", "data"}) {
      if (*rc::gen::inRange(0, 8) == 0) continue;
      writer.key(field).string(*rc::gen::oneOf(
          rc::gen::element<std::string>("0000", "0004", "0015", "001C", "FFFF", "0005", "get", "put", "ok", "redirect",
                                        "fail", "hello", "append_entries", "vote_request", "AQM=", "", "A"),
          rc::gen::exec(drawn_text)));
    }
    writer.end_object();
    require_value_or_error(codec, text, pool);
  });
}

TEST_CASE("frames come back as they were written, and what is damaged is found to be") {
  check_property([](const std::vector<std::string>& payloads) {
    std::string file;
    for (const std::string& payload : payloads) append_frame(file, payload, {1, file.size()});
    const auto require_frames = [&](std::string_view bytes, FrameScanner::Found last) {
      FrameScanner scanner(bytes, {1, 0});
      std::string_view payload;
      std::size_t found = 0;
      FrameScanner::Found what{};
      while ((what = scanner.next(payload)) == FrameScanner::Found::frame) {
        RC_ASSERT(found < payloads.size());
        RC_ASSERT(payload == payloads[found++]);
      }
      RC_ASSERT(what == last || last == FrameScanner::Found::frame);
      RC_ASSERT(scanner.valid_bytes() <= bytes.size());
      if (what == FrameScanner::Found::end) RC_ASSERT(scanner.valid_bytes() == bytes.size());
    };
    require_frames(file, FrameScanner::Found::end);
    if (file.empty()) return;
    // What a crash leaves: frames up to the cut, then the end or a torn one.
    const auto cut = *rc::gen::inRange<std::size_t>(0, file.size());
    require_frames(std::string_view(file).substr(0, cut), FrameScanner::Found::frame);
    // Rot: no frame that comes out was not written.
    std::string rotten = file;
    const auto at = *rc::gen::inRange<std::size_t>(0, file.size());
    rotten[at] = static_cast<char>(rotten[at] ^ *rc::gen::inRange(1, 256));
    FrameScanner scanner(rotten, {1, 0});
    std::string_view payload;
    std::size_t found = 0;
    FrameScanner::Found what{};
    while ((what = scanner.next(payload)) == FrameScanner::Found::frame) RC_ASSERT(payload == payloads[found++]);
    RC_ASSERT(found < payloads.size());
    RC_ASSERT(what == (found + 1 == payloads.size() ? FrameScanner::Found::torn : FrameScanner::Found::corrupt));
  });
}

TEST_CASE("any bytes are frames and an end, and each frame is one that those bytes hold") {
  check_property([] {
    std::string bytes = drawn_bytes();
    std::string whole;
    append_frame(whole, drawn_bytes(), {1, 0});
    bytes = *rc::gen::element(bytes, whole + bytes, bytes + whole, damaged(whole));
    FrameScanner scanner(bytes, {1, 0});
    std::string_view payload;
    std::string written;
    while (scanner.next(payload) == FrameScanner::Found::frame) append_frame(written, payload, {1, written.size()});
    RC_ASSERT(written == bytes.substr(0, scanner.valid_bytes()));
  });
}
