// Contract, clause 7: time that an event takes passes, or the host refuses the effect by its name.
#include <algorithm>

#include "tests/contract/suite.hpp"

namespace whitewater::contract {

namespace {

// What is broken about a refusal; nothing refused: nothing.
Broken unnamed(const std::string& refusal, const std::string& name) {
  if (refusal.find(name) != std::string::npos) return {};
  return {"it refuses and does not name " + name + ": " + refusal};
}

// Node 1 answers each message at once; node 0 asks for three of which the second leaves 30 ms later.
Broken messages_leave_later(const HostFactory& make_host) {
  Time asked_at;
  Toy asker{[&asked_at](const Seen& event, Effects& effects) {
    if (event.kind != EventKind::started) return;
    asked_at = event.now;
    for (const std::uint64_t number : {1u, 2u, 3u})
      effects.send(SendKind::request, node(1), effects.make<Probe>(Probe{number}), number, effects.last_write(),
                   number == 2 ? milliseconds(30) : Duration{});
  }};
  Toy answerer{[](const Seen& event, Effects& effects) {
    if (event.kind == EventKind::request_arrived)
      effects.send_reply(event.from, effects.make<Probe>(Probe{event.number}));
  }};
  const auto host = make_host({2, Duration{}, true});
  host->add(node(0), asker);
  host->add(node(1), answerer);
  host->run_for(milliseconds(100));
  if (const std::string refusal = host->refusal(node(0)); !refusal.empty()) return unnamed(refusal, "`after`");
  Broken broken;
  if (asker.numbers(EventKind::reply_arrived) != std::vector<std::uint64_t>{1, 3, 2})
    return {"of three messages the one that leaves later did not come last"};
  if (asker.times(EventKind::reply_arrived).back() < asked_at + milliseconds(30))
    broken.push_back("a message left earlier than it said");
  return broken;
}

// Node 0 sends itself ten messages and sets a timer; each of its events takes 4 ms.
Broken busy_nodes_take_nothing(const HostFactory& make_host) {
  Toy toy{[](const Seen& event, Effects& effects) {
    if (event.kind == EventKind::started) {
      for (std::uint64_t number = 1; number <= 10; ++number)
        effects.send_request(node(0), effects.make<Probe>(Probe{number}), number);
      effects.set_timer(TimerId{0}, event.now + milliseconds(20));
    }
    effects.busy_for(milliseconds(4));
  }};
  const auto host = make_host({1, Duration{}, true});
  host->add(node(0), toy);
  host->run_for(milliseconds(150));
  if (const std::string refusal = host->refusal(node(0)); !refusal.empty()) return unnamed(refusal, "busy_for");
  Broken broken;
  if (toy.numbers(EventKind::request_arrived) != std::vector<std::uint64_t>{1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    broken.push_back("what arrived at a busy node was not kept in order");
  if (toy.numbers(EventKind::timer_fired).size() != 1) broken.push_back("the timer of a busy node did not fire once");
  for (std::size_t i = 1; i < toy.history.size(); ++i)
    if (toy.history[i].now < toy.history[i - 1].now + milliseconds(4))
      return {"a node took an event while it was busy"};
  return broken;
}

constexpr Clause clauses[] = {
    {"7a: a message that leaves later leaves later, or is refused by name", messages_leave_later},
    {"7b: a busy node takes nothing, or being busy is refused by name", busy_nodes_take_nothing},
};

}  // namespace

std::span<const Clause> elapsed_clauses() {
  return clauses;
}

}  // namespace whitewater::contract
