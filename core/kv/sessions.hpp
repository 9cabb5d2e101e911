// Sessions: which puts have taken effect, so that no put takes effect twice (thesis §6.3). Remembers the last `window`
// puts of each client by (client, MID) and forgets older ones. Changes only when a log entry is applied, so every
// replica forgets the same put at the same entry. Knows nothing of Raft or of time. Memory grows with the number of
// puts, up to the window.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/base/check.hpp"
#include "core/base/lane.hpp"
#include "core/base/payload.hpp"
#include "core/client/request.hpp"
#include "core/kv/hash_index.hpp"

namespace whitewater::kv {

class Sessions {
 public:
  // The most applied requests of one client that are remembered. Replicas that share a log remember the same number.
  static constexpr std::uint32_t window_max = 1024;

  // A hint: a put of this name is in the log and will soon be applied.
  void expect(std::uint64_t name) const { index_.prefetch(name); }
  // name: request.name(), passed because the caller has it already.
  bool applied(std::uint64_t name, const client::Request& request) const;
  // Remembers the request. Returns false if it was remembered already.
  bool note_applied(std::uint64_t name, const PayloadRef& request) {
    const auto* opened = request.get_if<client::Request>();
    check(opened != nullptr, "a session remembers requests");
    const client::Request& put = *opened;
    const std::uint32_t number = session_number(put.client);
    Session& session = sessions_[number];
    if (session.requests.size() >= window_) [[unlikely]]
      return note_in_full_window(name, request, number);
    const std::uint32_t place = number * window_max + static_cast<std::uint32_t>(session.requests.size());
    const std::uint32_t known = index_.find_or_insert(name, place, [&](std::uint32_t other) { return is(other, put); });
    if (known != HashIndex::none) [[unlikely]]
      return false;
    session.requests.push_back(request);
    return true;
  }

  // The number of remembered requests.
  std::size_t size() const { return index_.size(); }
  // The clients, in the order of their first puts; of one of them the number of remembered requests; and one of these,
  // 0 is the oldest.
  std::uint32_t clients() const { return sessions_used_; }
  std::uint32_t remembered(std::uint32_t client) const {
    return static_cast<std::uint32_t>(sessions_[client].requests.size());
  }
  const client::Request& remembered(std::uint32_t client, std::uint32_t place) const {
    return request_at(client * window_max + (sessions_[client].next + place) % remembered(client));
  }

  // Resets to the initial state, keeping memory. window: how many requests of one client are remembered from now on.
  void reset(std::uint32_t window = window_max);

 private:
  struct Session {
    Lane<PayloadRef> requests;  // a ring once it holds window_ requests
    std::uint32_t next = 0;     // in a full ring: the oldest request, which is replaced next
  };

  bool note_in_full_window(std::uint64_t name, const PayloadRef& request, std::uint32_t number);
  std::uint32_t session_number(NodeId client) {
    if (client.value < session_numbers_.size() && session_numbers_[client.value] != HashIndex::none) [[likely]]
      return session_numbers_[client.value];
    return new_session(client);
  }
  std::uint32_t new_session(NodeId client);
  // Names are hashes and may collide, so compare client and MID.
  bool is(std::uint32_t place, const client::Request& request) const {
    return request_at(place).client == request.client && request_at(place).mid() == request.mid();
  }
  const client::Request& request_at(std::uint32_t place) const {
    return *sessions_[place / window_max].requests[place % window_max].get_if<client::Request>();
  }

  HashIndex index_;                // by Request::name: session number * window_max + position
  std::vector<Session> sessions_;  // in the order of first puts; those from sessions_used_ on are spare
  std::uint32_t sessions_used_ = 0;
  std::uint32_t window_ = window_max;
  std::vector<std::uint32_t> session_numbers_;  // by client id; HashIndex::none: no put so far
};

}  // namespace whitewater::kv
