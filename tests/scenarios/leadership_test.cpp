// Who led, from notes and deaths by hand; and the same from a running cluster, with and without a trace.
#include "scenarios/experiment/leadership.hpp"

#include "core/base/payload_pool.hpp"
#include "core/kv/note_words.hpp"
#include "core/raft/note_words.hpp"
#include "core/wire/json_writer.hpp"
#include "scenarios/report/leadership_report.hpp"
#include "tests/catch.hpp"

namespace whitewater::scenarios {
namespace {

using Reign = LeadershipReport::Reign;
using Span = LeadershipReport::Span;

constexpr std::span<const NoteWords> notes[] = {raft::note_words, kv::note_words};

Time at(std::int64_t second) {
  return Time{} + seconds(second);
}

struct Watching {
  Watching() { watch.reset(notes); }

  void note(std::int64_t second, std::uint16_t node, raft::NoteCode code, std::uint64_t term) {
    effects.begin(0);
    effects.note(static_cast<std::uint32_t>(code), term);
    watch.on_noted({at(second), 1, NodeId{node}, event, effects, 0});
  }
  void leads(std::int64_t second, std::uint16_t node, std::uint64_t term) {
    note(second, node, raft::NoteCode::became_candidate, term);
    note(second, node, raft::NoteCode::became_leader, term);
  }
  void kills(std::int64_t second, std::uint16_t node) {
    simnet::EpisodeRecord record;
    record.time = at(second);
    record.died = NodeSet::of(NodeId{node});
    watch.on_episode(record);
  }
  LeadershipReport report(std::int64_t from = 0, std::int64_t until = 30) const {
    return watch.report(at(from), at(until)).value();
  }

  PayloadPool pool;
  Effects effects{pool};
  Event event = Started{};
  Leadership watch;
};

}  // namespace

TEST_CASE("reigns begin and end by notes, and end by deaths") {
  Watching w;
  w.leads(1, 0, 1);
  w.kills(4, 0);
  w.leads(6, 2, 2);
  w.note(9, 2, raft::NoteCode::became_follower, 3);
  w.leads(9, 1, 3);
  const LeadershipReport report = w.report();
  CHECK(report.reigns ==
        std::vector<Reign>{{NodeId{0}, 1, at(1), at(4)}, {NodeId{2}, 2, at(6), at(9)}, {NodeId{1}, 3, at(9), at(30)}});
  CHECK(report.elections == 3);
  CHECK(report.terms() == 3);
  CHECK(report.highest_term == 3);
  CHECK(report.changes() == 2);
  CHECK(report.leaderless == Span{at(4), seconds(2)});
  CHECK(w.watch.previous() == NodeId{2});
}

TEST_CASE("who stands in vain counts as an election, and its term as the highest; a pre-vote is neither") {
  Watching w;
  w.leads(1, 0, 1);
  for (std::uint64_t term = 2; term <= 9; ++term)
    w.note(static_cast<std::int64_t>(term), 2, raft::NoteCode::became_candidate, term);
  w.note(10, 1, raft::NoteCode::became_pre_candidate, 50);
  const LeadershipReport report = w.report();
  CHECK(report.elections == 9);
  CHECK(report.highest_term == 9);
  CHECK(report.terms() == 1);
  CHECK(report.changes() == 0);
  CHECK(report.leaderless == Span{at(0), seconds(1)});
  CHECK(w.report(1).leaderless.length == Duration{});
}

TEST_CASE("a deposed leader that does not know it still leads, so nobody is missing") {
  Watching w;
  w.leads(1, 0, 1);
  w.leads(5, 1, 2);
  w.note(20, 0, raft::NoteCode::became_follower, 2);
  CHECK(w.report(1).leaderless.length == Duration{});
  CHECK(w.report().reigns[0].end == at(20));
  w.kills(22, 1);
  CHECK(w.report(1).leaderless == Span{at(22), seconds(8)});
}

TEST_CASE("the same replica elected again is another term and no change of the leader") {
  Watching w;
  w.leads(1, 0, 1);
  w.note(3, 0, raft::NoteCode::became_pre_candidate, 2);
  w.leads(4, 0, 2);
  const LeadershipReport report = w.report();
  CHECK(report.reigns.size() == 2);
  CHECK(report.changes() == 0);
  CHECK(report.terms() == 2);
  CHECK(w.watch.previous() == no_node);
}

TEST_CASE("other notes of the same event, or none, change nothing") {
  Watching w;
  w.leads(1, 0, 1);
  w.note(2, 0, raft::NoteCode::commit_advanced, 77);
  w.note(2, 0, static_cast<raft::NoteCode>(64 + static_cast<std::uint32_t>(raft::NoteCode::became_follower)), 78);
  CHECK(w.report().reigns.size() == 1);
  CHECK(w.report().highest_term == 1);
  w.watch.reset(notes);
  CHECK(w.report().reigns.empty());
  CHECK(w.report().leaderless == Span{at(0), seconds(30)});
}

TEST_CASE("a system whose notes say nothing of leaders has no leadership") {
  Leadership watch;
  constexpr std::span<const NoteWords> silent[] = {kv::note_words};
  watch.reset(silent);
  CHECK_FALSE(watch.report(at(0), at(30)));
  CHECK(watch.watches().marks.none());
}

TEST_CASE("leadership as text and as JSON") {
  Watching w;
  w.leads(1, 0, 1);
  w.kills(4, 0);
  w.leads(6, 2, 2);
  std::string text;
  w.report().add_text(text, 3, {});
  CHECK(text ==
        "\nLeadership\n"
        "  elections                                        2\n"
        "  terms with a leader / highest term           2 / 2\n"
        "  leaders, in this order                  0000, 0002\n"
        "  longest time without a leader           2.000000 s  from 4.0 s to 6.0 s\n");
  std::string line;
  json::Writer writer(line);
  w.report().write_json(writer);
  CHECK(line ==
        R"({"elections":2,"terms":2,"highest_term":2,"changes":1,"longest_leaderless_s":2,"leaderless_from_s":4,)"
        R"("leaders":[{"node":0,"term":1,"from_s":1,"until_s":4},{"node":2,"term":2,"from_s":6,"until_s":30}]})");
  for (std::int64_t second = 7; second < 17; ++second)
    w.leads(second, static_cast<std::uint16_t>(second % 3), static_cast<std::uint64_t>(second));
  text.clear();
  w.report().add_text(text, 3, {});
  CHECK(text.find("4 more, then 0000, 0001, 0002, 0000, 0001, 0002, 0000, 0001\n") != std::string::npos);
  text.clear();
  LeadershipReport().add_text(text, 3, {});
  CHECK(text.find("  leaders, in this order                      nobody\n") != std::string::npos);
}

}  // namespace whitewater::scenarios
