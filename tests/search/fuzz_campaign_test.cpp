// Campaigns: what they find, what they keep, what they count.
#include <algorithm>

#include "scenarios/format/scenario_writer.hpp"
#include "scenarios/search/fuzz/end_report.hpp"
#include "tests/search/fuzz_play.hpp"
#include "tests/search/needle.hpp"

namespace whitewater::scenarios::fuzz {
namespace {

const std::string early = R"({"replicas": 3, "broken": 1})";

std::string texts_of(const Campaign& campaign) {
  std::string all;
  for (const Seedling& seedling : campaign.corpus().seedlings())
    all += std::to_string(seedling.number) + write_scenario(*seedling.scenario, Defaults::omitted);
  return all;
}

}  // namespace

TEST_CASE("a campaign is a function of its seed and of the number of runs") {
  std::vector<std::string> corpora;
  for (const std::uint64_t seed : {7u, 7u, 8u}) {
    Plan plan;
    plan.seed = seed;
    Campaign campaign(frame_of(needle::toolbox()), plan);
    play(campaign, 1'000);
    corpora.push_back(texts_of(campaign));
  }
  CHECK(corpora[0] == corpora[1]);
  CHECK(corpora[0] != corpora[2]);
}

TEST_CASE("a round is drafted from the corpus as it stood two rounds before, so it need not wait for the last one") {
  Campaign campaign(frame_of(needle::toolbox()), {});
  CHECK(campaign.round(0) != nullptr);
  CHECK(campaign.round(1) != nullptr);
  CHECK(campaign.round(2) == nullptr);
  const std::string before = write_scenario(campaign.round(1)->draft(round_size).scenario);
  play(campaign, round_size);
  CHECK(write_scenario(campaign.round(1)->draft(round_size).scenario) == before);
  CHECK(campaign.round(2) != nullptr);
}

TEST_CASE("a thousand failing runs are one finding, of which at most ten are shrunk") {
  Campaign campaign(frame_of(R"({"replicas": 3, "broken": 0})", needle::toolbox()), {});
  std::size_t tasks = 0;
  play(campaign, 1'000, [&](const Campaign::Taken& taken) {
    tasks += taken.task ? 1u : 0u;
    return false;
  });
  CHECK(tasks == Findings::shrunk_max);
  REQUIRE(campaign.findings().all().size() == 1);
  const Finding finding = campaign.findings().all().front();
  CHECK(finding.count == 1'000);
  CHECK(finding.number == 0);
  CHECK_FALSE(finding.shrunk);
}

TEST_CASE("of what was shrunk the smallest is kept for each signature, whatever the order") {
  const auto shrunk = [](std::vector<std::size_t> order) {
    Campaign campaign(frame_of(R"({"replicas": 3, "broken": 0})", needle::toolbox()), {});
    std::vector<Task> tasks;
    play(campaign, 20, [&](const Campaign::Taken& taken) {
      if (taken.task) tasks.push_back(*taken.task);
      return false;
    });
    for (const std::size_t i : order) {
      Shrinkage shrinkage{tasks[i].number, tasks[i].failure, i < 3 ? "a" : "b", "", true};
      if (i == 1) shrinkage.failure.scenario.faults.clear();
      campaign.shrunk(shrinkage);
    }
    std::string text;
    for (const Finding& finding : campaign.findings().all())
      text += std::to_string(finding.number) + finding.signature + write_scenario(finding.failure.scenario);
    CHECK(campaign.findings().all().size() == 2);
    CHECK(campaign.findings().all().front().failure.scenario.faults.empty());
    return text;
  };
  CHECK(shrunk({0, 1, 2, 3, 4}) == shrunk({4, 2, 3, 1, 0}));
}

TEST_CASE("what was half shrunk stays until something of its kind is shrunk wholly, whatever the order") {
  const auto kept = [](std::vector<std::size_t> order) {
    Campaign campaign(frame_of(R"({"replicas": 3, "broken": 0})", needle::toolbox()), {});
    std::vector<Task> tasks;
    play(campaign, 20, [&](const Campaign::Taken& taken) {
      if (taken.task) tasks.push_back(*taken.task);
      return false;
    });
    // 0 and 1 are half shrunk; 1 is smaller. 2 is whole, and larger than both.
    const auto named = [](std::size_t i) { return std::string(1, static_cast<char>('a' + i)); };
    for (const std::size_t i : order) {
      Shrinkage shrinkage{tasks[i].number, tasks[0].failure, named(i), "", true, i < 2};
      if (i == 1) shrinkage.failure.scenario.faults.clear();
      const Finding* const finding = campaign.shrunk(shrinkage);
      if (finding != nullptr) CHECK(finding->half == (i < 2));
    }
    REQUIRE(campaign.findings().all().size() == 1);
    const Finding finding = campaign.findings().all().front();
    CHECK(finding.count == 20);
    CHECK(finding.half == (finding.signature != "c"));
    CHECK(finding.number == tasks[order.size() == 1 ? order[0] : finding.signature == "b" ? 1 : 2].number);
    return finding.signature;
  };
  CHECK(kept({0}) == "a");
  CHECK(kept({0, 1}) == "b");
  CHECK(kept({1, 0}) == "b");
  for (const std::vector<std::size_t>& order :
       {std::vector<std::size_t>{0, 2}, {2, 0}, {1, 2}, {2, 1}, {0, 1, 2}, {1, 2, 0}})
    CHECK(kept(order) == "c");
}

TEST_CASE("the scenarios handed in are run first, and what they reach is not new any more") {
  Plan plan;
  plan.guided = false;
  Campaign search(frame_of(early, needle::toolbox()), plan);
  std::optional<Task> found;
  play(search, 20'000, [&](const Campaign::Taken& taken) {
    found = taken.task;
    return found.has_value();
  });
  REQUIRE(found.has_value());

  plan.guided = true;
  plan.inputs.push_back({found->failure.scenario, false});
  Campaign again(frame_of(early, needle::toolbox()), plan);
  CHECK(again.round(0)->draft(0).origin == Draft::Origin::corpus);
  CHECK(again.round(0)->draft(0).scenario == found->failure.scenario);
  play(again, 1);
  CHECK(again.findings().kinds() == 1);
  CHECK(again.corpus().size() == 1);
}

TEST_CASE("the corpus ranks by rare ground and by new words for an event, and keeps the first of both") {
  Corpus corpus;
  const auto add = [&](std::uint64_t number, std::uint64_t word, std::uint64_t fresh, std::uint64_t events) {
    Seedling seedling{number, false, nullptr};
    seedling.words = {word};
    seedling.fresh = fresh;
    seedling.events = events;
    corpus.add(std::move(seedling));
  };
  const auto runs_with = [](std::uint64_t word) { return word; };
  add(3, 7, 10, 1'000);
  add(5, 2, 1, 1'000);
  add(8, 4, 30, 1'000);
  const auto first = corpus.publish(runs_with);
  CHECK(first->rarest == std::vector<std::uint32_t>{1, 2, 0});
  CHECK(first->richest == std::vector<std::uint32_t>{2, 0, 1});

  // Children that bring nothing make their parent poorer; those of nobody count for nobody.
  corpus.count_child(8, Rank::rare, 0, 9'000);
  corpus.count_child(5, Rank::rich, 40, 1'000);
  corpus.count_child(4, Rank::rare, 100, 50'000);
  const auto second = corpus.publish(runs_with);
  CHECK(second->richest == std::vector<std::uint32_t>{1, 0, 2});
  CHECK(second->seedlings[1].children == 1);
  CHECK(first->better == Rank::rare);
  CHECK(second->better == Rank::rich);

  for (std::uint64_t number = 100; number < 100 + 2 * Corpus::most; ++number) add(number, number, number % 5, 100);
  const auto full = corpus.publish(runs_with);
  CHECK(full->seedlings.size() == Corpus::most);
  CHECK(full->seedlings[full->rarest.front()].number == 5);
  const Seedling& richest = full->seedlings[full->richest.front()];
  CHECK((richest.fresh == 4 && richest.number == 104));
  // The richest stay, although their ground is common.
  CHECK(full->seedlings.back().number > 100 + Corpus::most);
}

TEST_CASE("without guidance no run is changed from another, with it about three of four are") {
  for (const bool guided : {false, true}) {
    Plan plan;
    plan.guided = guided;
    Campaign campaign(frame_of(needle::toolbox()), plan);
    play(campaign, 4'096);
    const std::uint64_t changed = campaign.tally().by_origin[static_cast<std::size_t>(Draft::Origin::mutated)];
    CHECK(changed >= (guided ? 2'500u : 0u));
    CHECK(changed <= (guided ? 3'000u : 0u));
    CHECK((campaign.corpus().size() > 0) == guided);
  }
}

TEST_CASE("the chance of something new is that of a drawn run to be alone with a word") {
  Tally tally;
  const auto add = [&](std::uint64_t number, std::vector<std::uint64_t> words, Draft::Origin origin) {
    Draft draft;
    draft.number = number;
    draft.origin = origin;
    Observation seen;
    seen.words = std::move(words);
    return tally.add(draft, seen);
  };
  CHECK(add(0, {1, 2}, Draft::Origin::drawn).size() == 2);
  CHECK(add(1, {1}, Draft::Origin::drawn).empty());
  CHECK(tally.novelty().alone == 1);  // only run 0 shows 2
  CHECK(add(2, {9}, Draft::Origin::mutated).size() == 1);
  CHECK(tally.novelty().alone == 1);  // runs that were changed do not count
  CHECK(add(3, {2, 3, 9}, Draft::Origin::drawn).size() == 1);
  CHECK(tally.novelty().runs == 3);
  CHECK(tally.novelty().alone == 1);  // 2 is shared by now, 3 and 9 are those of run 3
  CHECK(novelty_text({1'000, 10}) == "About 1 in 100 further drawn runs shows a new state (from 1,000 drawn runs).");
  CHECK(novelty_text({900, 0}).find("below 1 in 300") != std::string::npos);
  CHECK(novelty_text({0, 0}).find("nothing can be said") != std::string::npos);
}

TEST_CASE("what was never exercised is named") {
  // There is nobody who asks, so there is no history; and one node alone is never cut off.
  Campaign campaign(
      frame_of(R"({"replicas": 3, "faults": [{"type": "pause", "at": "3600s", "for": "1s", "replicas": "all"}]})",
               needle::toolbox()),
      {});
  play(campaign, 10);
  const std::vector<std::string> missing = what_is_missing(campaign);
  const auto says = [&](const std::string& part) {
    return std::any_of(missing.begin(), missing.end(),
                       [&](const auto& m) { return m.find(part) != std::string::npos; });
  };
  CHECK(says("no pause met a replica"));
  const std::string text = end_report_text(campaign, {});
  CHECK(text.find("NOT EXERCISED  no pause met a replica") != std::string::npos);
  CHECK(text.find("properties of the system") != std::string::npos);
}

}  // namespace whitewater::scenarios::fuzz
