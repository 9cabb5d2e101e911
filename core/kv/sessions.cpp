// A ring of requests for each client, and one index that finds them all by name: a place is the session's number and
// the position in its ring.
#include "core/kv/sessions.hpp"

#include <algorithm>

#include "core/base/check.hpp"

namespace whitewater::kv {

bool Sessions::applied(std::uint64_t name, const client::Request& request) const {
  return index_.find(name, [&](std::uint32_t place) { return is(place, request); }) != HashIndex::none;
}

bool Sessions::note_applied(std::uint64_t name, const PayloadRef& request) {
  const auto* put = request.get_if<client::Request>();
  check(put != nullptr, "a session remembers requests");
  const std::uint32_t number = session_number(put->client);
  Session& session = sessions_[number];
  const std::uint32_t base = number * window;
  if (session.requests.size() < window) [[likely]] {
    const std::uint32_t place = base + static_cast<std::uint32_t>(session.requests.size());
    const std::uint32_t known =
        index_.find_or_insert(name, place, [&](std::uint32_t other) { return is(other, *put); });
    if (known != HashIndex::none) return false;
    session.requests.push_back(request);
    return true;
  }
  if (applied(name, *put)) return false;
  const std::uint32_t place = base + session.next;
  index_.erase(request_at(place).name(), place);
  session.requests[session.next] = request;
  index_.insert(name, place);
  session.next = (session.next + 1) % window;
  // So old that no cache holds it; the next put of this client lets it go.
  session.requests[session.next].prefetch();
  return true;
}

void Sessions::reset() {
  index_.clear();
  for (Session& session : sessions_) {
    session.requests.clear();
    session.next = 0;
  }
  sessions_used_ = 0;
  std::fill(session_numbers_.begin(), session_numbers_.end(), HashIndex::none);
}

std::uint32_t Sessions::session_number(NodeId client) {
  check(client.valid(), "a request names its client");
  if (client.value >= session_numbers_.size()) session_numbers_.resize(client.value + 1u, HashIndex::none);
  std::uint32_t& number = session_numbers_[client.value];
  if (number == HashIndex::none) {
    number = sessions_used_++;
    if (sessions_.size() < sessions_used_) sessions_.emplace_back();
  }
  return number;
}

// Names are hashes: compare what they stand for.
bool Sessions::is(std::uint32_t place, const client::Request& request) const {
  return request_at(place).client == request.client && request_at(place).mid() == request.mid();
}

const client::Request& Sessions::request_at(std::uint32_t place) const {
  return *sessions_[place / window].requests[place % window].get_if<client::Request>();
}

}  // namespace whitewater::kv
