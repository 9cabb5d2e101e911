// NumberPayload: a message that is one number: enough for many messages of a small protocol, without a line of code.
//   using Token = NumberPayload<1000, "token">;
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/base/hash.hpp"
#include "core/base/payload.hpp"

namespace whitewater {

// A string literal as an argument of a template.
template <std::size_t Size>
struct NameText {
  constexpr NameText(const char (&name)[Size]) {  // NOLINT: implicit, so that a literal will do
    for (std::size_t i = 0; i < Size; ++i) text[i] = name[i];
  }
  char text[Size]{};
};

// Kind: unique among the payloads of a program; from 1000 on it is free.
template <std::uint16_t Kind, NameText Name>
struct NumberPayload {
  static constexpr PayloadKind payload_kind{Kind, Name.text};
  std::uint64_t number = 0;
  std::uint64_t fold() const { return hash_words(Kind, number); }
  std::uint32_t wire_bytes() const { return 8; }
};

}  // namespace whitewater
