// Sessions: which requests have taken effect, so that none does so twice (thesis §6.3). Remembers the last
// window puts of each client by (client, MID); what is older is forgotten. Asked and told only when a log
// entry is applied, so every replica forgets the same request at the same entry.
// Knows nothing of Raft or of time. Memory follows the number of requests, up to the window.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/base/lane.hpp"
#include "core/base/payload.hpp"
#include "core/client/request.hpp"
#include "core/kv/hash_index.hpp"

namespace whitewater::kv {

class Sessions {
 public:
  // How many applied requests of one client are remembered.
  static constexpr std::uint32_t window = 1024;

  // name: request.name(), which the caller has at hand.
  bool applied(std::uint64_t name, const client::Request& request) const;
  // Remembers the client::Request that this is. False: it was remembered already.
  bool note_applied(std::uint64_t name, const PayloadRef& request);

  // Requests that are remembered.
  std::size_t size() const { return index_.size(); }

  // As new, keeping memory.
  void reset();

 private:
  struct Session {
    Lane<PayloadRef> requests;  // a ring once it holds window of them
    std::uint32_t next = 0;     // then: the oldest, which goes next
  };

  inline std::uint32_t session_number(NodeId client);
  bool is(std::uint32_t place, const client::Request& request) const;
  const client::Request& request_at(std::uint32_t place) const;

  HashIndex index_;                // by Request::name, to session number * window + position
  std::vector<Session> sessions_;  // by session number, in order of first put; beyond sessions_used_: kept warm
  std::uint32_t sessions_used_ = 0;
  std::vector<std::uint32_t> session_numbers_;  // by client id; HashIndex::none: has put nothing
};

}  // namespace whitewater::kv
