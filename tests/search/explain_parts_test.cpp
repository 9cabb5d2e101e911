// The parts of an explanation, each alone: windows by bisection, sentences of faults, bounds of a share, and chance
// that is drawn anew from a time on.
#include "core/raft/election/draws.hpp"
#include "scenarios/experiment/runner.hpp"
#include "scenarios/search/explain/curve.hpp"
#include "scenarios/search/explain/explanation_text.hpp"
#include "scenarios/search/explain/windows.hpp"
#include "scenarios/search/fault_sentence.hpp"
#include "scenarios/search/pieces.hpp"
#include "scenarios/standard/standard.hpp"
#include "simnet/step.hpp"
#include "tests/catch.hpp"
#include "tests/property.hpp"

using namespace whitewater;
using namespace whitewater::scenarios;

TEST_CASE("the window around a time has the bounds between which the condition holds, to the precision") {
  tests::check_property([] {
    const auto first = microseconds(*rc::gen::inRange<std::int64_t>(0, 1'000'000));
    const auto last = first + microseconds(*rc::gen::inRange<std::int64_t>(0, 1'000'000));
    const auto at = first + Duration{(last - first).ns * *rc::gen::inRange<std::int64_t>(0, 101) / 100};
    unsigned asked = 0;
    const Bounds bounds = window_around(at, {}, seconds(3), microseconds(1), [&](Duration d) {
      ++asked;
      return first <= d && d <= last;
    });
    RC_ASSERT(bounds.first >= first);
    RC_ASSERT(bounds.first - first <= microseconds(1));
    RC_ASSERT(bounds.last <= last);
    RC_ASSERT(last - bounds.last <= microseconds(1));
    RC_ASSERT(!bounds.to_end);
    RC_ASSERT(asked < 100);
  });
}

TEST_CASE("a window that reaches a limit is open there") {
  const Bounds all = window_around(seconds(1), {}, seconds(3), microseconds(1), [](Duration) { return true; });
  CHECK(all.from_start);
  CHECK(all.to_end);
  const Bounds late =
      window_around(seconds(1), {}, seconds(3), microseconds(1), [](Duration d) { return d >= milliseconds(900); });
  CHECK_FALSE(late.from_start);
  CHECK(late.to_end);
  CHECK(window_words({"x", {}, seconds(2), true, false}) == "at any time up to 2.000000 s");
  CHECK(window_words({"x", seconds(1), seconds(1) + microseconds(2), false, false}) ==
        "from 1.000000 s to 1.000002 s (2 us: a race)");
  CHECK(window_words({"x", seconds(1), seconds(4), false, false}) == "from 1.000000 s to 4.000000 s (3 s: a state)");
}

TEST_CASE("a fault is told as a noun phrase") {
  const auto one = ReplicaSet::of(NodeSet::of(NodeId{2}));
  CHECK(fault_sentence(node_fault(KindId::kill, milliseconds(1200), one)) == "the kill of 0002 at 1200ms");
  CHECK(fault_sentence(fault_ending(node_fault(KindId::kill, seconds(2), ReplicaSet::of(ReplicaRole::dead)))) ==
        "the restart of the dead at 2s");
  ScheduledFault loss = link_fault(KindId::loss, seconds(1), one, ReplicaSet::of(ReplicaRole::all));
  loss.set(Probability{500'000});
  loss.lasts = milliseconds(500);
  CHECK(fault_sentence(loss) == "the loss (probability 0.5) from 0002 to all from 1s to 1500ms");
  CHECK(fault_sentence(node_fault(KindId::pause, seconds(1), ReplicaSet::of(ReplicaRole::previous_leader))) ==
        "the pause of the previous leader at 1s");
}

TEST_CASE("each piece is removed alone, and the faults that stay keep their numbers") {
  const Scenario scenario = random_raft_scenario(7);
  REQUIRE(scenario.faults.size() > 2);
  const std::vector<Piece> pieces = pieces_of(scenario);
  for (const Piece& piece : pieces) {
    if (piece.kind != Piece::Kind::fault) continue;
    REQUIRE(piece.without.faults.size() == scenario.faults.size() - 1);
    for (std::size_t i = 0; i < piece.without.faults.size(); ++i)
      CHECK(number_of(piece.without.faults, i) == number_of(scenario.faults, i < piece.place ? i : i + 1));
  }
}

TEST_CASE("the bounds of a share hold the share, and close in with more draws") {
  CHECK(share_bounds(0, 50).low_ppm == 0);
  CHECK(share_bounds(0, 50).high_ppm > 50'000);
  CHECK(share_bounds(50, 50).low_ppm > 900'000);
  CHECK(share_bounds(48, 50).low_ppm < 900'000);
  CHECK(share_bounds(25, 50).low_ppm < 500'000);
  CHECK(share_bounds(25, 50).high_ppm > 500'000);
  CHECK(share_bounds(500, 1000).high_ppm < share_bounds(5, 10).high_ppm);
  CHECK(share_bounds(0, 0).high_ppm == 1'000'000);
}

TEST_CASE("a failure is inevitable from the first point behind which all points are above 90 %") {
  std::vector<CurvePoint> curve;
  for (int i = 0; i < 5; ++i) curve.push_back({Time{} + seconds(i), 0, 50, i == 1 || i >= 3 ? 950'000u : 100'000u, 0});
  CHECK(inevitable_from(curve) == Time{} + seconds(3));
  curve.back().low_ppm = 0;
  CHECK_FALSE(inevitable_from(curve));
}

namespace {

// The digest of a run after each event.
class DigestLog final : public simnet::Observer {
 public:
  void on_event(const simnet::EventRecord& record) override {
    hash_ = hash_words(hash_, static_cast<std::uint64_t>(record.time.ns), record.node.value, record.fingerprint);
    points.emplace_back(record.time, hash_);
  }
  std::vector<std::pair<Time, std::uint64_t>> points;

 private:
  std::uint64_t hash_ = 0;
};

DigestLog watched(const Scenario& scenario, std::optional<Redraw> redraw) {
  DigestLog log;
  Runner runner;
  RunOptions options;
  options.observers = {&log};
  options.redraw = redraw;
  runner.run(scenario, *scenario.seed, options);
  return log;
}

}  // namespace

TEST_CASE("chance that is drawn anew from a time on changes nothing before, and nearly everything behind") {
  const Scenario scenario = random_raft_scenario(11);
  const DigestLog plain = watched(scenario, std::nullopt);
  const Time from = Time{} + seconds(2);
  const DigestLog one = watched(scenario, Redraw{from, 1});
  const DigestLog again = watched(scenario, Redraw{from, 1});
  const DigestLog other = watched(scenario, Redraw{from, 2});
  CHECK(one.points == again.points);
  CHECK(one.points.back() != plain.points.back());
  CHECK(one.points.back() != other.points.back());
  std::size_t equal = 0;
  while (equal < plain.points.size() && plain.points[equal].first <= from) {
    REQUIRE(plain.points[equal] == one.points[equal]);
    ++equal;
  }
  CHECK(equal > 100);
}

TEST_CASE("election timeouts that are drawn anew are others, lie within their bounds, and are pinned no more") {
  raft::Draws draws;
  const raft::Draw pinned{NodeId{1}, 0, 3, 0, milliseconds(777)};
  draws.reset({&pinned, 1});
  const raft::Draw drawn{NodeId{1}, 0, 3, 0, milliseconds(555)};
  CHECK(draws.election_timeout(drawn, milliseconds(500), seconds(1)) == milliseconds(777));
  draws.redraw(9);
  const Duration anew = draws.election_timeout(drawn, milliseconds(500), seconds(1));
  CHECK(anew >= milliseconds(500));
  CHECK(anew <= seconds(1));
  CHECK(anew != milliseconds(777));
  CHECK(anew == draws.election_timeout(drawn, milliseconds(500), seconds(1)));
}
