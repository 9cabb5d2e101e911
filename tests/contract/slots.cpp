// Contract, clauses 4d and 4e: a slot holds the latest content that was completed, whole, however many chunks it has.
#include <algorithm>

#include "tests/contract/suite.hpp"

namespace whitewater::contract {

namespace {

using Numbers = std::vector<std::uint64_t>;
constexpr SlotId slot{1};

void append_chunks(Effects& effects, std::uint32_t from, const Numbers& numbers) {
  for (const std::uint64_t number : numbers) effects.append_chunk(slot, from++, effects.make<Probe>(Probe{number}));
}

// Each life but the last one does what its number says, and is then cut off.
Broken slots_hold_the_latest_whole(const HostFactory& make_host) {
  unsigned life = 0;
  Toy writer{[&life](const Seen& event, Effects& effects) {
    if (event.kind != EventKind::started) return;
    if (++life == 1) {
      effects.replace(slot, effects.make<Probe>(Probe{5}));
      append_chunks(effects, 0, {10, 11, 12});
      effects.commit_slot(slot, 3);
      append_chunks(effects, 0, {20, 21});  // nobody ever commits them
    } else if (life == 2) {
      append_chunks(effects, 0, {30});  // the next one begins anew
      append_chunks(effects, 0, {40, 41});
      effects.commit_slot(slot, 2);
    } else if (life == 3) {
      append_chunks(effects, 0, {50, 51});
      effects.replace(slot, effects.make<Probe>(Probe{60}));
    } else if (life == 4) {
      append_chunks(effects, 0, {70});
    }
  }};
  const auto host = make_host({1, microseconds(300), true});
  host->add(node(0), writer);
  for (int restarts = 0; restarts < 4; ++restarts) {
    host->run_for(milliseconds(50));
    host->crash(node(0));
    host->restart(node(0));
  }
  host->run_for(milliseconds(20));
  if (writer.history.size() != 5) return {"expected five starts and nothing else"};
  const Numbers expected[] = {{}, {10, 11, 12}, {40, 41}, {60}, {60}};
  Broken broken;
  for (std::size_t i = 0; i < 5; ++i) {
    const auto& contents = writer.history[i].contents;
    if (contents.size() != slots_max || contents[slot.value] != expected[i])
      broken.push_back("start " + std::to_string(i + 1) + " does not recover the latest complete content of the slot");
  }
  return broken;
}

// Content n is the chunks 10n, 10n+1 and 10n+2, one a millisecond; a message tells when it is complete.
class ChunkWriter {
 public:
  void operator()(const Seen& event, Effects& effects) {
    if (event.kind == EventKind::started) {
      place_ = 0;
      const Numbers& content = event.contents[slot.value];
      content_ = content.empty() ? 1 : content.front() / 10 + 1;
    }
    append_chunks(effects, place_, {10 * content_ + place_});
    if (++place_ == 3) {
      effects.commit_slot(slot, 3);
      effects.send_message(node(1), effects.make<Probe>(Probe{content_}));
      place_ = 0;
      ++content_;
    }
    effects.set_timer(TimerId{0}, event.now + milliseconds(1));
  }

 private:
  std::uint32_t place_ = 0;
  std::uint64_t content_ = 1;
};

Broken crashes_leave_no_half(const HostFactory& make_host) {
  Broken broken;
  Toy writer{[chunks = ChunkWriter{}](const Seen& event, Effects& effects) mutable {
    if (event.contents.size() == slots_max || event.kind != EventKind::started) chunks(event, effects);
  }};
  Toy listener;
  const auto host = make_host({2, milliseconds(1), true});
  host->add(node(0), writer);
  host->add(node(1), listener);
  for (const std::int64_t life : {19'300, 14'100, 22'700, 17'900, 25'200}) {
    host->run_for(microseconds(life));
    host->crash(node(0));
    host->run_for(milliseconds(30));  // what had left arrives
    std::uint64_t told = 0;
    for (const std::uint64_t number : listener.numbers(EventKind::message_arrived)) told = std::max(told, number);
    host->restart(node(0));
    host->run_for(milliseconds(1));
    const auto last_life = std::find_if(writer.history.rbegin(), writer.history.rend(),
                                        [](const Seen& event) { return event.kind == EventKind::started; });
    if (last_life == writer.history.rend()) return {"the actor was not started"};
    const Numbers content = last_life->contents.size() == slots_max ? last_life->contents[slot.value] : Numbers{};
    const std::uint64_t number = content.empty() ? 0 : content.front() / 10;
    if (number < told)
      broken.push_back("content " + std::to_string(told) + " was told of and is lost, " + std::to_string(number) +
                       " was recovered");
    if (number != 0 && content != Numbers{10 * number, 10 * number + 1, 10 * number + 2})
      broken.push_back("content " + std::to_string(number) + " was not recovered whole");
  }
  if (listener.numbers(EventKind::message_arrived).empty()) broken.push_back("no content was completed in six lives");
  return broken;
}

constexpr Clause clauses[] = {
    {"4d: a slot holds the latest content that was completed, whole", slots_hold_the_latest_whole},
    {"4e: a crash leaves no half of a content, and loses none that was told of", crashes_leave_no_half},
};

}  // namespace

std::span<const Clause> slot_clauses() {
  return clauses;
}

}  // namespace whitewater::contract
