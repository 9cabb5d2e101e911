// The term serves only to tell states apart, so that a plain search of the bytes is enough.
#include "tools/virtual/host/claims.hpp"

#include <algorithm>
#include <charconv>

#include "core/base/hash.hpp"
#include "core/base/random.hpp"

namespace whitewater::tools::virtual_time {

std::optional<std::uint64_t> term_in(std::string_view bytes) {
  for (std::size_t at = bytes.find("erm\""); at != std::string_view::npos; at = bytes.find("erm\"", at + 1)) {
    if (at == 0 || (bytes[at - 1] != 't' && bytes[at - 1] != 'T')) continue;
    const std::size_t colon = bytes.find_first_not_of(' ', at + 4);
    if (colon == std::string_view::npos || bytes[colon] != ':') continue;
    const std::size_t digits = bytes.find_first_not_of(' ', colon + 1);
    if (digits == std::string_view::npos) continue;
    std::uint64_t term = 0;
    const auto [end, wrong] = std::from_chars(bytes.data() + digits, bytes.data() + bytes.size(), term);
    if (wrong == std::errc()) return term;
  }
  return std::nullopt;
}

void Claims::note(NodeId from, NodeId leader, std::string_view bytes) {
  Said& said = said_[from.value];
  if (leader != from)
    said.since = 0;
  else if (said.since == 0)
    said.since = ++claims_;
  said.spoke = true;
  said.leader = leader;
  if (const std::optional<std::uint64_t> term = term_in(bytes)) said.term = *term;
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
