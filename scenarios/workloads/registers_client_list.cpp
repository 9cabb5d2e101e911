// How a client works through a list of operations. Where it drew the same operations before, it sets the same timers in
// the same steps, so a run with the complete list is the drawn run. Without intervals, operation n has the place n
// modulo `outstanding`, as in the plan, and waits until that place is free; with intervals it takes any free place.
#include <algorithm>

#include "scenarios/workloads/registers_client.hpp"
#include "scenarios/workloads/registers_list.hpp"

namespace whitewater::scenarios {

void RegistersClient::start_list(Effects& effects) {
  const std::vector<ListedOperation>& requests = *options().requests;
  for (std::uint32_t i = 0; i < requests.size(); ++i)
    if (requests[i].client == index_) queue_.push_back({i});
  const Time first = options().load_begin();
  if (in_intervals()) {
    next_interval_ = first + options().interval * index_ / options().clients;
    const Time asks = queue_.empty() ? time_never : time_of(0);
    return effects.set_timer(interval_timer, std::min(next_interval_, asks));
  }
  // From the last one to the first, so that each finds the one behind it.
  for (auto i = static_cast<std::uint32_t>(queue_.size()); i-- > 0;) {
    Place& place = places_[number_at(requests, queue_[i].listed) % places_.size()];
    queue_[i].behind = place.upcoming;
    place.upcoming = i;
  }
  for (std::uint32_t i = 0; i < places_.size(); ++i) {
    places_[i].number = i;
    // A plan that begins behind the lifetime sets a timer, too, and begins nothing.
    const Time drawn = first + book_->load().think(operation(places_[i]));
    if (places_[i].upcoming != none)
      places_[i].next = time_of(places_[i].upcoming);
    else if (drawn >= options().load_end())
      places_[i].next = drawn;
  }
}

// The intervals go on where no operation begins, as they do where too many are open.
void RegistersClient::on_listed_interval(Time now, Effects& effects) {
  passed_ = now;
  if (next_interval_ <= now) next_interval_ = now + options().interval;
  effects.set_timer(interval_timer, std::min(next_interval_, next_listed(now)));
  for (;;) {
    const auto free = std::find_if(places_.begin(), places_.end(), [](const Place& place) { return !place.open; });
    if (free == places_.end() || !take_listed(*free, now)) break;
    begin(*free, now, effects);
  }
  set_timer(effects);
}

// False: there is none that may begin now.
bool RegistersClient::take_listed(Place& place, Time now) {
  std::uint32_t& next = in_intervals() ? head_ : place.upcoming;
  if (next >= queue_.size() || time_of(next) > now) return false;
  place.listed = queue_[next].listed;
  place.number = number_at(*options().requests, place.listed);
  next = in_intervals() ? next + 1 : queue_[next].behind;
  return true;
}

void RegistersClient::end_listed(Place& place, Time now) {
  const std::uint32_t queued = in_intervals() ? head_ : place.upcoming;
  if (queued >= queue_.size()) return;
  // With intervals: the interval's timer begins what is to come, and a place that became free what had to wait.
  if (in_intervals() && time_of(queued) > passed_) return;
  const Time next = std::max(time_of(queued), now + pause_min);
  if (next < options().load_end()) place.next = next;
}

Time RegistersClient::next_listed(Time now) const {
  for (std::uint32_t i = head_; i < queue_.size(); ++i)
    if (time_of(i) > now) return time_of(i);
  return time_never;
}

void RegistersClient::append_planned(std::vector<std::pair<PlannedOperation, Time>>& planned) const {
  if (in_intervals()) return;
  for (const Place& place : places_)
    if (!place.open && place.next < options().load_end()) planned.push_back({operation(place), place.next});
}

}  // namespace whitewater::scenarios
