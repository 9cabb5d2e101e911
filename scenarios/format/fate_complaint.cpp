// What no single field of a fate can break: which fields name a message or a write, and which say what becomes of it.
#include "core/text/concat.hpp"
#include "core/text/node_text.hpp"
#include "scenarios/format/fate.hpp"
#include "scenarios/format/message_names.hpp"
#include "scenarios/format/scenario.hpp"

namespace whitewater::scenarios {

namespace {

using Found = std::optional<FateComplaint>;

struct Part {
  std::string_view field;
  bool given = false;
};

Found missing(std::string_view field, std::string_view what) {
  return FateComplaint{field, concat({"expected ", what, ", found nothing"})};
}
// The first of these that is given.
template <std::size_t Count>
Found unwanted(const Part (&parts)[Count], std::string_view why) {
  for (const Part& part : parts)
    if (part.given) return FateComplaint{part.field, concat({"expected nothing: ", why})};
  return std::nullopt;
}

Found unknown_node(std::string_view field, const std::optional<NodeName>& name, const Scenario& scenario) {
  if (!name) return missing(field, "who sends and who receives the message");
  const unsigned replicas = scenario.replicas;
  const unsigned clients =
      scenario.workload->clients != nullptr ? scenario.workload->clients(scenario) : NodeSet::nodes_max - replicas;
  const NodeId node = name->node(replicas);
  if (node.valid() && node.value < replicas + clients) return std::nullopt;
  const auto text = [&](unsigned id) { return node_text(NodeId{static_cast<std::uint16_t>(id)}, replicas); };
  std::string wanted = concat({"the id of a replica, \"0000\" to \"", text(replicas - 1), "\""});
  if (clients > 0)
    wanted += concat({", or of a client, \"", text(replicas), "\" to \"", text(replicas + clients - 1), "\""});
  return FateComplaint{field, concat({"expected ", wanted, ", found \"", node_text(NodeId{name->id}), "\""})};
}

Found wrong_write(const Fate& fate) {
  if (!fate.node) return missing("node", "who writes");
  if (Found found = unwanted({{"from", fate.from.has_value()},
                              {"to", fate.to.has_value()},
                              {"term", fate.term.has_value()},
                              {"lost", fate.lost},
                              {"again", fate.again.has_value()}},
                             "a write has none of it"))
    return found;
  if (!fate.delay) return missing("delay", "how long the write takes");
  if (fate.first_from)
    return unwanted(
        {{"life", fate.life.has_value()}, {"index", fate.index.has_value()}, {"identity", fate.identity.has_value()}},
        "\"first_from\" names the write by its kind and time");
  const bool replaces = *fate.write == WriteKind::replace;
  if (replaces && !fate.identity) return missing("identity", "the fold of what is written, or \"first_from\"");
  if (!replaces && !fate.index) return missing("index", "the index of the write, or \"first_from\"");
  if (replaces && fate.index) return unwanted({{"index", true}}, "what is replaced has no index");
  if (!replaces && fate.identity) return unwanted({{"identity", true}}, "the index names this write");
  return std::nullopt;
}

// A message of the system that is named by where it belongs.
Found wrong_place(const Fate& fate, const System& system) {
  const auto type = static_cast<std::size_t>(*fate.message);
  constexpr auto first = static_cast<std::size_t>(FatedMessage::first_of_system);
  const MessageNames* const names = system.messages;
  if (type < first || names == nullptr || names->identity == nullptr) {
    if (Found found = unwanted({{"term", fate.term.has_value()}, {"index", fate.index.has_value()}},
                               "this message has no term and no index; \"identity\" or \"first_from\" names it"))
      return found;
    return missing("identity", "\"identity\" or \"first_from\"");
  }
  if (!fate.term) return missing("term", "\"term\", \"identity\" or \"first_from\"");
  const bool indexed = names->words[type - first].indexed;
  if (indexed && !fate.index) return missing("index", "the index that names the message");
  if (!indexed && fate.index) return unwanted({{"index", true}}, "this message has no index");
  return std::nullopt;
}

Found wrong_message_name(const Fate& fate, const System& system) {
  const bool place = fate.term.has_value() || fate.index.has_value();
  if (fate.first_from)
    return unwanted({{"life", fate.life.has_value()},
                     {"term", fate.term.has_value()},
                     {"index", fate.index.has_value()},
                     {"identity", fate.identity.has_value()}},
                    "\"first_from\" names the message by its type and time");
  if (fate.identity && place) return unwanted({{"identity", true}}, "\"term\" and \"index\" name the message");
  return fate.identity ? std::nullopt : wrong_place(fate, system);
}

Found wrong_outcome(const Fate& fate) {
  if (fate.lost)
    return unwanted({{"delay", fate.delay.has_value()}, {"again", fate.again.has_value()}}, "the message is lost");
  if (!fate.delay && !fate.again) return missing("lost", "\"lost\", \"delay\" or \"again\"");
  return std::nullopt;
}

}  // namespace

std::optional<FateComplaint> complaint(const Fate& fate, const Scenario& scenario) {
  if (fate.message && fate.write) return unwanted({{"write", true}}, "a fate is that of a message or of a write");
  if (fate.write) return wrong_write(fate);
  if (!fate.message) return missing("message", "\"message\" or \"write\"");
  if (Found found = unwanted({{"node", fate.node.has_value()}, {"slot", fate.slot.has_value()}},
                             "a message has a sender and a receiver"))
    return found;
  if (Found found = unknown_node("from", fate.from, scenario)) return found;
  if (Found found = unknown_node("to", fate.to, scenario)) return found;
  if (Found found = wrong_message_name(fate, *scenario.system)) return found;
  return wrong_outcome(fate);
}

}  // namespace whitewater::scenarios
