// Claims: who leads, as the messages of the replicas say: each names a leader in its field `leader`. A replica that
// names itself leads until it names another one; of several, whoever began last.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "core/base/ids.hpp"

namespace whitewater::tools::virtual_time {

class Claims {
 public:
  void reset(unsigned replicas) {
    *this = {};
    replicas_ = replicas;
  }
  // A message left. leader: whom it names; no_node: nobody. term: that it says.
  void note(NodeId from, NodeId leader, std::optional<std::uint64_t> term);
  // It went to replicas. type: a small number.
  void note_type(NodeId from, std::uint32_t type) { said_[from.value].type = type; }
  // It was started again, or it ended: what it said does not count any more.
  void forget(NodeId replica) { said_[replica.value] = {}; }

  NodeSet leader(NodeSet living) const;
  // The state of the cluster as one word, of which there are few: whom each living replica names, what it sent last,
  // and whose terms are ahead. Sums forget who is who.
  std::uint64_t word(NodeSet living) const;

 private:
  struct Said {
    bool spoke = false;
    NodeId leader = no_node;
    std::uint64_t since = 0;  // which of all claims it is; 0: it does not lead
    std::uint32_t type = 0;
    std::uint64_t term = 0;
  };

  unsigned replicas_ = 0;
  std::uint64_t claims_ = 0;
  std::array<Said, NodeSet::nodes_max> said_{};
};

}  // namespace whitewater::tools::virtual_time
