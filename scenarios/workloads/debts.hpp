// Debts: which replica still owes which client an answer. A replica that has lived without a break since it was asked
// still knows of the request. It may hold the request until there is a leader, and let what it holds go one by one; so
// it owes an answer only if it has not answered that client at all for a while.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "simnet/observer.hpp"

namespace whitewater::scenarios {

class Debts {
 public:
  // All replicas live from the start of the run on. Keeps memory.
  void reset(unsigned replicas, unsigned clients) {
    replicas_ = replicas;
    clients_ = clients;
    since_.fill(Time{});
    answered_.assign(std::size_t{replicas} * clients, Time{});
  }
  void note(const simnet::EpisodeRecord& record) {
    for (const NodeId node : record.died) since_[node.value] = time_never;
    for (const NodeId node : record.started) since_[node.value] = record.time;
  }
  // The clients are the nodes behind the replicas; answers to others do not count.
  void answers(NodeId replica, NodeId client, Time now) {
    if (replica.value < replicas_ && is_client(client)) answered_[place(replica, client)] = now;
  }
  // True if the replica owes an answer to what it was sent at that time, having answered nothing since `late`. A kill
  // strikes after all else that happens at its time.
  bool owes(NodeId replica, NodeId client, Time sent, Time late) const {
    return sent >= since_[replica.value] && sent < late && answered_[place(replica, client)] < late;
  }
  // The first of a workload's requests whose answer is owed, in words. Nothing: none.
  template <class Request>
  std::optional<std::string> owed(std::span<const Request> requests, Time late) const {
    for (const Request& asked : requests)
      if (asked.state == Request::State::outstanding && owes(asked.to, asked.request().client, asked.sent, late))
        return text(asked.is_get() ? "get" : "put", asked.request().mid(), asked.to, asked.sent);
    return std::nullopt;
  }

 private:
  bool is_client(NodeId node) const { return node.value >= replicas_ && node.value < replicas_ + clients_; }
  std::size_t place(NodeId replica, NodeId client) const {
    return std::size_t{replica.value} * clients_ + (client.value - replicas_);
  }
  // "an answer to the get r12 that 0001 was asked at 8.100000 s, and that no kill can have lost"
  std::string text(std::string_view operation, std::string_view mid, NodeId replica, Time sent) const;

  unsigned replicas_ = 0;
  unsigned clients_ = 0;
  std::array<Time, NodeSet::nodes_max> since_{};  // of each replica: when its life began; time_never: it is dead
  std::vector<Time> answered_;                    // when it last answered that client
};

}  // namespace whitewater::scenarios
