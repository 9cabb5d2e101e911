// A put that never arrived is no put: somebody answers what nobody asked.
#include "tools/virtual/judge/refusals.hpp"

namespace whitewater::tools::virtual_time {

void Refusals::redirected(std::uint64_t put, NodeId by, NodeId to, Time now) {
  const auto found = puts_.find(put);
  if (found == puts_.end() || found->second.redirect) return;
  found->second.redirect = Done{by, to, now};
  ++redirected_;
}

std::optional<Refusals::Done> Refusals::done(std::uint64_t put) const {
  const auto found = puts_.find(put);
  return found == puts_.end() || found->second.arrivals > 1 ? std::nullopt : found->second.redirect;
}

}  // namespace whitewater::tools::virtual_time
