// Fuzz target: any bytes, as the course's JSON and (unless they begin like JSON) as the body of a replica's message,
// whose type the first byte chooses: behind the checksum hardly anything random would ever arrive. Either an error, or
// a payload that encodes and decodes to itself; and the short way of reading JSON agrees with the long one.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "core/base/check.hpp"
#include "core/course/json_codec.hpp"
#include "core/course/message_json.hpp"
#include "core/kv/peer_codec.hpp"

namespace {

using namespace whitewater;
using course::CourseCodec;
using course::MessageText;

void as_json(std::string_view bytes, const kv::PeerCodec& bodies) {
  PayloadPool pool;
  CourseCodec codec(5, bodies);
  const auto quick = MessageText::parse(bytes);
  const auto slow = MessageText::parse_any(bytes);
  check(quick.ok() == slow.ok(), "both ways of reading take the same messages");
  if (!quick.ok()) check(quick.error().text() == slow.error().text(), "both ways of reading find the same wrong");
  if (quick.ok())
    for (const char* field : {"src", "dst", "leader", "type", "MID", "key", "value", "data"})
      check(quick.value().text(field) == slow.value().text(field), "both ways of reading find the same fields");

  const auto decoded = codec.decode(bytes, pool);
  if (!decoded.ok()) return check(!decoded.error().text().empty(), "an error says what is wrong");
  const CourseCodec::Decoded& found = decoded.value();
  std::string again;
  codec.encode(found.address, found.payload, again);
  const auto twice = codec.decode(again, pool);
  check(twice.ok(), "what was encoded can be decoded");
  check(twice.value().payload.fold() == found.payload.fold(), "what was encoded decodes to the same payload");
  check(twice.value().address.from == found.address.from && twice.value().address.to == found.address.to,
        "what was encoded decodes to the same address");
}

void as_body(std::string_view bytes, const kv::PeerCodec& bodies) {
  PayloadPool pool;
  const auto type = static_cast<std::size_t>(static_cast<unsigned char>(bytes[0])) % bodies.type_names().size();
  const auto decoded = bodies.decode(type, NodeId{1}, bytes.substr(1), pool);
  if (!decoded.ok()) return;
  check(bodies.type(decoded.value()) == type, "a body has the type that it was read as");
  std::string again;
  bodies.encode(decoded.value(), again);
  check(again == bytes.substr(1), "equal messages have equal bytes");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const whitewater::kv::PeerCodec bodies;
  as_json(bytes, bodies);
  if (!bytes.empty() && bytes[0] != '{') as_body(bytes, bodies);
  return 0;
}
