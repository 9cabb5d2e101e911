// Debts: which replica still owes which client an answer. A replica that has lived without a break since it was asked
// still knows of the request. It may hold the request until there is a leader, and let what it holds go one by one; so
// it owes an answer only if it has not answered that client at all for a while.
#pragma once

#include <array>
#include <vector>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "simnet/observer.hpp"

namespace whitewater::scenarios {

class Debts {
 public:
  // All replicas live from the start of the run on. Keeps memory.
  void reset(unsigned replicas, unsigned clients) {
    clients_ = clients;
    since_.fill(Time{});
    answered_.assign(std::size_t{replicas} * clients, Time{});
  }
  void note(const simnet::EpisodeRecord& record) {
    for (const NodeId node : record.died) since_[node.value] = time_never;
    for (const NodeId node : record.started) since_[node.value] = record.time;
  }
  void answers(NodeId replica, unsigned client, Time now) {
    if (client < clients_ && place(replica, client) < answered_.size()) answered_[place(replica, client)] = now;
  }
  // True if the replica owes an answer to what it was sent at that time, having answered nothing since `late`. A kill
  // strikes after all else that happens at its time.
  bool owes(NodeId replica, unsigned client, Time sent, Time late) const {
    return sent >= since_[replica.value] && sent < late && answered_[place(replica, client)] < late;
  }

 private:
  std::size_t place(NodeId replica, unsigned client) const { return std::size_t{replica.value} * clients_ + client; }

  unsigned clients_ = 0;
  std::array<Time, NodeSet::nodes_max> since_{};  // of each replica: when its life began; time_never: it is dead
  std::vector<Time> answered_;                    // when it last answered that client
};

}  // namespace whitewater::scenarios
