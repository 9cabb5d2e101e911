// The course's JSON, by literal examples; exact round trips; hostile bytes refused.
#include <array>
#include <string>

#include "core/client/request.hpp"
#include "core/course/json_codec.hpp"
#include "core/course/message_json.hpp"
#include "core/wire/byte_reader.hpp"
#include "core/wire/byte_writer.hpp"
#include "tests/catch.hpp"
#include "tests/property.hpp"

using namespace whitewater;
using course::CourseCodec;

namespace {

// A protocol of two messages, "ping" and "pong", each a word.
struct Ball {
  static constexpr PayloadKind payload_kind{900, "ball"};
  NodeId leader;
  bool pong = false;
  std::uint64_t word = 0;
  std::uint64_t fold() const { return hash_words(leader.value, pong ? 1 : 0, word); }
  std::uint32_t wire_bytes() const { return 8; }
};

class BallCodec final : public BodyCodec {
 public:
  std::span<const std::string_view> type_names() const override { return names_; }
  Summary summary(const PayloadRef& payload) const override {
    const auto* ball = payload.get_if<Ball>();
    return {ball->pong ? 1u : 0u, ball->leader};
  }
  void encode(const PayloadRef& payload, std::string& bytes) const override {
    ByteWriter(bytes).u64(payload.get_if<Ball>()->word);
  }
  Result<PayloadRef> decode(std::size_t type, NodeId leader, std::string_view bytes, PayloadPool& pool) const override {
    ByteReader reader(bytes);
    const std::uint64_t word = reader.u64();
    if (!reader.finished()) return Error{"ball", "expected 8 bytes"};
    return make_payload<Ball>(pool, leader, type == 1, word);
  }

  std::array<std::string_view, 2> names_{"ping", "pong"};
};

struct Fixture {
  PayloadPool pool;
  BallCodec bodies;
  CourseCodec codec{5, bodies};

  std::string encoded(const Codec::Address& address, const PayloadRef& payload) {
    std::string bytes;
    codec.encode(address, payload, bytes);
    return bytes;
  }
  std::string refused(std::string_view bytes) {
    const auto decoded = codec.decode(bytes, pool);
    INFO(bytes);
    REQUIRE_FALSE(decoded.ok());
    return decoded.error().text();
  }
};

constexpr Codec::Address client_to_replica{NodeId{5}, NodeId{2}, SendKind::request};
constexpr Codec::Address replica_to_client{NodeId{2}, NodeId{12}, SendKind::reply};
constexpr Codec::Address replica_to_replica{NodeId{0}, NodeId{4}, SendKind::message};

}  // namespace

TEST_CASE("ids are spelt as the course does: clients come sixteen behind the replicas") {
  CHECK(course::id_text(NodeId{0}, 5) == "0000");
  CHECK(course::id_text(NodeId{4}, 5) == "0004");
  CHECK(course::id_text(NodeId{5}, 5) == "0015");
  CHECK(course::id_text(NodeId{12}, 5) == "001C");
  CHECK(course::id_text(no_node, 5) == "FFFF");
  for (std::uint16_t node = 0; node < 64; ++node)
    CHECK(course::node_of(course::id_text(NodeId{node}, 5), 5) == NodeId{node});
  CHECK(course::node_of("FFFF", 5) == no_node);
  for (const char* text : {"", "000", "00000", "000g", "0005", "0014", "0050", "FFFE", " 001"})
    CHECK_FALSE(course::node_of(text, 5).has_value());
}

TEST_CASE_METHOD(Fixture, "requests and replies are the course's JSON, to the letter") {
  CHECK(encoded(client_to_replica, client::make_get(pool, NodeId{5}, no_node, "M1", "k")) ==
        R"({"src":"0015","dst":"0002","leader":"FFFF","type":"get","MID":"M1","key":"k"})");
  CHECK(encoded(client_to_replica, client::make_put(pool, NodeId{5}, NodeId{3}, "M2", "k\"", "v\n")) ==
        R"({"src":"0015","dst":"0002","leader":"0003","type":"put","MID":"M2","key":"k\"","value":"v\n"})");
  CHECK(encoded(replica_to_client, client::make_ok(pool, NodeId{2}, "M")) ==
        R"({"src":"0002","dst":"001C","leader":"0002","type":"ok","MID":"M"})");
  CHECK(encoded(replica_to_client, client::make_ok_value(pool, NodeId{2}, "M", "")) ==
        R"({"src":"0002","dst":"001C","leader":"0002","type":"ok","MID":"M","value":""})");
  CHECK(encoded(replica_to_client, client::make_redirect(pool, NodeId{1}, "M")) ==
        R"({"src":"0002","dst":"001C","leader":"0001","type":"redirect","MID":"M"})");
  CHECK(encoded(replica_to_client, client::make_fail(pool, no_node, "M")) ==
        R"({"src":"0002","dst":"001C","leader":"FFFF","type":"fail","MID":"M"})");
  CHECK(encoded(replica_to_replica, make_payload<Ball>(pool, NodeId{1}, true, std::uint64_t{1})) ==
        R"({"src":"0000","dst":"0004","leader":"0001","type":"pong","data":"2gFqOgEAAAAAAAAA"})");
  CHECK(course::hello(NodeId{3}, 5) == R"({"src":"0003","dst":"FFFF","leader":"FFFF","type":"hello"})");
}

TEST_CASE_METHOD(Fixture, "what the course simulator sends is read: order, spaces and further fields do not matter") {
  const auto decoded = codec.decode(R"({"type": "put", "value": "caf\u00e9", "key": "K", "MID": "X9", )"
                                    R"("leader": "FFFF", "dst": "0002", "src": "0015", "n": [1]})"
                                    "\n",
                                    pool);
  REQUIRE(decoded.ok());
  CHECK(decoded.value().address.from == NodeId{5});
  CHECK(decoded.value().address.to == NodeId{2});
  CHECK(decoded.value().address.kind == SendKind::request);
  const auto* request = decoded.value().payload.get_if<client::Request>();
  REQUIRE(request != nullptr);
  CHECK(request->client == NodeId{5});
  CHECK(request->leader == no_node);
  CHECK(request->mid() == "X9");
  CHECK(request->value() == "caf\xC3\xA9");
}

TEST_CASE_METHOD(Fixture, "every kind of message round trips to the same fold") {
  const std::pair<Codec::Address, PayloadRef> messages[] = {
      {client_to_replica, client::make_get(pool, NodeId{5}, NodeId{4}, "M1", "k")},
      {client_to_replica, client::make_put(pool, NodeId{5}, no_node, "", "", "")},
      {replica_to_client, client::make_ok(pool, NodeId{2}, "M")},
      {replica_to_client, client::make_ok_value(pool, no_node, "M", "")},
      {replica_to_client, client::make_redirect(pool, NodeId{1}, "M")},
      {replica_to_client, client::make_fail(pool, no_node, "M")},
      {replica_to_replica, make_payload<Ball>(pool, no_node, false, UINT64_MAX)},
  };
  for (const auto& [address, payload] : messages) {
    const auto decoded = codec.decode(address, encoded(address, payload), pool);
    REQUIRE(decoded.ok());
    CHECK(decoded.value().kind() == payload.kind());
    CHECK(decoded.value().fold() == payload.fold());
  }
}

TEST_CASE_METHOD(Fixture, "a message that is not what the simulator takes is refused, in its order") {
  CHECK(refused("\xFF").find("line 1") == 0);
  CHECK(refused("{\"src\":\"0000\"").find("line 1") == 0);
  CHECK(refused("[]") == "message: expected an object, found an array");
  CHECK(refused("{}") == "message: expected a field \"src\", found none");
  CHECK(refused(R"({"src":"0","dst":"0","leader":0,"type":0})") == "leader: expected a string of four hex digits");
  CHECK(refused(R"({"src":"0","dst":"0","leader":"FFFF","type":0})") == "dst: expected a string of four hex digits");
  CHECK(refused(R"({"src":"0","dst":"0001","leader":"FFFF","type":0})") == "src: expected a string of four hex digits");
  CHECK(refused(R"({"src":"0000","dst":"0001","leader":"FFFF","type":0})") == "type: expected a string");
}

TEST_CASE_METHOD(Fixture, "a message with a strange type, field or end is refused") {
  CHECK(refused(R"({"src":"FFFF","dst":"0001","leader":"FFFF","type":"ping"})").find("src: ") == 0);
  CHECK(refused(R"({"src":"0000","dst":"0006","leader":"FFFF","type":"ping"})").find("dst: ") == 0);
  CHECK(refused(R"({"src":"0000","dst":"0001","leader":"FFFF","type":"bang"})").find("type: ") == 0);
  CHECK(refused(R"({"src":"0000","dst":"0001","leader":"FFFF","type":"ping"})").find("data: ") == 0);
  CHECK(refused(R"({"src":"0000","dst":"0001","leader":"FFFF","type":"ping","data":"AQ"})").find("data: ") == 0);
  CHECK(refused(R"({"src":"0000","dst":"0001","leader":"FFFF","type":"ping","data":"AQ=="})").find("data: ") == 0);
  CHECK(refused(R"({"src":"0000","dst":"0001","leader":"FFFF","type":"ping","data":"5e7oCgE="})").find("ball: ") == 0);
  CHECK(refused(R"({"src":"0015","dst":"0001","leader":"FFFF","type":"get","MID":1,"key":"k"})").find("MID: ") == 0);
  CHECK(refused(R"({"src":"0015","dst":"0001","leader":"FFFF","type":"put","MID":"1","key":"k"})").find("value: ") ==
        0);
  const std::string long_mid(70'000, 'M');
  CHECK(refused(R"({"src":"0000","dst":"0015","leader":"FFFF","type":"ok","MID":")" + long_mid + "\"}").find("MID: ") ==
        0);
}

TEST_CASE_METHOD(Fixture, "a message from another link is refused; a broadcast fits every replica") {
  const std::string ping = R"({"src":"0000","dst":"0004","leader":"0008","type":"ping","data":"8yfV9AEAAAAAAAAA"})";
  const auto decoded = codec.decode(replica_to_replica, ping, pool);
  REQUIRE(decoded.ok());
  CHECK(decoded.value().get_if<Ball>()->leader == no_node);  // 0008 is nobody among five replicas
  CHECK_FALSE(codec.decode({NodeId{1}, NodeId{4}, SendKind::message}, ping, pool).ok());
  CHECK_FALSE(codec.decode({NodeId{0}, NodeId{3}, SendKind::message}, ping, pool).ok());
  CHECK_FALSE(codec.decode({NodeId{0}, NodeId{4}, SendKind::request}, ping, pool).ok());
  const std::string all = R"({"src":"0000","dst":"FFFF","leader":"FFFF","type":"ping","data":"J0YFMgEAAAAAAAAA"})";
  CHECK(codec.decode({NodeId{0}, NodeId{3}, SendKind::message}, all, pool).ok());
}

TEST_CASE_METHOD(Fixture, "a replica's message in which anything was changed is not believed") {
  const std::string whole = encoded(replica_to_replica, make_payload<Ball>(pool, NodeId{1}, true, std::uint64_t{1}));
  unsigned changes = 0;
  for (std::size_t at = 0; at < whole.size(); ++at)
    for (const char c : {'0', '2', '3', 'A', 'i', 'q'}) {
      std::string changed = whole;
      changed[at] = c;
      if (changed == whole) continue;
      ++changes;
      INFO(changed);
      CHECK_FALSE(codec.decode(changed, pool).ok());
    }
  CHECK(changes > 400);
  std::string relabelled = whole;
  relabelled.replace(relabelled.find("pong"), 4, "ping");
  CHECK(refused(relabelled) == "data: expected bytes that match the checksum, found others");
}

TEST_CASE_METHOD(Fixture, "a protocol may not take the course's own type names") {
  bodies.names_[0] = "redirect";
  CHECK_THROWS_AS(CourseCodec(5, bodies), CheckFailure);
}

namespace {

using course::MessageText;

bool same(const Result<MessageText>& a, const Result<MessageText>& b) {
  if (a.ok() != b.ok()) return false;
  if (!a.ok()) return a.error().text() == b.error().text();
  for (const char* field : {"src", "dst", "leader", "type", "MID", "key", "value", "data", "", "n"})
    if (a.value().text(field) != b.value().text(field)) return false;
  return true;
}

}  // namespace

TEST_CASE("the short way reads exactly what the long way reads") {
  const std::string envelope = R"("src":"0015","dst":"0002","leader":"FFFF","type":"put")";
  for (const std::string& text : {
           "{" + envelope + R"(,"MID":"m","key":"k","value":"v"})",
           " \t{ " + envelope + R"( , "MID" : "m" } )" + "\r\n",
           "{" + envelope + R"(,"src":"0016","src":"0017"})",
           "{" + envelope + R"(,"n":1})",
           "{" + envelope + R"(,"key":"a\u0041b","value":"\n"})",
           "{" + envelope + ",\"key\":\"caf\xC3\xA9\",\"value\":\"\xFF\"}",
           "{" + envelope + ",\"key\":\"\x7F\"}",
           "{" + envelope + ",\"key\":\"\x1F\"}",
           "{" + envelope + ",}",
           "{" + envelope + "} x",
           "{" + envelope + "}}",
           "{" + envelope,
           "{" + envelope + R"(,"key":"open)",
           std::string(R"({"src":"0015","dst":"0002","leader":"FFFF"})"),
           std::string(R"({"src":"0015","dst":"2","leader":"FFFF","type":""})"),
           std::string("{}"),
           std::string(),
           "{" + envelope + R"(,"a":"","b":"","c":"","d":"","e":"","f":"","g":"","h":"","i":"","n":"last"})",
       }) {
    INFO(text);
    CHECK(same(MessageText::parse(text), MessageText::parse_any(text)));
  }
}

TEST_CASE("property: the short way and the long way agree on any change of a message") {
  Fixture f;
  const std::string whole = f.encoded(client_to_replica, client::make_put(f.pool, NodeId{5}, NodeId{3}, "M", "k", "v"));
  tests::check_property([&] {
    std::string bytes = whole.substr(0, *rc::gen::inRange<std::size_t>(whole.size() - 3, whole.size() + 1));
    const int changes = *rc::gen::inRange(0, 4);
    for (int i = 0; i < changes; ++i)
      bytes[*rc::gen::inRange<std::size_t>(0, bytes.size())] =
          *rc::gen::oneOf(rc::gen::arbitrary<char>(), rc::gen::elementOf(std::string("\"\\{}:, \n\x1f\x7f")));
    RC_ASSERT(same(MessageText::parse(bytes), MessageText::parse_any(bytes)));
  });
}

TEST_CASE("property: any change of a message is refused or read, never a crash") {
  Fixture f;
  const std::string whole = f.encoded(client_to_replica, client::make_put(f.pool, NodeId{5}, NodeId{3}, "M", "k", "v"));
  tests::check_property([&] {
    std::string bytes = whole.substr(0, *rc::gen::inRange<std::size_t>(whole.size() - 3, whole.size() + 1));
    const int changes = *rc::gen::inRange(0, 3);
    for (int i = 0; i < changes; ++i)
      bytes[*rc::gen::inRange<std::size_t>(0, bytes.size())] = *rc::gen::arbitrary<char>();
    const auto decoded = f.codec.decode(bytes, f.pool);
    if (!decoded.ok()) RC_ASSERT(!decoded.error().message.empty());
  });
  REQUIRE(f.pool.blocks_in_use() == 0);
}
