// First the latest operations, more and more of them, until they contradict each other; then fewer of them, down to one
// less at a time. One pass suffices: what is needed among many operations is needed among few.
#include "core/check/linearizability/few_operations.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "core/check/linearizability/general_search.hpp"
#include "core/check/linearizability/register_search.hpp"

namespace whitewater::checks {

namespace {

constexpr std::size_t window_first = 4;
constexpr std::size_t window_max = 2'048;
constexpr std::size_t helpers_told_max = 6;

bool writes(const Operation& operation) {
  return operation.kind != Operation::Kind::get && operation.outcome != Operation::Outcome::failed;
}

}  // namespace

void FewOperations::Part::add(const History& whole, const Operation& operation) {
  positions.push_back(static_cast<std::uint32_t>(history.operations.size()));
  Operation& copy = history.operations.emplace_back(operation);
  copy.key = 0;
  copy.value = history.values.number(whole.values.text(operation.value));
  copy.from = history.values.number(whole.values.text(operation.from));
}

void FewOperations::gather(std::uint32_t last) {
  end_ = key_.at(last).returned;
  for (const std::uint32_t position : key_.operations) {
    const Operation& operation = key_.at(position);
    if (operation.called > end_) continue;
    appends_ = appends_ || operation.kind == Operation::Kind::append;
    if (!operation.pending() && operation.returned <= end_) done_.push_back(position);
    if (writes(operation)) writes_.push_back(position);
  }
  std::stable_sort(done_.begin(), done_.end(),
                   [&](auto a, auto b) { return key_.at(a).returned < key_.at(b).returned; });
  std::stable_sort(writes_.begin(), writes_.end(),
                   [&](auto a, auto b) { return key_.at(a).called < key_.at(b).called; });
}

// A write without a need for its value may be left out of every order that works. Of several writes of one value that
// may take effect at any time after their calls, those that were called first suffice.
FewOperations::Positions FewOperations::helpers(const Positions& kept, const Operation* more,
                                                std::int64_t since) const {
  std::map<std::uint32_t, std::size_t> needs;  // by value: how many operations need it
  bool all = appends_;
  const auto need = [&](const Operation& operation) {
    all = all || operation.outcome == Operation::Outcome::failed;  // it needs any value but one
    if (operation.kind == Operation::Kind::get) ++needs[operation.value];
    if (operation.kind == Operation::Kind::cas) ++needs[operation.from];
  };
  Positions sorted = kept;
  std::sort(sorted.begin(), sorted.end());
  for (const std::uint32_t position : kept) need(key_.at(position));
  if (more != nullptr) need(*more);
  Positions found;
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::size_t> used;
  std::vector<bool> taken(writes_.size(), false);
  for (bool grows = true; grows;) {
    grows = false;
    for (std::size_t i = 0; i < writes_.size(); ++i) {
      const Operation& write = key_.at(writes_[i]);
      if (taken[i] || write.returned < since || std::binary_search(sorted.begin(), sorted.end(), writes_[i])) continue;
      const auto needed = needs.find(write.value);
      if (!all && needed == needs.end()) continue;
      const bool swap = write.kind == Operation::Kind::cas;
      std::size_t& count = used[{write.value, swap ? write.from + 1 : 0}];
      if (!all && count >= needed->second) continue;
      ++count;
      taken[i] = grows = true;
      found.push_back(writes_[i]);
      if (swap) need(write);
    }
  }
  return found;
}

bool FewOperations::impossible(Part& part) {
  part.history.keys.number("");
  const KeyHistory key{part.history, 0, part.positions};
  const bool plain =
      std::all_of(part.history.operations.begin(), part.history.operations.end(),
                  [](const Operation& o) { return o.kind == Operation::Kind::get || o.kind == Operation::Kind::put; });
  SearchBudget budget{steps_left_, std::size_t{16} << 20};
  const SearchOutcome outcome =
      plain ? RegisterSearch(key).run(memory_, budget) : GeneralSearch(key).run(memory_, budget);
  steps_left_ = budget.steps_left;
  return outcome == SearchOutcome::exhausted;
}

bool FewOperations::impossible_from(std::string_view initial, const Positions& kept, const Positions& loose,
                                    const Operation* more) {
  if (steps_left_ == 0 || kept.size() + loose.size() > 2 * window_max) return false;
  Part part{History(initial), {}};
  for (const std::uint32_t position : kept) part.add(key_.history, key_.at(position));
  for (const std::uint32_t position : loose) {
    Operation open = key_.at(position);
    open.outcome = Operation::Outcome::pending;
    open.returned = Operation::never;
    part.add(key_.history, open);
  }
  if (more != nullptr) part.add(key_.history, *more);
  return impossible(part);
}

// Values that no operation mentions are all alike.
bool FewOperations::impossible_from_any(const Positions& kept, const Operation* more) {
  std::int64_t since = more != nullptr ? more->called : Operation::never;
  for (const std::uint32_t position : kept) since = std::min(since, key_.at(position).called);
  if (appends_ || done_.empty() || key_.at(done_.front()).returned >= since) return false;
  const Positions loose = helpers(kept, more, since);
  Positions values;
  const auto mention = [&](const Operation& operation) {
    if (operation.kind == Operation::Kind::get) values.push_back(operation.value);
    if (operation.kind == Operation::Kind::cas) values.push_back(operation.from);
  };
  for (const Positions* list : {&kept, &loose})
    for (const std::uint32_t position : *list) mention(key_.at(position));
  if (more != nullptr) mention(*more);
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  constexpr std::string_view another = "\x02 another value";
  return impossible_from(another, kept, loose, more) &&
         std::all_of(values.begin(), values.end(), [&](std::uint32_t value) {
           return impossible_from(key_.history.values.text(value), kept, loose, more);
         });
}

bool FewOperations::contradict(const Positions& kept, const Operation* more) {
  steps_left_ -= std::min<std::uint64_t>(steps_left_, kept.size() + writes_.size() / 16);  // a scan is cheap
  const std::string_view initial = key_.history.values.text(History::initial);
  return impossible_from(initial, kept, helpers(kept, more), more) || (settles_ && impossible_from_any(kept, more));
}

// The latest operations that contradict each other.
FewOperations::Positions FewOperations::window() {
  for (std::size_t size = window_first;; size *= 2) {
    size = std::min({size, done_.size(), window_max});
    Positions kept(done_.end() - static_cast<std::ptrdiff_t>(size), done_.end());
    if (contradict(kept)) return kept;
    if (size == done_.size() || size == window_max || steps_left_ == 0) return {};
  }
}

// The values that the other operations allow when the latest read looked.
void FewOperations::find_values_that_stood(Contradiction& found, const Positions& kept) {
  const auto looks = [&](std::uint32_t position) {
    const Operation& operation = key_.at(position);
    return operation.kind == Operation::Kind::get || operation.kind == Operation::Kind::cas;
  };
  const auto read = std::find_if(kept.rbegin(), kept.rend(), looks);
  if (read == kept.rend() || appends_) return;
  Positions others = kept;
  others.erase(std::find(others.begin(), others.end(), *read));
  Operation look = key_.at(*read);
  look.kind = Operation::Kind::get;
  look.outcome = Operation::Outcome::ok;
  Positions values{History::initial};
  for (const std::uint32_t position : others)
    if (writes(key_.at(position))) values.push_back(key_.at(position).value);
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  for (const std::uint32_t value : values) {
    look.value = value;
    if (!contradict(others, &look)) found.stood.push_back(value);
  }
  // A compare-and-set may have seen what it needs: then another operation suffers from what it wrote.
  const Operation& looked = key_.at(*read);
  const bool failed = looked.outcome == Operation::Outcome::failed;
  const std::uint32_t seen = looked.kind == Operation::Kind::cas ? looked.from : looked.value;
  const bool stood = std::binary_search(found.stood.begin(), found.stood.end(), seen);
  constexpr std::size_t told_max = 3;
  if (steps_left_ == 0 || stood != failed || found.stood.size() > (failed ? 1 : told_max)) return found.stood.clear();
  found.looked = *read;
}

void FewOperations::shrink(Positions& kept) {
  for (std::size_t part = std::max<std::size_t>(1, kept.size() / 2); part > 0; part /= 2) {
    for (std::size_t i = 0; i < kept.size() && steps_left_ > 0;) {
      const std::size_t end = std::min(i + part, kept.size());
      Positions fewer = kept;
      fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i), fewer.begin() + static_cast<std::ptrdiff_t>(end));
      if (contradict(fewer))
        kept = std::move(fewer);
      else
        i = end;
    }
  }
}

std::optional<Contradiction> FewOperations::find(std::uint32_t last) {
  gather(last);
  Positions kept = window();
  if (kept.empty()) {
    settles_ = true;
    steps_left_ = steps_max;
    kept = window();
  }
  if (kept.empty()) return std::nullopt;
  shrink(kept);
  Contradiction found{key_.key, Contradiction::Kind::no_order, kept};
  find_values_that_stood(found, kept);
  std::int64_t since = Operation::never;
  for (const std::uint32_t position : kept) since = std::min(since, key_.at(position).called);
  Positions told = helpers(kept, nullptr, since);
  if (told.size() > helpers_told_max) told.clear();
  found.operations.insert(found.operations.end(), told.begin(), told.end());
  std::stable_sort(found.operations.begin(), found.operations.end(),
                   [&](auto a, auto b) { return key_.at(a).called < key_.at(b).called; });
  return found;
}

}  // namespace whitewater::checks
