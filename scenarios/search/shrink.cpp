// The order of the passes, and what is told of the result.
#include "scenarios/search/shrink.hpp"

#include <array>

#include "core/text/concat.hpp"
#include "scenarios/search/failure_words.hpp"
#include "scenarios/search/shrink_passes.hpp"

namespace whitewater::scenarios {

namespace {

using Pass = void (*)(Shrinking&);

// Fewer things, in the order that pays best: each again as long as any of them finds something.
constexpr std::array<Pass, 6> fewer{drop_faults, drop_events,   drop_replicas,
                                    drop_fates,  drop_requests, drop_pairs_of_faults};
// The same things, said simply.
constexpr std::array<Pass, 9> simpler{aim_fates,    join_faults,     simplify_faults, simplify_fates,    shorten_life,
                                      plain_fields, smaller_numbers, drop_clients,    drop_list_elements};
// What makes it say more about why it fails, and lean less on chance.
constexpr std::array<Pass, 3> clearer{name_drawn_replicas, trigger_faults, give_slack};

template <std::size_t Count>
void all_of(const std::array<Pass, Count>& passes, Shrinking& shrinking) {
  for (const Pass pass : passes)
    if (!shrinking.spent()) pass(shrinking);
}

// Until nothing becomes less.
template <class Round>
void again_and_again(Shrinking& shrinking, Round&& round) {
  for (std::uint64_t before = shrinking.steps() + 1; before != shrinking.steps() && !shrinking.spent();) {
    before = shrinking.steps();
    round();
  }
}

// Where runs cost much: what makes them cheaper goes first, and then what is most to read.
constexpr std::array<Pass, 17> dear{
    drop_idle_faults, drop_late_requests, shorten_life, drop_single_replicas, drop_faults,     drop_events,
    drop_clients,     shorten_life,       pin_chance,   drop_late_requests,   drop_other_keys, drop_requests,
    drop_clients,     drop_fates,         drop_faults,  join_faults,          shorten_life};
constexpr std::array<Pass, 9> cheap{drop_idle_faults, pin_chance,  drop_late_requests, shorten_life, join_faults,
                                    drop_faults,      drop_events, drop_replicas,      plain_fields};

void shrink_all(Shrinking& shrinking) {
  if (shrinking.costly())
    all_of(dear, shrinking);
  else
    all_of(cheap, shrinking);
  again_and_again(shrinking, [&] { all_of(fewer, shrinking); });
  // What is left is judged by whole runs from here on: a failure that only comes later is one, too.
  shrinking.run_to_the_end();
  again_and_again(shrinking, [&] {
    all_of(simpler, shrinking);
    all_of(fewer, shrinking);
    drop_redrawn(shrinking);
  });
  // A trigger holds what brings it about, so it comes behind all that can go. Whatever moves may let something go.
  all_of(clearer, shrinking);
  again_and_again(shrinking, [&] { all_of(fewer, shrinking); });
  pin_draws(shrinking);
  again_and_again(shrinking, [&] { all_of(fewer, shrinking); });
}

void add_size(std::string& text, std::size_t before, std::size_t after, std::string_view what) {
  if (before == 0 && after == 0) return;
  text += concat({text.empty() ? "" : ", ", std::to_string(before), "→", std::to_string(after), " ", what});
}

}  // namespace

std::string sizes_text(const ShrinkSizes& before, const ShrinkSizes& after) {
  std::string text;
  add_size(text, before.replicas, after.replicas, "replicas");
  add_size(text, before.clients, after.clients, "clients");
  add_size(text, before.requests, after.requests, "requests");
  add_size(text, before.faults, after.faults, "faults");
  add_size(text, before.fates, after.fates, "fates");
  return text;
}

Shrunk shrink(const Failure& failure, const ShrinkOptions& options) {
  Shrinking shrinking(failure, options);
  Shrunk shrunk;
  shrunk.failure = failure;
  if (!shrinking.begin()) {
    shrunk.fails = shrinking.spent();
    shrunk.complete = !shrunk.fails;
    shrunk.runs = shrinking.runs();
    shrunk.stopped = shrinking.spent() ? shrinking.stopped() : "It does not fail in this way any more.";
    return shrunk;
  }
  shrunk.before = shrinking.sizes();
  shrink_all(shrinking);
  shrinking.return_to_chance_if_shorter();
  if (const std::optional<Shrinking::Passed> passed = shrinking.nearest_pass()) {
    shrunk.nearest_pass = passed->scenario;
    shrunk.nearest_change = passed->change;
  }
  shrunk.failure = shrinking.result();
  shrunk.after = shrinking.sizes();
  shrunk.failure.description = failure_description(shrunk.failure, shrunk.after);
  shrunk.runs = shrinking.runs();
  shrunk.complete = !shrinking.spent();
  shrunk.stopped = shrinking.spent() ? shrinking.stopped() : "Nothing more could go.";
  shrunk.warnings = shrinking.warnings();
  return shrunk;
}

}  // namespace whitewater::scenarios
