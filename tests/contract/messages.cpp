// Contract, clause 4a, and the planes: what arrives was sent, unaltered, as the kind of event that it is.
#include <algorithm>
#include <set>

#include "tests/contract/suite.hpp"

namespace whitewater::contract {

namespace {

constexpr std::uint64_t count = 100;
std::uint64_t content(std::uint64_t k) {
  return mix(k);
}

// Sends content(1 … count) to node 1, five every millisecond, as kind.
Toy::Behaviour sender(SendKind kind) {
  return [kind, k = std::uint64_t{0}](const Seen& event, Effects& effects) mutable {
    if (event.kind != EventKind::started && event.kind != EventKind::timer_fired) return;
    for (int i = 0; i < 5 && k < count; ++i) {
      ++k;
      effects.send(kind, node(1), effects.make<Probe>(Probe{content(k)}), k, effects.last_write());
    }
    effects.set_timer(TimerId{0}, event.now + milliseconds(1));
  };
}

std::vector<Seen> arrivals(const HostFactory& make_host, SendKind kind) {
  Toy from{sender(kind)};
  Toy to;
  const auto host = make_host({2, Duration{}, true});
  host->add(node(0), from);
  host->add(node(1), to);
  host->run_for(milliseconds(300));
  std::vector<Seen> result;
  for (const Seen& event : to.history)
    if (event.kind != EventKind::started) result.push_back(event);
  return result;
}

Broken messages_are_never_altered(const HostFactory& make_host) {
  Broken broken;
  std::set<std::uint64_t> sent;
  for (std::uint64_t k = 1; k <= count; ++k) sent.insert(content(k));
  const std::vector<Seen> arrived = arrivals(make_host, SendKind::message);
  if (arrived.size() < count / 2) broken.push_back("a host without faults loses most messages");
  for (const Seen& event : arrived) {
    if (event.kind != EventKind::message_arrived) broken.push_back("a message did not arrive as one");
    if (event.from != node(0)) broken.push_back("a message arrived from somebody else");
    if (!sent.contains(event.number)) broken.push_back("something arrived that was never sent");
  }
  return broken;
}

Broken first_in_first_out(const HostFactory& make_host, SendKind send, EventKind arrive) {
  Broken broken;
  const std::vector<Seen> arrived = arrivals(make_host, send);
  if (arrived.size() != count)
    broken.push_back("expected " + std::to_string(count) + " arrivals, found " + std::to_string(arrived.size()));
  for (std::size_t i = 0; i < std::min<std::size_t>(count, arrived.size()); ++i) {
    if (arrived[i].kind != arrive || arrived[i].from != node(0)) broken.push_back("it did not arrive as what it is");
    if (arrived[i].number != content(i + 1)) return {"the order changed, or the content did"};
  }
  return broken;
}

Broken requests_arrive_in_order(const HostFactory& make_host) {
  return first_in_first_out(make_host, SendKind::request, EventKind::request_arrived);
}

Broken replies_arrive_in_order(const HostFactory& make_host) {
  return first_in_first_out(make_host, SendKind::reply, EventKind::reply_arrived);
}

// An answer goes back to where the request came from, and nothing goes to a node that is dead.
Broken the_dead_hear_nothing(const HostFactory& make_host) {
  Toy client{[](const Seen& event, Effects& effects) {
    if (event.kind == EventKind::reply_arrived) return;
    effects.send_request(node(1), effects.make<Probe>(Probe{7}));
    effects.set_timer(TimerId{0}, event.now + milliseconds(1));
  }};
  Toy server{[](const Seen& event, Effects& effects) {
    if (event.kind == EventKind::request_arrived)
      effects.send_reply(event.from, effects.make<Probe>(Probe{event.number + 1}));
  }};
  const auto host = make_host({2, Duration{}, true});
  host->add(node(0), client);
  host->add(node(1), server);
  host->run_for(milliseconds(50));
  host->crash(node(1));
  const std::size_t heard = server.history.size();
  host->run_for(milliseconds(50));
  Broken broken;
  const std::vector<std::uint64_t> answers = client.numbers(EventKind::reply_arrived);
  if (answers.empty() || std::count(answers.begin(), answers.end(), 8u) != static_cast<std::ptrdiff_t>(answers.size()))
    broken.push_back("the client was not answered what the server said");
  if (server.history.size() != heard) broken.push_back("a dead node was handed an event");
  host->restart(node(1));
  host->run_for(milliseconds(50));
  if (server.history.size() <= heard || server.history[heard].kind != EventKind::started)
    broken.push_back("the first event of a new life was not its start");
  return broken;
}

constexpr Clause clauses[] = {
    {"4a: messages are never altered", messages_are_never_altered},
    {"5a: requests arrive as such, first in first out", requests_arrive_in_order},
    {"5b: replies arrive as such, first in first out", replies_arrive_in_order},
    {"6: a dead node is handed nothing, a new life begins with Started", the_dead_hear_nothing},
};

}  // namespace

std::span<const Clause> message_clauses() {
  return clauses;
}

}  // namespace whitewater::contract
