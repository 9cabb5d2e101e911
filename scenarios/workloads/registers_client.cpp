// One timer stands for all places: it is set to whatever comes first.
#include "scenarios/workloads/registers_client.hpp"

#include <algorithm>

namespace whitewater::scenarios {

void RegistersClient::reset(RegistersBook& book, unsigned index) {
  book_ = &book;
  index_ = index;
  leader_ = no_node;
  places_.assign(book.load().options().outstanding, Place{});
  intervals_ = 0;
  queue_.clear();
  head_ = 0;
  timer_ = time_never;
  rolling_ = 0;
}

void RegistersClient::handle(const Event& event, Time now, Effects& effects) {
  if (const auto* const arrived = std::get_if<ReplyArrived>(&event)) {
    on_reply(*arrived, now, effects);
  } else if (const auto* const fired = std::get_if<TimerFired>(&event)) {
    if (fired->timer == interval_timer) return on_interval(now, effects);
    timer_ = time_never;
    on_places(now, effects);
  } else if (std::holds_alternative<Started>(event)) {
    start(effects);
  }
  set_timer(effects);
}

// In intervals, clients take turns.
void RegistersClient::start(Effects& effects) {
  const Time first = options().load_begin();
  if (has_list()) return start_list(effects);
  if (in_intervals()) return effects.set_timer(interval_timer, first + options().interval * index_ / options().clients);
  for (std::uint32_t i = 0; i < places_.size(); ++i) {
    places_[i].number = i;
    places_[i].next = first + book_->load().think(operation(places_[i]));
  }
}

void RegistersClient::on_interval(Time now, Effects& effects) {
  if (now >= options().load_end()) return;
  if (has_list()) return on_listed_interval(now, effects);
  const std::uint32_t number = intervals_++;
  effects.set_timer(interval_timer, now + options().interval);
  const auto free = std::find_if(places_.begin(), places_.end(), [](const Place& place) { return !place.open; });
  if (free == places_.end()) return book_->left_out();
  free->number = number;
  begin(*free, now, effects);
  set_timer(effects);
}

void RegistersClient::on_places(Time now, Effects& effects) {
  for (Place& place : places_) {
    if (place.next > now) continue;
    if (!place.open) {
      place.next = time_never;
      if (now < options().load_end() && (!has_list() || take_listed(place, now))) begin(place, now, effects);
    } else if (place.gives_up <= now) {
      // Whoever did not answer may be dead.
      leader_ = no_node;
      book_->gave_up();
      end(place, now);
    } else {
      ask_again(place, now, effects);
    }
  }
}

void RegistersClient::on_reply(const ReplyArrived& arrived, Time now, Effects& effects) {
  const std::uint32_t record = book_->answer(book_->client_node(index_), arrived.from, arrived.payload, now);
  rolling_ = hash_words(rolling_, arrived.payload.fold(), arrived.from.value, record);
  if (record == RegistersRequest::none) return;
  const auto* const reply = arrived.payload.get_if<client::Reply>();
  leader_ = reply->leader.value < book_->load().replicas() ? reply->leader : no_node;
  const auto asked = std::find_if(places_.begin(), places_.end(),
                                  [&](const Place& place) { return place.open && place.record == record; });
  if (asked == places_.end()) return;  // it was given up meanwhile
  if (reply->outcome == client::Reply::Outcome::ok) return end(*asked, now);
  if (asked->attempt + 1 >= options().attempts || now >= options().end()) {
    book_->gave_up();
    return end(*asked, now);
  }
  ++asked->attempt;
  asked->record = book_->again(record, leader_, now, effects.pool());
  ask(*asked, now, effects);
}

void RegistersClient::begin(Place& place, Time now, Effects& effects) {
  place.open = true;
  place.attempt = 0;
  place.gives_up = options().patience == Duration{} ? time_never : now + options().patience;
  place.record = book_->begin(operation(place), leader_, now, effects.pool());
  ask(place, now, effects);
}

// A new attempt: its first request, to the leader if one is known, and sometimes a second one.
void RegistersClient::ask(Place& place, Time now, Effects& effects) {
  const RegistersLoad& load = book_->load();
  place.sendings = 0;
  const bool astray = !leader_.valid() || load.stray(operation(place), place.attempt);
  const NodeId first = astray ? load.replica(operation(place), place.attempt, place.sendings) : leader_;
  book_->sent_to(place.record, first);
  send(place, first, effects);
  if (load.sent_twice(operation(place), place.attempt))
    send(place, load.replica(operation(place), place.attempt, place.sendings, first), effects);
  wait(place, now);
}

void RegistersClient::ask_again(Place& place, Time now, Effects& effects) {
  leader_ = no_node;
  if (now < options().end())
    send(place, book_->load().replica(operation(place), place.attempt, place.sendings), effects);
  wait(place, now);
}

void RegistersClient::send(Place& place, NodeId to, Effects& effects) {
  const std::uint64_t identity = hash_words(place.number, place.attempt, place.sendings++);
  rolling_ = hash_words(rolling_, identity, to.value, leader_.value);
  effects.send_request(to, book_->requests()[place.record].payload, identity);
}

void RegistersClient::wait(Place& place, Time now) {
  const bool asks = options().ask_again > Duration{} && now < options().end();
  place.next = std::min(place.gives_up, asks ? now + options().ask_again : time_never);
}

void RegistersClient::end(Place& place, Time now) {
  place.open = false;
  place.next = place.gives_up = time_never;
  if (has_list()) return end_listed(place, now);
  if (in_intervals()) return;
  place.number += options().outstanding;
  const Time next = now + std::max(book_->load().think(operation(place)), pause_min);
  if (next < options().load_end()) place.next = next;
}

void RegistersClient::set_timer(Effects& effects) {
  Time first = time_never;
  for (const Place& place : places_) first = std::min(first, place.next);
  if (first == timer_) return;
  timer_ = first;
  if (first == time_never) return effects.cancel_timer(places_timer);
  effects.set_timer(places_timer, first);
}

}  // namespace whitewater::scenarios
