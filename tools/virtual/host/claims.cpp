// The term serves only to tell states apart.
#include "tools/virtual/host/claims.hpp"

#include <algorithm>

#include "core/base/hash.hpp"
#include "core/base/random.hpp"

namespace whitewater::tools::virtual_time {

void Claims::note(NodeId from, NodeId leader, std::optional<std::uint64_t> term) {
  Said& said = said_[from.value];
  if (leader != from)
    said.since = 0;
  else if (said.since == 0)
    said.since = ++claims_;
  said.spoke = true;
  said.leader = leader;
  if (term) said.term = *term;
}

NodeSet Claims::leader(NodeSet living) const {
  NodeSet found;
  std::uint64_t latest = 0;
  for (const NodeId node : living& NodeSet::first(replicas_))
    if (const std::uint64_t since = said_[node.value].since; since > latest) {
      latest = since;
      found = NodeSet::of(node);
    }
  return found;
}

std::uint64_t Claims::word(NodeSet living) const {
  living = living & NodeSet::first(replicas_);
  std::uint64_t newest = 0, leaders = 0, word = 0;
  for (const NodeId node : living) {
    newest = std::max(newest, said_[node.value].term);
    leaders += said_[node.value].since > 0 ? 1u : 0u;
  }
  for (const NodeId node : living) {
    const Said& said = said_[node.value];
    const std::uint64_t names = !said.spoke ? 0 : said.leader == node ? 1 : said.leader == no_node ? 2 : 3;
    const std::uint64_t behind = std::min<std::uint64_t>(newest - said.term, 2);
    word += hash_words(stream("claims"), names, said.type, behind);
  }
  return hash_words(word, leaders, living.size());
}

}  // namespace whitewater::tools::virtual_time
