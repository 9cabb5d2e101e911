// Fewer requests.
#include <set>
#include <utility>

#include "core/text/concat.hpp"
#include "scenarios/search/requests.hpp"
#include "scenarios/search/shrink_passes.hpp"

namespace whitewater::scenarios {

void list_requests(Shrinking& shrinking) {
  if (request_count(shrinking.best())) return;
  if (std::optional<Scenario> listed = shrinking.trials().runner().with_listed_requests(shrinking.best()))
    shrinking.says_as_data(std::move(*listed), "The requests of the failing run");
}

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
  take_away(shrinking, count, [&](const std::vector<bool>& kept) {
    std::set<std::size_t> gone;
    for (std::size_t place = 0; place < count; ++place)
      if (!kept[place]) gone.insert(place);
    Scenario candidate = without_requests(from, gone);
    const std::size_t left = request_count(shrinking.best()).value_or(0);
    if (count - gone.size() + 1 < left) return shrinking.accepts(std::move(candidate));
    // The one that is missing, by its place among those that are left.
    std::string change = "without a request";
    for (std::size_t place = 0; place < left; ++place) {
      Scenario without = without_requests(shrinking.best(), {place});
      if (without == candidate) change = concat({"without the request: ", request_at(shrinking.best(), place).text});
    }
    return shrinking.accepts(std::move(candidate), change);
  });
}

}  // namespace whitewater::scenarios
