// Health is asked once in a patience: a window that was not healthy throughout begins anew.
#include "core/check/messages/service.hpp"

#include <algorithm>

namespace whitewater::checks {

void Service::reset(Duration patience) {
  patience_ = patience;
  since_ = asked_ = time_never;
  chains_.clear();
  requests_ = redirects_ = most_redirects_ = 0;
  longest_wait_ = {};
  unjudged_silences_ = unjudged_storms_ = 0;
}

void Service::open(Time now) {
  since_ = now;
  asked_of_.fill({});
}

Service::Asked Service::asked(NodeSet replicas) const {
  Asked sum;
  for (const NodeId replica : replicas) {
    const Asked& of = asked_of_[replica.value];
    sum.first_half += of.first_half;
    sum.fourth_fifth += of.fourth_fifth;
    sum.all += of.all;
  }
  return sum;
}

std::optional<Service::Silence> Service::requested(NodeId to, Time now, const Health& health, NodeSet gone) {
  ++requests_;
  if (since_ == time_never) open(now);
  if (asked_ == time_never) asked_ = now;
  longest_wait_ = std::max(longest_wait_, now - asked_);
  std::optional<Silence> found;
  if (due(now)) {
    const NodeSet majority = health.majority(since_, gone);
    const Asked of = asked(majority);
    if (std::min(of.first_half, of.fourth_fifth) >= silence_requests_min)
      found = Silence{since_, of.all, majority};
    else
      ++unjudged_silences_;
    open(now);
  }
  const Duration into = now - since_;
  Asked& of = asked_of_[to.value];
  ++of.all;
  if (into <= patience_ / 2) ++of.first_half;
  if (into >= patience_ * 3 / 5 && into <= patience_ * 4 / 5) ++of.fourth_fifth;
  return found;
}

std::optional<Service::Storm> Service::redirected(std::uint64_t request, NodeId by, NodeId to, Time now,
                                                  const Health& health, NodeSet gone) {
  ++redirects_;
  Chain& chain = *chains_.insert(request, Chain{}).first;
  if (chain.redirects == 0) chain.since = now;
  ++chain.redirects;
  most_redirects_ = std::max(most_redirects_, ++chain.all);
  const Chain before = chain;
  chain.by = by;
  chain.to = to;
  if (now - chain.since < patience_ * 2 / 5) return std::nullopt;
  const NodeSet majority = health.majority(chain.since, gone);
  const bool storm = !majority.empty() && chain.redirects >= storm_redirects_min;
  if (majority.empty() && chain.redirects >= storm_redirects_min) ++unjudged_storms_;
  chain.redirects = 0;
  if (!storm) return std::nullopt;
  const bool each_other = before.by != by && before.to == by && to == before.by;
  return Storm{before.since, before.redirects, by, to, before.by, each_other, majority};
}

void Service::done(std::uint64_t request, Time now) {
  if (asked_ != time_never) longest_wait_ = std::max(longest_wait_, now - asked_);
  since_ = asked_ = time_never;
  if (Chain* const chain = chains_.find(request)) chain->redirects = chain->all = 0;
}

}  // namespace whitewater::checks
