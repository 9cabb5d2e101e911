// ForeignMessage: a message of a replica that may be any program, as the run log keeps it: its size, its type, the
// beginning of its text, and the requests that it mentions, by name. What has no fixed size follows the object.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "core/base/hash.hpp"
#include "core/base/payload.hpp"

namespace whitewater::tools::real {

struct ForeignMessage {
  static constexpr PayloadKind payload_kind{1000, "message"};

  std::uint32_t bytes = 0;
  std::uint32_t mentioned = 0;
  std::uint32_t type_bytes = 0;
  std::uint32_t text_bytes = 0;

  const char* tail() const { return reinterpret_cast<const char*>(this + 1); }
  std::uint64_t mention(std::size_t i) const {
    std::uint64_t name = 0;
    std::memcpy(&name, tail() + i * sizeof name, sizeof name);
    return name;
  }
  std::string_view type() const { return {tail() + mentioned * sizeof(std::uint64_t), type_bytes}; }
  std::string_view text() const { return {type().data() + type_bytes, text_bytes}; }
  std::uint64_t fold() const { return hash_words(payload_kind.number, bytes, hash_bytes(type())); }
  std::uint32_t wire_bytes() const { return bytes; }
};

}  // namespace whitewater::tools::real
