// Dense enough that requests meet each strike, and few enough that a run costs little more than its processes' start.
#include "tools/virtual/host/drawn_load.hpp"

#include <algorithm>
#include <cstdint>

#include "scenarios/workloads/registers_options.hpp"

namespace whitewater::tools::virtual_time {

namespace {

using scenarios::Choices;
using scenarios::ListedOperation;
using scenarios::Registers;
using scenarios::uniform_delay;

// Between two gets of a look at all keys.
constexpr Duration look_apart = milliseconds(15);

class Listing {
 public:
  Listing(Registers& load, const Choices& choices) : load_(load), choices_(choices) {}

  void list(const std::vector<Struck>& strikes, Duration end) {
    const auto rush = choices_.one_of<std::uint64_t>(stream("rush"), {3, 6, 12});
    const auto gets_in_rush = choices_.one_of<std::uint64_t>(stream("gets in rush"), {1, 1, 3, 6});
    const auto meanwhile = choices_.one_of<std::uint64_t>(stream("meanwhile"), {6, 12, 20});
    const auto looks = choices_.one_of<std::size_t>(stream("looks"), {1, 3, 5, 5});
    const Duration begin = load_.start_wait;
    ask(begin, strikes.empty() ? end : strikes.front().at, strikes.empty() ? 3 * rush : rush, 3);
    for (std::size_t i = 0; i < strikes.size(); ++i) {
      const auto [at, next] = strikes[i];
      const Duration over = std::min(at + milliseconds(300), next);
      ask(at - milliseconds(60), over, rush, gets_in_rush);
      ask(over, next, meanwhile, load_.gets);
      // By then another one leads.
      if (i + looks >= strikes.size()) look(at + (next - at) * 3 / 4);
    }
    const Duration last = look(end + milliseconds(100));
    load_.lifetime = last + milliseconds(200) - begin;
    auto& requests = *load_.requests;
    std::stable_sort(requests.begin(), requests.end(), [](const auto& a, const auto& b) { return a.time < b.time; });
  }

 private:
  ListedOperation& add(Duration time, ListedOperation::Kind kind) {
    if (!load_.requests) load_.requests.emplace();
    const std::uint64_t number = load_.requests->size();
    ListedOperation& asked = load_.requests->emplace_back();
    const Choices own(choices_.word(stream("request")), number);
    asked.client = static_cast<unsigned>(own.below(stream("client"), load_.clients));
    asked.key = static_cast<std::uint32_t>(own.below(stream("key"), load_.keys));
    asked.time = time;
    asked.kind = kind;
    return asked;
  }
  void ask(Duration from, Duration to, std::uint64_t count, std::uint64_t gets) {
    from = std::max(from, load_.start_wait);
    for (; count > 0; --count) {
      const Choices own(choices_.word(stream("asked")), load_.requests ? load_.requests->size() : 0);
      add(own.between(stream("time"), from, std::max(from, to)),
          own.below(stream("kind"), 10) < gets ? ListedOperation::Kind::get : ListedOperation::Kind::put);
    }
  }
  // Gets each key, one after the other. Returns when the next one would be asked for.
  Duration look(Duration at) {
    for (std::uint32_t key = 0; key < load_.keys; ++key, at = at + look_apart)
      add(at, ListedOperation::Kind::get).key = key;
    return at;
  }

  Registers& load_;
  const Choices& choices_;
};

}  // namespace

void draw_load(scenarios::Scenario& scenario, const Choices& choices, const std::vector<Struck>& strikes,
               Duration end) {
  Registers& load = scenarios::registers(scenario);
  load.start_wait = load_begins;
  load.end_wait = milliseconds(500);
  load.clients = choices.one_of<unsigned>(stream("clients"), {2, 3, 4, 4});
  load.read_only_clients = 0;
  load.gets = choices.one_of<std::uint32_t>(stream("gets"), {2, 4, 6});
  load.puts = 10 - load.gets;
  load.value_bytes_max = load.value_bytes_min;
  load.interval = {};
  load.stray = choices.probability(stream("stray"), {100'000, 300'000, 500'000});
  load.patience = choices.one_of(stream("patience"), {milliseconds(300), milliseconds(500), seconds(1)});
  // Replicas that send without end would take the time of twenty other runs.
  load.max_packets = 8'000;
  if (!choices.one_in(stream("even"), 4)) {
    load.keys = choices.one_of<std::uint32_t>(stream("listed keys"), {1, 4, 8, 16, 16});
    load.outstanding = choices.one_of<std::uint32_t>(stream("listed outstanding"), {4, 8, 16});
    return Listing(load, choices).list(strikes, end);
  }
  const auto operations =
      choices.one_of<std::int64_t>(stream("operations"), {40, 70, 110}) * (choices.one_in(stream("heavy"), 8) ? 4 : 1);
  load.keys = choices.one_of<std::uint32_t>(stream("keys"), {1, 2, 4, 8, 16, 16, 32});
  load.lifetime = end - load_begins + choices.one_of(stream("rest"), {milliseconds(400), milliseconds(900)});
  load.outstanding = choices.one_of<std::uint32_t>(stream("outstanding"), {1, 2, 4, 8});
  load.think = uniform_delay({}, load.lifetime * load.clients * 2 * load.outstanding / operations);
  load.max_packets = static_cast<std::uint64_t>(6'000 + 30 * operations);
}

}  // namespace whitewater::tools::virtual_time
