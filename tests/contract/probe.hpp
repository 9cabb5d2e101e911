// Probe: the payload of toy actors, a number; its codec; and an actor whose behaviour is a function of the test.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/actor/actor.hpp"
#include "core/actor/codec.hpp"
#include "core/base/hash.hpp"

namespace whitewater::contract {

struct Probe {
  static constexpr PayloadKind payload_kind{900, "probe"};

  std::uint64_t number = 0;

  std::uint64_t fold() const { return mix(number + 1); }
  std::uint32_t wire_bytes() const { return 8; }
};

inline std::uint64_t number_of(const PayloadRef& payload) {
  const Probe* probe = payload.get_if<Probe>();
  return probe != nullptr ? probe->number : ~std::uint64_t{0};
}

inline NodeId node(unsigned value) {
  return NodeId{static_cast<std::uint16_t>(value)};
}

// Eight bytes, little-endian.
class ProbeCodec final : public Codec {
 public:
  void encode(const Address&, const PayloadRef& payload, std::string& bytes) override {
    ++encoded;
    for (unsigned shift = 0; shift < 64; shift += 8)
      bytes.push_back(static_cast<char>((number_of(payload) >> shift) & 0xFF));
  }
  Result<PayloadRef> decode(const Address&, std::string_view bytes, PayloadPool& pool) override {
    if (bytes.size() != 8) return Error{"", "expected 8 bytes, found " + std::to_string(bytes.size())};
    std::uint64_t number = 0;
    for (unsigned i = 0; i < 8; ++i) number |= std::uint64_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
    return make_payload<Probe>(pool, Probe{number + altered_by});
  }

  unsigned encoded = 0;
  std::uint64_t altered_by = 0;  // not 0: a codec that breaks its promise
};

// One event as numbers, free of handles, to be looked at after the run.
struct Seen {
  EventKind kind = EventKind::started;
  Time now;
  NodeId from;                       // arrivals
  std::uint64_t number = 0;          // arrivals: of the probe; timer_fired: the timer; started: records recovered
  std::uint64_t log_first = 1;       // started: the index of the first record recovered
  std::size_t damaged = 0;           // started: how many of them cannot be read
  std::vector<std::uint64_t> log;    // started: the probes of the records recovered
  std::vector<std::uint64_t> slots;  // started: the probes of the slots, 0 for one never written
  std::vector<std::vector<std::uint64_t>> contents;  // started: all probes of each slot
};

inline Seen seen(const Event& event, Time now) {
  Seen result;
  result.kind = static_cast<EventKind>(event.index());
  result.now = now;
  if (const auto* started = std::get_if<Started>(&event)) {
    result.number = started->recovered.log.size();
    result.log_first = started->recovered.log_first;
    result.damaged = started->recovered.damaged;
    for (const LogRecord& record : started->recovered.log)
      result.log.push_back(number_of(record.payload) + record.ordinal);
    for (const PayloadRef& slot : started->recovered.slots) result.slots.push_back(slot ? number_of(slot) : 0);
    for (std::uint8_t slot = 0; slot < started->recovered.slots.size(); ++slot) {
      result.contents.emplace_back();
      for (const PayloadRef& chunk : started->recovered.content(SlotId{slot}))
        result.contents.back().push_back(number_of(chunk));
    }
  } else if (const auto* message = std::get_if<MessageArrived>(&event)) {
    result.from = message->from;
    result.number = number_of(message->payload);
  } else if (const auto* request = std::get_if<RequestArrived>(&event)) {
    result.from = request->from;
    result.number = number_of(request->payload);
  } else if (const auto* reply = std::get_if<ReplyArrived>(&event)) {
    result.from = reply->from;
    result.number = number_of(reply->payload);
  } else {
    result.number = std::get<TimerFired>(event).timer.value;
  }
  return result;
}

// Remembers what it saw, over restarts too, and does what the test says.
class Toy final : public Actor {
 public:
  using Behaviour = std::function<void(const Seen&, Effects&)>;

  Toy() = default;
  explicit Toy(Behaviour behaviour) : behaviour_(std::move(behaviour)) {}

  void handle(const Event& event, Time now, Effects& effects) override {
    history.push_back(seen(event, now));
    fingerprint_ = hash_words(fingerprint_, history.back().number, now.ns);
    if (behaviour_) behaviour_(history.back(), effects);
  }
  std::uint64_t fingerprint() const override { return fingerprint_; }

  // The numbers of what arrived, or the timers that fired.
  std::vector<std::uint64_t> numbers(EventKind kind) const {
    std::vector<std::uint64_t> result;
    for (const Seen& event : history)
      if (event.kind == kind) result.push_back(event.number);
    return result;
  }
  std::vector<Time> times(EventKind kind) const {
    std::vector<Time> result;
    for (const Seen& event : history)
      if (event.kind == kind) result.push_back(event.now);
    return result;
  }

  std::vector<Seen> history;

 private:
  Behaviour behaviour_;
  std::uint64_t fingerprint_ = 0;
};

}  // namespace whitewater::contract
