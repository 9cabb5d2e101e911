// A depth-first search over sets of operations that have taken effect. A put without an ok may take effect at any time
// after it was sent, or never.
#include "scenarios/search/explain/second_opinion.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>
#include <vector>

namespace whitewater::scenarios {

namespace {

using State = ReportedRequest::State;

struct Called {
  bool get = false;
  bool must = false;  // it was answered, so it took effect
  Time begin;
  Time end = time_never;
  std::string value;
};

class Orders {
 public:
  explicit Orders(const std::vector<Called>& operations) : operations_(operations) {}

  bool exists(const std::string& initial) { return goes_on(0, initial); }

 private:
  bool goes_on(std::uint32_t done, const std::string& value) {
    if (!seen_.insert({done, value}).second) return false;
    Time first_end = time_never;
    bool all = true;
    for (std::size_t i = 0; i < operations_.size(); ++i) {
      if ((done >> i & 1) != 0 || !operations_[i].must) continue;
      all = false;
      first_end = std::min(first_end, operations_[i].end);
    }
    if (all) return true;
    for (std::size_t i = 0; i < operations_.size(); ++i) {
      const Called& next = operations_[i];
      // What ended before another one began takes effect before it.
      if ((done >> i & 1) != 0 || next.begin > first_end || (next.get && next.value != value)) continue;
      if (goes_on(done | std::uint32_t{1} << i, next.get ? value : next.value)) return true;
    }
    return false;
  }

  const std::vector<Called>& operations_;
  std::set<std::pair<std::uint32_t, std::string>> seen_;
};

std::map<std::string, std::vector<Called>> by_key(std::span<const ReportedRequest> requests,
                                                  const std::string& initial) {
  std::map<std::string, std::vector<Called>> keys;
  for (const ReportedRequest& request : requests) {
    const bool ok = request.state == State::ok;
    if (request.is_get() && !ok) continue;
    Called called{request.is_get(), ok, request.sent, ok ? request.answered : time_never, request.written};
    if (called.get) called.value = request.read.value_or(initial);
    keys[request.key].push_back(std::move(called));
  }
  return keys;
}

}  // namespace

Opinion second_opinion(std::span<const ReportedRequest> requests, const std::string& initial) {
  bool unknown = false;
  for (const auto& [key, operations] : by_key(requests, initial)) {
    if (operations.size() > operations_tried_max)
      unknown = true;
    else if (!Orders(operations).exists(initial))
      return Opinion::agrees;
  }
  return unknown ? Opinion::unknown : Opinion::differs;
}

}  // namespace whitewater::scenarios
