// Guidance guides: a state behind three ordered steps is found by changing the scenarios that came nearer, and not by
// drawing each from its seed.
#include <algorithm>
#include <vector>

#include "tests/search/fuzz_play.hpp"
#include "tests/search/needle.hpp"

namespace whitewater::scenarios::fuzz {
namespace {

// Runs until the needle was found; nothing: it was not.
std::optional<std::uint64_t> find_needle(std::uint64_t seed, bool guided, std::uint64_t runs) {
  Plan plan;
  plan.seed = seed;
  plan.guided = guided;
  Campaign campaign(frame_of(needle::toolbox()), plan);
  const std::uint64_t made = play(campaign, runs, [](const auto& taken) { return taken.task.has_value(); });
  if (campaign.findings().kinds() == 0) return std::nullopt;
  CHECK(campaign.findings().all().front().failure.kind.property == "needle");
  return made;
}

}  // namespace

TEST_CASE("guided search finds a state behind three steps from four of five seeds, unguided search from none") {
  constexpr std::uint64_t runs = 200'000;
  unsigned guided = 0;
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const std::optional<std::uint64_t> found = find_needle(seed, true, runs);
    INFO("seed " << seed << ": " << (found ? std::to_string(*found) : "not found") << " of " << runs << " runs");
    guided += found ? 1u : 0u;
  }
  CHECK(guided >= 4);
#if defined(WHITEWATER_CAMPAIGNS)
  constexpr std::uint64_t unguided_seeds = 5;
#else
  constexpr std::uint64_t unguided_seeds = 1;
#endif
  for (std::uint64_t seed = 1; seed <= unguided_seeds; ++seed) CHECK_FALSE(find_needle(seed, false, runs));
}

TEST_CASE("each of the three steps is about one in two hundred drawn scenarios") {
  for (unsigned steps = 1; steps <= 2; ++steps) {
    Plan plan;
    plan.guided = false;
    Campaign campaign(frame_of("{\"replicas\": 3, \"broken\": " + std::to_string(steps) + "}", needle::toolbox()),
                      plan);
    play(campaign, 20'000);
    std::uint64_t found = 0;
    for (const Finding& finding : campaign.findings().all()) found += finding.count;
    INFO(steps << " steps: " << found);
    CHECK(found >= (steps == 1 ? 40u : 0u));
    CHECK(found <= (steps == 1 ? 200u : 10u));
  }
}

}  // namespace whitewater::scenarios::fuzz
