// One event queue and one loop, without any layer that could be left out.
#include "tools/bench/reference_pump.hpp"

#include <algorithm>
#include <cstring>

namespace whitewater::tools::bench {

namespace {

std::uint64_t hash_of(const std::array<char, 32>& text) {
  std::uint64_t words[4];
  std::memcpy(words, text.data(), sizeof words);
  return hash_words(words[0], words[1], words[2], words[3]);
}

}  // namespace

ReferencePump::Outcome ReferencePump::run(std::uint64_t seed, std::uint32_t requests) {
  reset(seed, requests);
  const Time end = Time{} + S37::end;
  while (!queue_.empty() && queue_.top().time() <= end) {
    const auto top = queue_.top();
    queue_.pop();
    now_ = top.time();
    const std::uint32_t slot = top.slot();
    const Event event = slots_[slot];
    free_slots_.push_back(slot);
    handle(event);
    ++outcome_.events;
    digest_.fold_event(static_cast<std::uint64_t>(now_.ns), top.sequence(),
                       event.to | (static_cast<std::uint64_t>(event.kind) << 16),
                       (std::uint64_t{event.first} << 32) | event.count, replicas_[event.to % S37::replicas].state);
  }
  outcome_.digest = digest_.value();
  return outcome_;
}

void ReferencePump::reset(std::uint64_t seed, std::uint32_t requests) {
  queue_.clear();
  slots_.clear();
  free_slots_.clear();
  sequence_ = 0;
  seed_ = seed;
  draws_ = 0;
  requests_ = requests;
  now_ = {};
  for (Replica& replica : replicas_) {
    replica.log.clear();
    std::fill(replica.cells.begin(), replica.cells.end(), Cell{});
    replica.cells_used = 0;
    replica.applied = 0;
    replica.state = 0;
  }
  match_ = {};
  commit_ = 0;
  commands_.clear();
  history_.clear();
  outcome_ = {};
  digest_ = {};
  push(now_ + S37::heartbeat, Kind::heartbeat_due);
  if (requests_ > 0) push(now_ + S37::start_wait, Kind::request_due);
}

ReferencePump::Event& ReferencePump::push(Time at, Kind kind) {
  std::uint32_t slot;
  if (free_slots_.empty()) {
    slot = static_cast<std::uint32_t>(slots_.size());
    slots_.emplace_back();
  } else {
    slot = free_slots_.back();
    free_slots_.pop_back();
  }
  queue_.push(at, sequence_++, slot);
  Event& event = slots_[slot];
  event = Event{};
  event.kind = kind;
  return event;
}

ReferencePump::Event& ReferencePump::send(std::uint8_t from, std::uint8_t to, Kind kind) {
  const std::uint64_t word = mix(seed_ + ++draws_ * 0x9E3779B97F4A7C15ull);
  Event& event = push(now_ + uniform(word, S37::delay_low, S37::delay_high), kind);
  event.from = from;
  event.to = to;
  return event;
}

void ReferencePump::handle(const Event& event) {
  switch (event.kind) {
    case Kind::request_due:
      return on_request_due(event.first);
    case Kind::heartbeat_due:
      return on_heartbeat_due();
    case Kind::request: {
      Replica& replica = replicas_[leader];
      replica.log.push_back(event.first);
      match_[leader] = static_cast<std::uint32_t>(replica.log.size());
      for (std::uint8_t to = 1; to < S37::replicas; ++to) {
        Event& append = send(leader, to, Kind::append);
        append.first = match_[leader];
        append.count = 1;
        append.commit = commit_;
      }
      return;
    }
    case Kind::append:
      return on_append(event);
    case Kind::ack:
      return on_ack(event);
    case Kind::reply:
      history_[event.first].returned = now_;
      ++outcome_.answered;
      return;
  }
}

void ReferencePump::on_request_due(std::uint32_t request) {
  const std::uint64_t word = hash_words(seed_, stream("pump"), request);
  const auto client = static_cast<std::uint16_t>(scale(word, S37::clients));
  commands_.push_back(Command{text(word), text(~word), 0, 0, request, client});
  commands_.back().key_hash = hash_of(commands_.back().key);
  commands_.back().value_hash = hash_of(commands_.back().value);
  history_.push_back(HistoryRecord{now_, {}, request, client});
  send(static_cast<std::uint8_t>(S37::replicas + client), leader, Kind::request).first = request;
  if (request + 1 == requests_) return;
  const Time next = Time{} + S37::start_wait + Duration{S37::lifetime.ns * (request + 1) / requests_};
  push(next, Kind::request_due).first = request + 1;
}

void ReferencePump::on_heartbeat_due() {
  for (std::uint8_t to = 1; to < S37::replicas; ++to) {
    Event& append = send(leader, to, Kind::append);
    append.first = match_[to] + 1;
    append.commit = commit_;
  }
  push(now_ + S37::heartbeat, Kind::heartbeat_due);
}

void ReferencePump::on_append(const Event& event) {
  ++outcome_.messages;
  Replica& replica = replicas_[event.to];
  const auto last = static_cast<std::uint32_t>(replica.log.size());
  // Out of order: take the missing entries from the leader's log, as a real append would carry them.
  if (event.count > 0 && event.first + event.count - 1 > last)
    for (std::uint32_t i = last; i < event.first + event.count - 1; ++i)
      replica.log.push_back(replicas_[leader].log[i]);
  apply_until(replica, std::min(event.commit, static_cast<std::uint32_t>(replica.log.size())));
  send(event.to, leader, Kind::ack).count = static_cast<std::uint32_t>(replica.log.size());
}

void ReferencePump::on_ack(const Event& event) {
  ++outcome_.messages;
  match_[event.from] = std::max(match_[event.from], event.count);
  if (event.count <= commit_) return;
  unsigned holders = 0;
  for (const std::uint32_t match : match_) holders += match >= event.count ? 1u : 0u;
  if (holders <= S37::replicas / 2) return;
  commit_ = event.count;
  apply_until(replicas_[leader], commit_);
}

void ReferencePump::apply_until(Replica& replica, std::uint32_t index) {
  while (replica.applied < index) {
    const std::uint32_t number = replica.log[replica.applied];
    const Command& command = commands_[number];
    ++replica.applied;
    apply(replica, number);
    if (&replica == &replicas_[leader]) {
      send(leader, static_cast<std::uint8_t>(S37::replicas + command.client), Kind::reply).first = command.request;
    }
  }
}

void ReferencePump::apply(Replica& replica, std::uint32_t number) {
  if ((replica.cells_used + 1) * 2 > replica.cells.size()) grow(replica);
  const Command& command = commands_[number];
  const auto hash = static_cast<std::uint32_t>(command.key_hash >> 32) | 1;  // never 0, which marks a free cell
  const std::size_t mask = replica.cells.size() - 1;
  std::size_t at = hash & mask;
  while (replica.cells[at].hash != 0 &&
         (replica.cells[at].hash != hash || commands_[replica.cells[at].command].key != command.key))
    at = (at + 1) & mask;
  if (replica.cells[at].hash == 0) ++replica.cells_used;
  replica.cells[at] = {hash, number};
  replica.state = combine(replica.state ^ command.key_hash, command.value_hash);
}

void ReferencePump::grow(Replica& replica) {
  std::vector<Cell> old(std::max<std::size_t>(1024, replica.cells.size() * 2));
  old.swap(replica.cells);
  const std::size_t mask = replica.cells.size() - 1;
  for (const Cell& cell : old) {
    if (cell.hash == 0) continue;
    std::size_t at = cell.hash & mask;
    while (replica.cells[at].hash != 0) at = (at + 1) & mask;
    replica.cells[at] = cell;
  }
}

// 32 letters A … P, eight per step.
ReferencePump::Text ReferencePump::text(std::uint64_t word) {
  std::uint64_t words[4];
  for (std::uint64_t& eight : words) {
    eight = (word & 0x0F0F0F0F0F0F0F0Full) + 0x4141414141414141ull;
    word = word * 0x9E3779B97F4A7C15ull + 1;
  }
  Text text;
  std::memcpy(text.data(), words, sizeof words);
  return text;
}

}  // namespace whitewater::tools::bench
