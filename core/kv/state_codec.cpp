// A session keeps only the names of its requests. Of a put that is the latest of its key the store has the rest.
#include "core/kv/state_codec.hpp"

#include <string>

#include "core/client/codec.hpp"
#include "core/client/request.hpp"
#include "core/wire/byte_reader.hpp"

namespace whitewater::kv {

namespace {

constexpr std::uint8_t version = 1;

std::optional<Error> decode_store(ByteReader& bytes, PayloadPool& pool, Store& store) {
  const std::uint64_t keys = bytes.varint(bytes.remaining());
  for (std::uint64_t i = 0; i < keys; ++i) {
    const Result<PayloadRef> put = client::decode_request(bytes, pool);
    if (!put) return put.error();
    if (put.value().get_if<client::Request>()->operation != client::Request::Operation::put)
      return Error{"state", "expected a put, found a get"};
    store.put(put.value());
    if (store.size() != i + 1) return Error{"state", "expected each key once, found one again"};
  }
  return std::nullopt;
}

std::optional<Error> decode_sessions(ByteReader& bytes, PayloadPool& pool, Sessions& sessions) {
  const std::uint64_t clients = bytes.varint(bytes.remaining());
  for (std::uint64_t i = 0; i < clients; ++i) {
    const NodeId client{bytes.u16()};
    const std::uint64_t requests = bytes.varint(bytes.remaining());
    if (bytes.ok() && (!client.valid() || requests == 0))
      return Error{"state", "expected a client and its requests, found none"};
    for (std::uint64_t k = 0; k < requests && bytes.ok(); ++k) {
      const std::string_view mid = bytes.prefixed();
      if (mid.size() > 0xFFFF) return Error{"state", "expected a MID of at most 65535 bytes, found a longer one"};
      const PayloadRef request = client::make_put(pool, client, no_node, mid, {}, {});
      if (bytes.ok() && !sessions.note_applied(request.get_if<client::Request>()->name(), request))
        return Error{"state", "expected each MID of a client once, found one again"};
    }
  }
  return std::nullopt;
}

}  // namespace

void encode_state(const Store& store, const Sessions& sessions, ByteWriter& bytes) {
  bytes.u8(version);
  bytes.varint(store.size());
  for (std::size_t i = 0; i < store.size(); ++i) client::encode_request(store.latest_put(i), bytes);
  bytes.varint(sessions.clients());
  for (std::uint32_t i = 0; i < sessions.clients(); ++i) {
    bytes.u16(sessions.remembered(i, 0).client.value);
    bytes.varint(sessions.remembered(i));
    for (std::uint32_t k = 0; k < sessions.remembered(i); ++k) bytes.prefixed(sessions.remembered(i, k).mid());
  }
}

std::optional<Error> decode_state(std::string_view state, PayloadPool& pool, Store& store, Sessions& sessions) {
  check(store.size() == 0 && sessions.size() == 0, "a state is restored into empty hands");
  ByteReader bytes(state);
  if (const std::uint8_t found = bytes.u8(); bytes.ok() && found != version)
    return Error{"state", "expected version 1, found " + std::to_string(found)};
  if (const std::optional<Error> wrong = decode_store(bytes, pool, store)) return wrong;
  if (const std::optional<Error> wrong = decode_sessions(bytes, pool, sessions)) return wrong;
  if (bytes.failed()) return Error{"state", "expected more bytes, found the end"};
  if (!bytes.finished()) return Error{"state", "expected the end, found more bytes"};
  return std::nullopt;
}

}  // namespace whitewater::kv
