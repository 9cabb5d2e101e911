// Vocabulary: the words of one system under test, as data: its payloads and its notes. Whoever adds a system hands one
// in; traces, stories and reports then speak of its messages by name. What clients say is known without it.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "core/base/note_words.hpp"
#include "core/base/payload.hpp"
#include "core/client/request.hpp"

namespace whitewater::scenarios {

// One request of a client inside another payload: an entry of a log, on its way or on disk.
struct CarriedRequest {
  std::uint64_t request = 0;  // client::Request::name()
  std::uint64_t offset = 0;   // its place among the records of the payload
  std::uint64_t index = 0;    // its place in the log, as far as the payload says so
  std::uint64_t term = 0;     // likewise
  bool only_named = false;    // the payload mentions it; what it says of it is not known
};
using CarriedSink = std::function<void(const CarriedRequest&)>;

struct PayloadWords {
  std::uint16_t kind = 0;                                 // PayloadKind::number
  std::string_view (*type)(const PayloadRef&) = nullptr;  // "append_entries"; null: the payload's own name
  std::string (*details)(const PayloadRef&, unsigned replicas) = nullptr;  // ASCII; null: its size
  void (*requests)(const PayloadRef&, const CarriedSink&) = nullptr;       // null: it carries none
};

struct Vocabulary {
  std::span<const PayloadWords> payloads;
  std::span<const std::span<const NoteWords>> notes;

  // Null: a code that no table has.
  const NoteWords* note(std::uint32_t code) const;
};

// The client plane alone: what is left when a system hands in no words.
const Vocabulary& client_vocabulary();

}  // namespace whitewater::scenarios
