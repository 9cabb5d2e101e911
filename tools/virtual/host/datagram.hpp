// Datagram: a message between two replica processes as a payload: its bytes, and what the course's rules read of it.
#pragma once

#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>

#include "core/base/hash.hpp"
#include "core/base/ids.hpp"
#include "core/base/payload.hpp"

namespace whitewater::tools::virtual_time {

struct Datagram {
  static constexpr PayloadKind payload_kind{64, "datagram"};

  NodeId leader;           // whom its sender names; no_node: nobody
  std::uint32_t type = 0;  // a number of its cluster's MessageTypes
  std::uint32_t size = 0;
  std::uint32_t type_at = 0;  // where its type stands in the bytes
  std::uint32_t type_size = 0;
  std::optional<std::uint64_t> term;  // that it says of its sender

  std::string_view bytes() const { return {reinterpret_cast<const char*>(this + 1), size}; }
  // Empty: it is spelled with escapes.
  std::string_view type_text() const { return bytes().substr(type_at, type_size); }
  std::uint64_t fold() const { return hash_bytes(bytes()); }
  std::uint32_t wire_bytes() const { return size; }
};

// The type that stands in the bytes of a message. Empty: it is spelled with escapes.
std::string_view type_in(std::string_view bytes);

inline PayloadRef make_datagram(PayloadPool& pool, NodeId leader, std::uint32_t type, std::string_view bytes,
                                std::optional<std::uint64_t> term = {}) {
  const std::string_view word = type_in(bytes);
  return make_with_tail<Datagram>(pool, static_cast<std::uint32_t>(bytes.size()), [&](Datagram& made, char* tail) {
    made.leader = leader;
    made.type = type;
    made.size = static_cast<std::uint32_t>(bytes.size());
    made.type_at = word.empty() ? 0 : static_cast<std::uint32_t>(word.data() - bytes.data());
    made.type_size = static_cast<std::uint32_t>(word.size());
    made.term = term;
    std::memcpy(tail, bytes.data(), bytes.size());
  });
}

}  // namespace whitewater::tools::virtual_time
