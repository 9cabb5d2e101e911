// From a file's fates to a world's, and back.
#include "scenarios/format/fate.hpp"

#include "core/text/concat.hpp"
#include "core/text/duration_text.hpp"
#include "core/text/node_text.hpp"
#include "core/text/number_text.hpp"
#include "scenarios/format/message_names.hpp"
#include "scenarios/format/scenario.hpp"

namespace whitewater::scenarios {

namespace {

constexpr std::array<std::string_view, 6> write_kinds{"append", "truncate",     "replace",
                                                      "trim",   "append_chunk", "commit_slot"};
constexpr auto first_of_system = static_cast<std::uint32_t>(FatedMessage::first_of_system);

SendKind kind_of(FatedMessage type) {
  if (type == FatedMessage::request) return SendKind::request;
  return type == FatedMessage::reply ? SendKind::reply : SendKind::message;
}

// Of a type of the system's.
std::uint32_t number_of(FatedMessage type) {
  const auto place = static_cast<std::uint32_t>(type);
  return place < first_of_system ? 0 : place - first_of_system;
}

std::uint64_t identity_of(const Fate& fate, const System& system) {
  if (fate.identity) return *fate.identity;
  return system.messages->identity(number_of(*fate.message), {*fate.term, fate.index.value_or(0), fate.occurrence - 1});
}

}  // namespace

NodeName NodeName::of(NodeId node, unsigned replicas) {
  return {static_cast<std::uint16_t>(node.value < replicas ? node.value : node.value + client_id_gap)};
}

NodeId NodeName::node(unsigned replicas) const {
  if (id < replicas) return NodeId{id};
  return id < replicas + client_id_gap ? no_node : NodeId{static_cast<std::uint16_t>(id - client_id_gap)};
}

std::vector<std::string_view> message_words(const System& system) {
  std::vector<std::string_view> words{"request", "reply"};
  if (system.messages == nullptr)
    words.push_back("message");
  else
    for (const MessageWord& word : system.messages->words) words.push_back(word.name);
  return words;
}

std::vector<std::string_view> write_words() {
  return {write_kinds.begin(), write_kinds.end()};
}

simnet::MessageType aimed_type(const System& system) {
  return system.messages != nullptr ? system.messages->type : nullptr;
}

Fate name_of(const simnet::MessageFate& recorded, const Scenario& scenario) {
  const simnet::MessageName& name = recorded.name;
  const MessageNames* const names = scenario.system->messages;
  Fate fate;
  fate.from = NodeName::of(name.from, scenario.replicas);
  fate.to = NodeName::of(name.to, scenario.replicas);
  if (name.life != 0) fate.life = name.life;
  fate.identity = name.identity;
  fate.occurrence = static_cast<std::uint32_t>(name.occurrence + 1);
  if (name.kind != SendKind::message) {
    fate.message = name.kind == SendKind::request ? FatedMessage::request : FatedMessage::reply;
    return fate;
  }
  const std::uint32_t type = names != nullptr ? names->type(recorded.payload) : 0;
  fate.message = static_cast<FatedMessage>(first_of_system + type);
  // The occurrence is part of the identity, so a message that is equal even in that is named by a number.
  if (names == nullptr || names->place == nullptr || !recorded.identified || name.occurrence != 0) return fate;
  const std::optional<MessagePlace> place = names->place(recorded.payload, name.identity);
  if (!place) return fate;
  fate.identity.reset();
  fate.term = place->term;
  if (names->words[type].indexed) fate.index = place->index;
  fate.occurrence = static_cast<std::uint32_t>(place->ordinal + 1);
  return fate;
}

Fate name_of(const simnet::WriteFate& recorded) {
  const simnet::WriteName& name = recorded.name;
  Fate fate;
  fate.write = name.kind;
  fate.node = name.node;
  if (name.life != 0) fate.life = name.life;
  if (name.slot.value != 0) fate.slot = name.slot.value;
  (name.kind == WriteKind::replace ? fate.identity : fate.index) = name.content;
  fate.occurrence = static_cast<std::uint32_t>(name.occurrence + 1);
  return fate;
}

simnet::Fate simulated(const Fate& fate, const Scenario& scenario) {
  simnet::Fate made;
  made.lost = fate.lost;
  made.delay = fate.delay;
  made.again = fate.again;
  const std::uint64_t before = fate.occurrence - 1;
  const SlotId slot{fate.slot.value_or(std::uint8_t{0})};
  if (fate.write && fate.first_from) {
    made.of = simnet::WriteAim{*fate.node, *fate.write, slot, Time{} + *fate.first_from, before};
    return made;
  }
  if (fate.write) {
    const std::uint64_t content = *(*fate.write == WriteKind::replace ? fate.identity : fate.index);
    made.of = simnet::WriteName{*fate.node, fate.life.value_or(0), *fate.write, slot, content, before};
    return made;
  }
  const SendKind kind = kind_of(*fate.message);
  const NodeId from = fate.from->node(scenario.replicas);
  const NodeId to = fate.to->node(scenario.replicas);
  if (fate.first_from)
    made.of = simnet::MessageAim{kind, from, to, number_of(*fate.message), Time{} + *fate.first_from, before};
  else
    made.of = simnet::MessageName{
        kind, from, to, fate.life.value_or(0), identity_of(fate, *scenario.system), fate.identity ? before : 0};
  return made;
}

void simulate_fates(const Scenario& scenario, std::vector<simnet::Fate>& fates) {
  fates.clear();
  for (const Fate& fate : scenario.fates) fates.push_back(simulated(fate, scenario));
}

FateKey key_of(const simnet::Fate& fate) {
  if (const auto* aim = std::get_if<simnet::MessageAim>(&fate.of))
    return {1,         static_cast<std::uint64_t>(aim->kind),          aim->from.value, aim->to.value,
            aim->type, static_cast<std::uint64_t>(aim->first_from.ns), aim->occurrence};
  if (const auto* write = std::get_if<simnet::WriteName>(&fate.of))
    return {2,
            write->node.value,
            write->life,
            static_cast<std::uint64_t>(write->kind),
            write->slot.value,
            write->content,
            write->occurrence};
  if (const auto* aim = std::get_if<simnet::WriteAim>(&fate.of))
    return {3,
            aim->node.value,
            static_cast<std::uint64_t>(aim->kind),
            aim->slot.value,
            static_cast<std::uint64_t>(aim->first_from.ns),
            aim->occurrence};
  const auto& name = std::get<simnet::MessageName>(fate.of);
  return {0,
          name.kind == SendKind::message ? 0u : 1u,
          name.from.value,
          name.to.value,
          name.life,
          name.identity,
          name.occurrence};
}

std::string fate_text(const Fate& fate, const Scenario& scenario) {
  std::string text;
  if (fate.write)
    text = concat({write_kinds.at(static_cast<std::size_t>(*fate.write)), " of ", node_text(*fate.node)});
  else
    text =
        fate.says ? *fate.says : std::string(message_words(*scenario.system)[static_cast<std::size_t>(*fate.message)]);
  if (fate.term) text += concat({" of term ", std::to_string(*fate.term)});
  if (fate.index) text += concat({" at index ", std::to_string(*fate.index)});
  if (fate.identity && !fate.says) text += concat({" 0x", digest_text(*fate.identity)});
  if (fate.message)
    text += concat({" from ", node_text(fate.from->node(scenario.replicas), scenario.replicas), " to ",
                    node_text(fate.to->node(scenario.replicas), scenario.replicas)});
  if (fate.life) text += concat({" in life ", std::to_string(*fate.life)});
  if (fate.occurrence > 1) text += concat({", occurrence ", std::to_string(fate.occurrence)});
  if (fate.first_from) text += concat({", from ", duration_text(*fate.first_from), " on"});
  return text;
}

}  // namespace whitewater::scenarios
