// Contract, clauses 2 and 3: timers fire, but never early and never for an old deadline; the clock never goes back.
#include <algorithm>
#include <map>

#include "tests/contract/suite.hpp"

namespace whitewater::contract {

namespace {

using Numbers = std::vector<std::uint64_t>;

std::unique_ptr<HostUnderTest> run_alone(const HostFactory& make_host, Toy& toy, Duration duration) {
  auto host = make_host({1, Duration{}, true});
  host->add(node(0), toy);
  host->run_for(duration);
  return host;
}

Broken no_timer_fires_early(const HostFactory& make_host) {
  Broken broken;
  std::map<std::uint64_t, Time> deadlines;
  Toy toy{[&](const Seen& event, Effects& effects) {
    const auto arm = [&](std::uint8_t timer, Duration after) {
      deadlines[timer] = event.now + after;
      effects.set_timer(TimerId{timer}, event.now + after);
    };
    if (event.kind == EventKind::started) {
      for (std::uint8_t timer = 0; timer < timers_max; ++timer) arm(timer, milliseconds(1 + 3 * (timer % 4)));
      return;
    }
    if (event.now < deadlines[event.number]) broken.push_back("timer " + std::to_string(event.number) + " fired early");
    if (event.number < 2) arm(static_cast<std::uint8_t>(event.number), microseconds(700));
  }};
  run_alone(make_host, toy, milliseconds(60));
  const Numbers fired = toy.numbers(EventKind::timer_fired);
  for (std::uint64_t timer = 0; timer < timers_max; ++timer) {
    const auto times = std::count(fired.begin(), fired.end(), timer);
    if (timer < 2 ? times < 3 : times != 1)
      broken.push_back("timer " + std::to_string(timer) + " fired " + std::to_string(times) + " times");
  }
  return broken;
}

Broken only_the_latest_deadline_counts(const HostFactory& make_host) {
  Broken broken;
  Time started_at;
  Toy toy{[&](const Seen& event, Effects& effects) {
    if (event.kind != EventKind::started) return;
    started_at = event.now;
    effects.set_timer(TimerId{0}, event.now + milliseconds(5));  // later
    effects.set_timer(TimerId{0}, event.now + milliseconds(30));
    effects.set_timer(TimerId{1}, event.now + milliseconds(3'600'000));  // earlier
    effects.set_timer(TimerId{1}, event.now + milliseconds(10));
    effects.set_timer(TimerId{2}, event.now - milliseconds(1));  // passed already
  }};
  run_alone(make_host, toy, milliseconds(120));
  if (toy.numbers(EventKind::timer_fired) != Numbers{2, 1, 0})
    broken.push_back("timers did not fire once each, by their latest deadlines");
  if (toy.history.back().now < started_at + milliseconds(30)) broken.push_back("a timer fired for an old deadline");
  return broken;
}

Broken cancelled_timers_do_not_fire(const HostFactory& make_host) {
  Toy toy{[](const Seen& event, Effects& effects) {
    if (event.kind == EventKind::started) {
      effects.set_timer(TimerId{0}, event.now + milliseconds(5));
      effects.cancel_timer(TimerId{0});
      effects.set_timer(TimerId{1}, event.now + milliseconds(10));
      effects.set_timer(TimerId{2}, event.now + milliseconds(2));
      effects.cancel_timer(TimerId{3});  // never set: harmless
    } else if (event.number == 2) {
      effects.cancel_timer(TimerId{1});
      effects.set_timer(TimerId{0}, event.now + milliseconds(20));
    }
  }};
  run_alone(make_host, toy, milliseconds(100));
  if (toy.numbers(EventKind::timer_fired) != Numbers{2, 0})
    return {"a cancelled timer fired, or one set again did not"};
  return {};
}

Broken timers_die_with_the_node(const HostFactory& make_host) {
  Toy toy{[life = 0](const Seen& event, Effects& effects) mutable {
    if (event.kind == EventKind::started && ++life == 1) effects.set_timer(TimerId{0}, event.now + milliseconds(20));
  }};
  const auto host = run_alone(make_host, toy, milliseconds(5));
  host->crash(node(0));
  host->restart(node(0));
  host->run_for(milliseconds(100));
  if (toy.numbers(EventKind::started).size() != 2) return {"the actor was not started again"};
  if (!toy.numbers(EventKind::timer_fired).empty()) return {"a timer of an earlier life fired"};
  return {};
}

// A host may be slow: the run lasts three times as long on the node's own clock, and run_for also waits for what is
// due.
Broken due_timers_fire(const HostFactory& make_host) {
  Toy toy{[](const Seen& event, Effects& effects) {
    if (event.kind == EventKind::started) effects.set_timer(TimerId{0}, event.now + milliseconds(20));
  }};
  run_alone(make_host, toy, milliseconds(60));
  const std::size_t times = toy.numbers(EventKind::timer_fired).size();
  if (times != 1) return {"a timer that was due fired " + std::to_string(times) + " times"};
  return {};
}

Broken the_clock_never_goes_back(const HostFactory& make_host) {
  Broken broken;
  const auto talk = [](unsigned peer) {
    return [peer](const Seen& event, Effects& effects) {
      if (event.kind == EventKind::timer_fired) return;
      effects.set_timer(TimerId{0}, event.now + microseconds(100));
      effects.send_message(node(peer), effects.make<Probe>(Probe{event.number + 1}));
    };
  };
  Toy a{talk(1)};
  Toy b{talk(0)};
  const auto host = make_host({2, Duration{}, true});
  host->add(node(0), a);
  host->add(node(1), b);
  host->run_for(milliseconds(100));
  for (const Toy* toy : {&a, &b}) {
    if (toy->history.size() < 10) broken.push_back("the two hardly talked");
    for (std::size_t i = 1; i < toy->history.size(); ++i)
      if (toy->history[i].now < toy->history[i - 1].now) broken.push_back("now went back");
  }
  return broken;
}

constexpr Clause clauses[] = {
    {"2a: no timer fires early", no_timer_fires_early},
    {"2b: a timer that was set again fires for its latest deadline only", only_the_latest_deadline_counts},
    {"2c: a timer that was cancelled does not fire", cancelled_timers_do_not_fire},
    {"2d: timers die with their node", timers_die_with_the_node},
    {"2e: a timer that is due by the node's own clock fires", due_timers_fire},
    {"3: now never goes back", the_clock_never_goes_back},
};

}  // namespace

std::span<const Clause> timer_clauses() {
  return clauses;
}

}  // namespace whitewater::contract
