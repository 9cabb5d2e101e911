// Fewer requests.
#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "core/text/concat.hpp"
#include "scenarios/search/requests.hpp"
#include "scenarios/search/shrink_passes.hpp"

namespace whitewater::scenarios {

namespace {

// More keys than so many are no small failure.
constexpr std::size_t keys_tried = 8;

}  // namespace

void drop_late_requests(Shrinking& shrinking) {
  const std::size_t count = request_count(shrinking.best()).value_or(0);
  std::set<std::size_t> late;
  for (std::size_t place = 0; place < count; ++place)
    if (request_at(shrinking.best(), place).time > shrinking.at()) late.insert(place);
  if (!late.empty()) shrinking.accepts(without_requests(shrinking.best(), late));
}

void drop_other_keys(Shrinking& shrinking) {
  const Scenario from = shrinking.best();
  const std::size_t count = request_count(from).value_or(0);
  // In the order in which they were asked for last, the latest first.
  std::vector<std::uint64_t> keys;
  for (std::size_t place = count; place-- > 0;) {
    const std::optional<std::uint64_t> key = request_at(from, place).key;
    if (!key) return;
    if (std::find(keys.begin(), keys.end(), *key) == keys.end()) keys.push_back(*key);
  }
  for (std::size_t few = 1; few < keys.size() && few <= keys_tried && !shrinking.spent(); few *= 2) {
    const auto end = keys.begin() + static_cast<std::ptrdiff_t>(few);
    std::set<std::size_t> others;
    for (std::size_t place = 0; place < count; ++place)
      if (std::find(keys.begin(), end, *request_at(from, place).key) == end) others.insert(place);
    if (shrinking.accepts(without_requests(from, others))) return;
  }
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
