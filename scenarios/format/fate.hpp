// Fate: what becomes of one message or of one durable write, as a scenario file says it, and as a world takes it. Which
// fields belong together is judged here; the rows of the fields are fate_fields.hpp's.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "simnet/fate_recorder.hpp"
#include "simnet/fates.hpp"

namespace whitewater::scenarios {

struct Scenario;
struct System;

// A replica or a client, by the number that people know it by: 0x15 for the first client of five replicas.
struct NodeName {
  std::uint16_t id = 0;

  static NodeName of(NodeId node, unsigned replicas);
  NodeId node(unsigned replicas) const;  // no_node: the id lies between those of replicas and clients
  friend bool operator==(const NodeName&, const NodeName&) = default;
};

// The place of a word among message_words().
enum class FatedMessage : std::uint16_t { request, reply, first_of_system };
using WriteKind = Effects::Write::Kind;

// "request", "reply", then the words of the system; "message" if it has none.
std::vector<std::string_view> message_words(const System& system);
std::vector<std::string_view> write_words();

struct Fate {
  std::optional<FatedMessage> message;
  std::optional<WriteKind> write;
  std::optional<NodeName> from;
  std::optional<NodeName> to;
  std::optional<NodeId> node;  // that writes
  std::optional<std::uint32_t> life;
  std::optional<std::uint64_t> term;
  std::optional<std::uint64_t> index;
  std::optional<std::uint8_t> slot;
  std::optional<std::uint64_t> identity;
  std::optional<Duration> first_from;
  std::uint32_t occurrence = 1;  // the first
  bool lost = false;
  std::optional<Duration> delay;
  std::optional<Duration> again;
  std::optional<std::string> says;  // the message, for people; decides nothing
  friend bool operator==(const Fate&, const Fate&) = default;
};

// The name, as a file says it, of what was recorded; no outcome.
Fate name_of(const simnet::MessageFate& recorded, const Scenario& scenario);
Fate name_of(const simnet::WriteFate& recorded);

// Of a fate without a complaint.
simnet::Fate simulated(const Fate& fate, const Scenario& scenario);
// Of all of them, in place of what the list held; and what MessageAim aims at.
void simulate_fates(const Scenario& scenario, std::vector<simnet::Fate>& fates);
simnet::MessageType aimed_type(const System& system);

// "append_entries of term 3 at index 17 from 0002 to 0004"
std::string fate_text(const Fate& fate, const Scenario& scenario);

// What is wrong with a fate as a whole, at which of its fields.
struct FateComplaint {
  std::string_view field;
  std::string message;
};
std::optional<FateComplaint> complaint(const Fate& fate, const Scenario& scenario);
// Equal for fates of the same message or write.
using FateKey = std::array<std::uint64_t, 9>;
FateKey key_of(const simnet::Fate& fate);

}  // namespace whitewater::scenarios
