// Each check is the course's; what becomes of a message that breaks one is for its driver to say.
#include "core/course/incoming.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "core/text/utf8.hpp"

namespace whitewater::course {

NodeId node_named(std::string_view id, unsigned replicas, unsigned nodes) {
  const bool lower = std::any_of(id.begin(), id.end(), [](char c) { return c >= 'a' && c <= 'f'; });
  const std::optional<NodeId> node = node_of(id, replicas);
  if (lower || !node) return stranger;
  return *node == no_node || node->value < nodes ? *node : stranger;
}

Incoming Incoming::read(std::string_view bytes, NodeId owner, unsigned replicas, unsigned nodes) {
  Incoming read;
  read.owner = owner;
  if (bytes.empty()) {
    read.flaw = Flaw::empty;
    return read;
  }
  if (!is_utf8(bytes)) {
    read.flaw = Flaw::not_utf8;
    return read;
  }
  Result<MessageText> parsed = MessageText::parse(bytes);
  if (!parsed) {
    read.flaw = Flaw::malformed;
    read.error = parsed.error();
    return read;
  }
  read.message = std::move(parsed.value());
  const auto is_replica = [&](NodeId node) { return node.value < replicas; };
  read.src = node_named(read.message.src(), replicas, nodes);
  read.claims_other = is_replica(read.src) && read.src != owner;
  read.to = node_named(read.message.dst(), replicas, nodes);
  read.leader = node_named(read.message.leader(), replicas, nodes);
  read.unknown_leader = read.leader != no_node && !is_replica(read.leader);
  if (read.unknown_leader) read.leader = stranger;
  return read;
}

std::string excerpt(std::string_view bytes) {
  constexpr std::size_t shown_max = 60;
  std::string shown;
  for (const char c : bytes.substr(0, shown_max)) shown += c >= ' ' && c <= '~' ? c : '?';
  return "'" + shown + (bytes.size() > shown_max ? "...'" : "'");
}

}  // namespace whitewater::course
