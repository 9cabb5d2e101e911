// Contract, clauses 1 and 4b: what leaves waits for its writes; a restart is given what was durable.
#include <algorithm>

#include "tests/contract/suite.hpp"

namespace whitewater::contract {

namespace {

// Node 0 appends record k = 1, 2, 3 … every millisecond and tells node 1 "k"; over restarts it goes on
// behind what it recovered.
class Writer {
 public:
  void operator()(const Seen& event, Effects& effects) {
    if (event.kind == EventKind::started) length_ = event.log.size();
    ++length_;
    effects.append(length_, 1, effects.make<Probe>(Probe{length_}));
    effects.replace(SlotId{2}, effects.make<Probe>(Probe{length_}));
    effects.send_message(node(1), effects.make<Probe>(Probe{length_}));
    effects.set_timer(TimerId{0}, event.now + milliseconds(1));
  }

 private:
  std::uint64_t length_ = 0;
};

std::uint64_t highest_heard(const Toy& listener) {
  std::uint64_t highest = 0;
  for (const std::uint64_t number : listener.numbers(EventKind::message_arrived)) highest = std::max(highest, number);
  return highest;
}

Broken released_only_when_durable(const HostFactory& make_host) {
  Broken broken;
  for (const std::int64_t life : {3'300, 7'100, 12'700, 20'900}) {
    Toy writer{Writer{}};
    Toy listener;
    const auto host = make_host({2, milliseconds(4), true});
    host->add(node(0), writer);
    host->add(node(1), listener);
    host->run_for(microseconds(life));
    host->crash(node(0));
    host->run_for(milliseconds(50));  // what had left arrives
    const std::uint64_t told = highest_heard(listener);
    host->restart(node(0));
    host->run_for(milliseconds(5));
    const auto last_life = std::find_if(writer.history.rbegin(), writer.history.rend(),
                                        [](const Seen& event) { return event.kind == EventKind::started; });
    if (last_life == writer.history.rend() || last_life == writer.history.rend() - 1)
      broken.push_back("the actor was not started again");
    else if (last_life->log.size() < told)
      broken.push_back("record " + std::to_string(told) + " was told of and is lost, " +
                       std::to_string(last_life->log.size()) + " were recovered");
  }
  return broken;
}

Broken recovers_what_was_durable(const HostFactory& make_host) {
  Broken broken;
  Toy writer{Writer{}};
  Toy listener;
  const auto host = make_host({2, microseconds(300), true});
  host->add(node(0), writer);
  host->add(node(1), listener);
  for (int life = 0; life < 4; ++life) {
    host->run_for(milliseconds(10));
    host->crash(node(0));
    host->run_for(milliseconds(20));
    host->restart(node(0));
  }
  host->run_for(milliseconds(20));

  std::uint64_t issued = 0;
  std::size_t lives = 0;
  for (const Seen& event : writer.history) {
    if (event.kind != EventKind::started) {
      ++issued;
      continue;
    }
    if (lives++ == 0 && (!event.log.empty() || std::count(event.slots.begin(), event.slots.end(), 0u) !=
                                                   static_cast<std::ptrdiff_t>(event.slots.size())))
      broken.push_back("the first start recovers something");
    for (std::size_t i = 0; i < event.log.size(); ++i)
      if (event.log[i] != i + 1) broken.push_back("record " + std::to_string(i + 1) + " is not what was written");
    if (event.log.size() > issued) broken.push_back("more was recovered than written");
    // The slot is written behind the record: it may be one behind, when the crash came between.
    const std::uint64_t slot = event.slots.size() > 2 ? event.slots[2] : 0;
    if (slot != event.log.size() && slot + 1 != event.log.size())
      broken.push_back("slot 2 holds " + std::to_string(slot) + " beside " + std::to_string(event.log.size()) +
                       " records");
    issued = event.log.size() + 1;
  }
  if (lives != 5) broken.push_back("expected 5 starts, found " + std::to_string(lives));
  if (issued < 5) broken.push_back("nothing was written in five lives");
  return broken;
}

// Append, truncate and replace of one event take effect one after the other.
Broken writes_take_effect_in_order(const HostFactory& make_host) {
  Toy writer{[](const Seen& event, Effects& effects) {
    if (event.kind != EventKind::started || !event.log.empty()) return;
    effects.append(1, 3, effects.make<Probe>(Probe{10}));  // 10, 11, 12
    effects.truncate(3);
    effects.append(3, 2, effects.make<Probe>(Probe{20}));  // 10, 11, 20, 21
    effects.replace(SlotId{0}, effects.make<Probe>(Probe{5}));
    effects.replace(SlotId{0}, effects.make<Probe>(Probe{6}));
  }};
  const auto host = make_host({1, microseconds(300), true});
  host->add(node(0), writer);
  host->run_for(milliseconds(50));
  host->crash(node(0));
  host->restart(node(0));
  host->run_for(milliseconds(20));
  Broken broken;
  const Seen& last = writer.history.back();
  if (writer.history.size() != 2 || last.kind != EventKind::started) return {"expected two starts and nothing else"};
  if (last.log != std::vector<std::uint64_t>{10, 11, 20, 21})
    broken.push_back("the log is not what the writes made of it");
  if (last.slots.empty() || last.slots[0] != 6) broken.push_back("slot 0 does not hold what was written last");
  return broken;
}

// A trim moves the log's first index, also to behind its last record.
Broken trimmed_log_begins_later(const HostFactory& make_host) {
  using Numbers = std::vector<std::uint64_t>;
  unsigned life = 0;
  Toy writer{[&life](const Seen& event, Effects& effects) {
    if (event.kind != EventKind::started) return;
    if (++life == 1) {
      effects.append(1, 5, effects.make<Probe>(Probe{11}));  // 11 … 15
      effects.trim(3);
      effects.append(6, 1, effects.make<Probe>(Probe{20}));
      effects.truncate(5);
      effects.append(5, 1, effects.make<Probe>(Probe{30}));
    } else if (life == 2) {
      effects.trim(10);
      effects.append(10, 1, effects.make<Probe>(Probe{40}));
    }
  }};
  const auto host = make_host({1, microseconds(300), true});
  host->add(node(0), writer);
  for (int restarts = 0; restarts < 2; ++restarts) {
    host->run_for(milliseconds(50));
    host->crash(node(0));
    host->restart(node(0));
  }
  host->run_for(milliseconds(20));
  if (writer.history.size() != 3) return {"expected three starts and nothing else"};
  Broken broken;
  if (writer.history[1].log_first != 3 || writer.history[1].log != Numbers{13, 14, 30})
    broken.push_back("a log trimmed within does not begin where it was told to");
  if (writer.history[2].log_first != 10 || writer.history[2].log != Numbers{40})
    broken.push_back("a log trimmed behind its end does not begin where it was told to");
  return broken;
}

// A record that cannot be read is said to be so, or the host refuses to start and says why.
Broken damage_is_told(const HostFactory& make_host) {
  Toy writer{[](const Seen& event, Effects& effects) {
    if (event.kind != EventKind::started || !event.log.empty()) return;
    for (std::uint64_t k = 1; k <= 9; ++k) effects.append(k, 1, effects.make<Probe>(Probe{100 + k}));
  }};
  const auto host = make_host({1, microseconds(300), true});
  host->add(node(0), writer);
  host->run_for(milliseconds(50));
  host->crash(node(0));
  const std::string refusal = host->restart_damaged(node(0), 5);
  if (!refusal.empty())
    return refusal.find("damaged") != std::string::npos ? Broken{}
                                                        : Broken{"it refuses and does not say why: " + refusal};
  host->run_for(milliseconds(20));
  if (writer.history.size() != 2) return {"expected two starts and nothing else"};
  const Seen& last = writer.history.back();
  Broken broken;
  if (last.damaged != 1) broken.push_back("one record is damaged, " + std::to_string(last.damaged) + " are said to be");
  std::vector<std::uint64_t> expected{101, 102, 103, 104, number_of({}), 106, 107, 108, 109};
  if (last.log != expected) broken.push_back("the other records are not what was written");
  return broken;
}

constexpr Clause clauses[] = {
    {"1a: what leaves waits for the writes that it names", released_only_when_durable},
    {"1b: writes take effect in the order of issue", writes_take_effect_in_order},
    {"1c: a log that was trimmed begins where it was told to", trimmed_log_begins_later},
    {"4b: a restart is given what was durable, and nothing else", recovers_what_was_durable},
    {"4c: a record that cannot be read is said to be damaged, or the host refuses to start", damage_is_told},
};

}  // namespace

std::span<const Clause> write_clauses() {
  return clauses;
}

}  // namespace whitewater::contract
