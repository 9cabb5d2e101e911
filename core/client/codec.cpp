// Requests to bytes and back. Every length is checked before it is used.
#include "core/client/codec.hpp"

namespace whitewater::client {

namespace {
// The limit for MID, key and value together. A pool's block can hold much more.
constexpr std::size_t text_bytes_max = std::size_t{1} << 30;
}  // namespace

void encode_request(const Request& request, ByteWriter& bytes) {
  bytes.u8(request.operation == Request::Operation::put ? 1 : 0);
  bytes.u16(request.client.value);
  bytes.u16(request.leader.value);
  bytes.prefixed(request.mid());
  bytes.prefixed(request.key());
  if (request.operation == Request::Operation::put) bytes.prefixed(request.value());
}

Result<PayloadRef> decode_request(ByteReader& bytes, PayloadPool& pool) {
  const std::uint8_t operation = bytes.u8();
  const NodeId client{bytes.u16()};
  const NodeId leader{bytes.u16()};
  const std::string_view mid = bytes.prefixed();
  const std::string_view key = bytes.prefixed();
  const std::string_view value = operation == 1 ? bytes.prefixed() : std::string_view{};
  if (bytes.failed()) return Error{"request", "expected more bytes, found the end"};
  if (operation > 1) return Error{"request", "expected operation 0 or 1, found " + std::to_string(operation)};
  if (mid.size() > 0xFFFF) return Error{"request", "expected a MID of at most 65535 bytes, found a longer one"};
  if (key.size() + value.size() > text_bytes_max)
    return Error{"request", "expected key and value of at most a gibibyte, found more"};
  return operation == 1 ? make_put(pool, client, leader, mid, key, value) : make_get(pool, client, leader, mid, key);
}

}  // namespace whitewater::client
