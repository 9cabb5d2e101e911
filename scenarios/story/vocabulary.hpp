// Vocabulary: the words of one system under test, as data: the names of its payloads and notes. Each system brings one;
// traces, stories and reports use it. The words for clients' requests and replies are known without it.
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

// One client request inside another payload: an entry of a log, in a message or on a disk.
struct CarriedRequest {
  std::uint64_t request = 0;  // client::Request::name()
  std::uint64_t offset = 0;   // the request's position among the records of the payload
  std::uint64_t index = 0;    // its index in the log, if the payload contains it
  std::uint64_t term = 0;     // its term, if the payload contains it
  bool only_named = false;    // the payload mentions the request; the rest of its meaning is unknown
};
using CarriedSink = std::function<void(const CarriedRequest&)>;

struct PayloadWords {
  std::uint16_t kind = 0;                                 // PayloadKind::number
  std::string_view (*type)(const PayloadRef&) = nullptr;  // "append_entries"; null: the payload's own name
  std::string (*details)(const PayloadRef&, unsigned replicas) = nullptr;  // ASCII; null: only the size is printed
  void (*requests)(const PayloadRef&, const CarriedSink&) = nullptr;       // null: it carries no requests
};

// Of a client's request whose `number` is its name, and of the answer to it.
template <class Payload>
inline constexpr PayloadWords request_words{
    Payload::payload_kind.number, nullptr, nullptr,
    [](const PayloadRef& payload, const CarriedSink& sink) { sink({payload.get_if<Payload>()->number}); }};

struct Vocabulary {
  std::span<const PayloadWords> payloads;
  std::span<const std::span<const NoteWords>> notes;

  // Null if no table has this code.
  const NoteWords* note(std::uint32_t code) const;
};

// Only the words of clients' requests and replies: for a system without a vocabulary.
const Vocabulary& client_vocabulary();

}  // namespace whitewater::scenarios
