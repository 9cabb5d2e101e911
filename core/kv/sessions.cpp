// A ring of requests for each client, and one index that finds them all by name: a place is the session's number and
// the position in its ring.
#include "core/kv/sessions.hpp"

#include <algorithm>

#include "core/base/check.hpp"

namespace whitewater::kv {

bool Sessions::applied(std::uint64_t name, const client::Request& request) const {
  return index_.find(name, [&](std::uint32_t place) { return is(place, request); }) != HashIndex::none;
}

bool Sessions::note_in_full_window(std::uint64_t name, const PayloadRef& request, std::uint32_t number) {
  if (applied(name, *request.get_if<client::Request>())) return false;
  Session& session = sessions_[number];
  const std::uint32_t place = number * window_max + session.next;
  index_.erase(request_at(place).name(), place);
  session.requests[session.next] = request;
  index_.insert(name, place);
  session.next = (session.next + 1) % window_;
  // The oldest request has long left the processor's caches; the next put of this client releases it.
  session.requests[session.next].prefetch();
  return true;
}

void Sessions::reset(std::uint32_t window) {
  check(window >= 1 && window <= window_max, "a session remembers from 1 to 1,024 requests");
  window_ = window;
  index_.clear();
  for (Session& session : sessions_) {
    session.requests.clear();
    session.next = 0;
  }
  sessions_used_ = 0;
  std::fill(session_numbers_.begin(), session_numbers_.end(), HashIndex::none);
}

std::uint32_t Sessions::new_session(NodeId client) {
  check(client.valid(), "a request names its client");
  if (client.value >= session_numbers_.size()) session_numbers_.resize(client.value + 1u, HashIndex::none);
  session_numbers_[client.value] = sessions_used_++;
  if (sessions_.size() < sessions_used_) sessions_.emplace_back();
  return session_numbers_[client.value];
}

}  // namespace whitewater::kv
