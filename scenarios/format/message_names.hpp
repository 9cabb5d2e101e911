// MessageNames: how a system names its messages, so that a scenario file can name one of them: the words for their
// types, and how the identity of a message follows from where in the protocol it belongs. A system without this still
// has fates: its messages are all called "message", and named by their identity as a number.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "core/base/payload.hpp"
#include "simnet/fates.hpp"

namespace whitewater::scenarios {

// Where a message belongs.
struct MessagePlace {
  std::uint64_t term = 0;
  std::uint64_t index = 0;    // 0 for a type without an index
  std::uint64_t ordinal = 0;  // how many equal ones were sent before
  friend bool operator==(const MessagePlace&, const MessagePlace&) = default;
};

struct MessageWord {
  std::string_view name;  // "append_entries"
  bool indexed = false;   // an index is part of its place
};

struct MessageNames {
  std::span<const MessageWord> words;
  simnet::MessageType type = nullptr;  // of a message: its place among words
  // Both null: a message is named only by its identity as a number.
  std::uint64_t (*identity)(std::uint32_t type, const MessagePlace& place) = nullptr;
  // Nothing: its identity does not follow from its place.
  std::optional<MessagePlace> (*place)(const PayloadRef& payload, std::uint64_t identity) = nullptr;
};

}  // namespace whitewater::scenarios
