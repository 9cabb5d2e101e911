// The rule of the session window, and reset.
#include "core/check/properties/request_ghost.hpp"

#include <algorithm>

namespace whitewater::checks {

void RequestGhost::reset(std::uint32_t window) {
  window_ = window;
  puts_.clear();
  gets_.clear();
  std::fill(of_clients_.begin(), of_clients_.end(), 0);
  contents_.resize(1);
  store_.reset();
  committed_ = 0;
  forgot_ = false;
}

// A session remembers the last window_ puts of its client, so the put that took effect as number n is forgotten when
// number n + window_ takes effect.
void RequestGhost::committed_put(const Put& put) {
  if (put.client.value >= of_clients_.size()) of_clients_.resize(put.client.value + std::size_t{1});
  std::uint64_t& of_client = of_clients_[put.client.value];
  std::uint64_t& ordinal = puts_.insert(put.name, {}).first->ordinal;
  const bool takes_effect = ordinal == 0 || of_client - ordinal >= window_;
  if (takes_effect) {
    forgot_ |= ordinal != 0;
    ordinal = ++of_client;
    store_.put(committed_ + 1, put.key, put.fold);
  }
  add();
}

}  // namespace whitewater::checks
