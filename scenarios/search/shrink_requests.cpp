// Fewer requests.
#include <set>
#include <utility>
#include <vector>

#include "core/text/concat.hpp"
#include "scenarios/search/requests.hpp"
#include "scenarios/search/shrink_passes.hpp"

namespace whitewater::scenarios {

void drop_late_requests(Shrinking& shrinking) {
  const std::size_t count = request_count(shrinking.best()).value_or(0);
  std::set<std::size_t> late;
  for (std::size_t place = 0; place < count; ++place)
    if (request_at(shrinking.best(), place).time > shrinking.at()) late.insert(place);
  if (!late.empty()) shrinking.accepts(without_requests(shrinking.best(), late));
}

void drop_requests(Shrinking& shrinking) {
  const Scenario from = shrinking.best();
  const std::size_t count = request_count(from).value_or(0);
  std::vector<bool> left(count, true);
  take_away(shrinking, count, [&](const std::vector<bool>& kept) {
    std::set<std::size_t> gone;
    for (std::size_t place = 0; place < count; ++place)
      if (!kept[place]) gone.insert(place);
    const std::optional<std::size_t> one = the_only_one(left, kept);
    const std::string change = one ? concat({"without the request: ", request_at(from, *one).text}) : "";
    if (!shrinking.accepts(without_requests(from, gone), change)) return false;
    left = kept;
    return true;
  });
}

}  // namespace whitewater::scenarios
