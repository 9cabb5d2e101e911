// Explanations of planted mistakes whose schedule is known: what each needs, and the key sentences of how it comes
// about.
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/wire/json.hpp"
#include "scenarios/format/scenario_writer.hpp"
#include "scenarios/search/explain/curve.hpp"
#include "scenarios/search/explain/explain.hpp"
#include "scenarios/search/explain/explanation_text.hpp"
#include "scenarios/search/shrink.hpp"
#include "scenarios/search/trial.hpp"
#include "scenarios/standard/standard.hpp"
#include "tests/catch.hpp"
#include "tests/known_bugs/catalogue.hpp"
#include "tests/known_bugs/planted.hpp"
#include "tests/known_bugs/regressions.hpp"

using namespace whitewater;
using namespace whitewater::scenarios;
using known_bugs::Planted;

namespace {

std::optional<Failure> smallest(Mutation bug, unsigned seeds) {
  std::optional<Shrunk> best;
  unsigned found = 0;
  for (std::uint64_t seed = 1; seed < 20'000 && found < seeds; ++seed) {
    const Scenario scenario = random_raft_scenario(seed);
    std::optional<Trial> trial;
    {
      const Planted planted(bug);
      Trials trials;
      trial = trials.run(scenario);
    }
    if (!trial->kind || !trial->report.violation) continue;
    Trials trials;
    if (trials.run(scenario).kind) continue;
    ++found;
    const Planted planted(bug);
    Shrunk shrunk = shrink(failure_of(scenario, false, trial->report, *trial->kind));
    // Of equally many things the shorter file: it holds fewer draws and clocks, and simpler faults.
    const auto size = [](const Shrunk& s) {
      return std::pair(s.after.faults + s.after.fates + s.after.requests + s.after.replicas,
                       write_scenario(s.failure.scenario).size());
    };
    if (!best || size(shrunk) < size(*best)) best = std::move(shrunk);
  }
  if (!best) return std::nullopt;
  return best->failure;
}

}  // namespace

namespace {

struct Expected {
  std::string_view bug;
  std::string_view needs;                   // words of what it needs, one of them, separated by bars; empty: nothing
  std::vector<std::string_view> sentences;  // parts of the steps, or of the violation
  unsigned seeds = 1;                       // of so many failing seeds the smallest
};

// The schedule of each is known from the paper that it breaks, or from the bug that it repeats.
const Expected expected[] = {
    {"fig8",
     "partition|cut|kill|request",
     {"became_leader term", "append_entries", "commits by counting replicas only at an entry of its own term"},
     3},
    {"count-not-set", "", {"vote_granted", "became_leader term", "durable votes of"}},
    {"vote-lost-on-restart", "", {"became_candidate", "does not vote for itself"}},
    {"ack-before-fsync", "", {"append_entries", "acknowledges entries up to index", "its disk may hold another term"}},
    {"deposed-read", "partition|cut", {"became_leader term", "receives get", "get_answered", "without the committed"}},
    {"length-only", "partition|cut|kill", {"receives put", "vote_request", "vote"}},
    {"local-read", "partition|cut", {"receives get", "without the committed entries"}},
    {"heartbeat-commit-unclamped", "partition|cut|kill", {"heartbeat", "commit_advanced"}},
    {"index-only-conflict", "partition|cut|kill", {"receives put", "append_entries"}},
    {"success-by-index", "partition|cut|kill", {"receives put", "put_proposed", "answers put"}},
    {"readindex-before-own-commit", "kill|partition|cut", {"became_leader term", "receives get", "get_answered"}},
    {"answer-before-commit", "request", {"receives put", "answers put", "which no replica has committed"}},
    {"count-old-terms", "kill|partition|cut", {"became_leader term", "commit_advanced"}},
    {"no-truncate", "partition|cut|kill", {"receives put", "append_entries", "became_leader term"}},
    {"self-ack-before-disk", "request", {"receives put", "commit_advanced"}},
    {"lease-without-promise", "partition|cut|kill", {"became_candidate", "promise"}},
    {"amnesiac-member", "kill", {"became_leader", "starts in term 0", "on its disk are term"}},
};

bool names_one_of(const std::string& text, std::string_view words) {
  for (std::size_t at = 0; at <= words.size();) {
    const std::size_t end = std::min(words.find('|', at), words.size());
    if (text.find(words.substr(at, end - at)) != std::string::npos) return true;
    at = end + 1;
  }
  return false;
}

}  // namespace

TEST_CASE("an explanation holds what a known mistake needs, and the sentences that give it away") {
  for (const Expected& row : expected) {
    const known_bugs::Bug* const bug = known_bugs::find_bug(row.bug);
    REQUIRE(bug != nullptr);
    const std::optional<Failure> failure = smallest(bug->mutation, row.seeds);
    REQUIRE(failure);
    const Planted planted(bug->mutation);
    const Result<Explanation> explained = explain(*failure);
    REQUIRE(explained.ok());
    const Explanation& found = explained.value();
    const std::string text = explanation_text(found);
    INFO(row.bug << "\n" << text);
    CHECK(found.kind == failure->kind);
    CHECK(found.steps.size() <= steps_max);
    CHECK_FALSE(found.steps.empty());
    CHECK_FALSE(found.cut_short);
    CHECK(found.second.says != SecondOpinion::Says::does_not_agree);
    bool needs = row.needs.empty();
    for (const Necessity& one : found.necessities) {
      CHECK(one.needed);
      needs = needs || names_one_of(one.piece, row.needs);
    }
    CHECK(needs);
    for (const std::string_view sentence : row.sentences) {
      INFO(sentence);
      CHECK(text.find(sentence) != std::string::npos);
    }
    for (const Step& step : found.steps)
      for (const unsigned cause : step.because) CHECK(cause < step.number);
  }
}

TEST_CASE("an event that ended with a failed check is the last step, although it has no record") {
  const auto regressions = known_bugs::read_regressions("scenarios/regressions");
  REQUIRE(regressions.ok());
  unsigned checked = 0;
  for (const known_bugs::Regression& regression : regressions.value()) {
    if (regression.failure.kind.property != "assertion") continue;
    const Planted planted(known_bugs::find_bug(regression.name)->mutation);
    ExplainOptions options;
    options.go_on = [] { return false; };
    const Result<Explanation> explained = explain(regression.failure, options);
    INFO(regression.name);
    REQUIRE(explained.ok());
    REQUIRE_FALSE(explained.value().steps.empty());
    CHECK(explained.value().steps.back().time == explained.value().violation);
    CHECK(explained.value().steps.size() <= steps_max);
    ++checked;
  }
  CHECK(checked > 0);
}

TEST_CASE("an explanation is a function of the failure, and is told in three forms") {
  const std::optional<Failure> failure = smallest(Mutation::fig8, 1);
  REQUIRE(failure);
  const Planted planted(Mutation::fig8);
  const Result<Explanation> one = explain(*failure);
  const Result<Explanation> other = explain(*failure);
  REQUIRE(one.ok());
  REQUIRE(other.ok());
  CHECK(explanation_json(one.value()) == explanation_json(other.value()));
  const Result<json::Value> document = json::parse(explanation_json(one.value()));
  REQUIRE(document.ok());
  CHECK(document.value().find("steps")->elements().size() == one.value().steps.size());
  const std::string diagram = explanation_diagram(one.value());
  CHECK(diagram.starts_with("```mermaid\nsequenceDiagram\n"));
  CHECK(diagram.find("->>0000: ") != std::string::npos);
  REQUIRE(one.value().nearest);
  CHECK(one.value().nearest->here != one.value().nearest->there);
  CHECK(one.value().nearest->time < one.value().violation);
}

TEST_CASE("a failure that was found becomes inevitable before it happens") {
  // As it was drawn: nothing is pinned.
  const Planted planted(Mutation::fig8);
  std::optional<Failure> failure;
  for (std::uint64_t seed = 1'000; !failure && seed < 20'000; ++seed) {
    const Scenario scenario = random_raft_scenario(seed);
    Trials trials;
    const Trial trial = trials.run(scenario);
    if (trial.kind && trial.kind->property == "commit_of_own_term")
      failure = failure_of(scenario, false, trial.report, *trial.kind);
  }
  REQUIRE(failure);
  ExplainOptions options;
  options.curve = true;
  const Result<Explanation> explained = explain(*failure, options);
  REQUIRE(explained.ok());
  const std::vector<CurvePoint>& curve = explained.value().curve;
  REQUIRE(curve.size() == curve_points);
  CHECK(curve.front().failed < curve_draws / 2);  // with all chance drawn anew it hardly ever happens
  CHECK(curve.back().failed == curve_draws);      // at the violation nothing is left to draw
  REQUIRE(explained.value().inevitable);
  CHECK(*explained.value().inevitable <= explained.value().violation);
}

TEST_CASE("without the mistake there is nothing to explain, and without time little is told") {
  const std::optional<Failure> failure = smallest(Mutation::fig8, 1);
  REQUIRE(failure);
  CHECK_FALSE(explain(*failure).ok());
  const Planted planted(Mutation::fig8);
  ExplainOptions options;
  unsigned asked = 0;
  options.go_on = [&] { return ++asked <= 2; };
  const Result<Explanation> explained = explain(*failure, options);
  REQUIRE(explained.ok());
  CHECK(explained.value().cut_short);
  CHECK(explanation_text(explained.value()).find("cut short") != std::string::npos);
}

namespace {

constexpr const char* page = "docs/explaining.md";

std::string read_page() {
  std::ifstream file(page);
  return {std::istreambuf_iterator<char>(file), {}};
}

// The page with the three explanations as they are now. Of each the smallest of ten failing seeds.
std::string page_of_today() {
  std::string text = read_page();
  for (const std::string name : {"fig8", "count-not-set", "deposed-read"}) {
    const known_bugs::Bug* const bug = known_bugs::find_bug(name);
    const std::optional<Failure> failure = smallest(bug->mutation, 10);
    const Planted planted(bug->mutation);
    const Result<Explanation> explained = explain(*failure);
    const std::size_t begin = text.find("```text\n", text.find("### " + name + "\n")) + 8;
    text.replace(begin, text.find("```\n", begin) - begin, explanation_text(explained.value()));
  }
  return text;
}

}  // namespace

TEST_CASE("the page on explanations shows what is told today") {
  CHECK(read_page().find("How it comes about") != std::string::npos);
  CHECK(read_page() == page_of_today());  // test_known_bugs_explained "rewrite the page on explanations"
}

TEST_CASE("rewrite the page on explanations", "[.]") {
  const std::string text = page_of_today();
  std::ofstream(page) << text;
}

TEST_CASE("print explanations", "[.]") {
  const char* const names = std::getenv("BUGS");
  std::string list = names != nullptr ? names : "fig8";
  for (std::size_t at = 0; at < list.size();) {
    const std::size_t end = std::min(list.find(' ', at), list.size());
    const std::string name = list.substr(at, end - at);
    at = end + 1;
    const known_bugs::Bug* bug = known_bugs::find_bug(name);
    REQUIRE(bug != nullptr);
    const std::optional<Failure> failure = smallest(bug->mutation, 3);
    std::printf("======== %s: %s\n", name.c_str(), std::string(bug->what).c_str());
    if (!failure) continue;
    const Planted planted(bug->mutation);
    const Result<Explanation> explained = explain(*failure);
    std::printf("%s\n", failure->description.c_str());
    std::printf("%s\n",
                explained.ok() ? explanation_text(explained.value()).c_str() : explained.error().text().c_str());
  }
}

// Of every recorded failure, each to a file of its own in the folder OUT.
TEST_CASE("print explanations of the regressions", "[.]") {
  const char* const folder = std::getenv("OUT");
  REQUIRE(folder != nullptr);
  const auto regressions = known_bugs::read_regressions("scenarios/regressions");
  REQUIRE(regressions.ok());
  for (const known_bugs::Regression& regression : regressions.value()) {
    const Planted planted(known_bugs::find_bug(regression.name)->mutation);
    const Result<Explanation> explained = explain(regression.failure);
    std::ofstream file(std::string(folder) + "/" + regression.name + ".txt");
    file << (explained.ok() ? explanation_text(explained.value()) : explained.error().text());
  }
}
