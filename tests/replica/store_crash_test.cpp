// Crash consistency of the store, by enumeration: recorded workloads are crashed behind every call, with every subset
// of what was not synced. Names and bytes are lost apart from each other, and bytes are torn everywhere.
#include "core/client/request.hpp"
#include "core/kv/replica_actor.hpp"
#include "replica/storage/kv_records.hpp"
#include "tests/catch.hpp"
#include "tests/effort.hpp"
#include "tests/property.hpp"
#include "tests/replica/probe_records.hpp"
#include "tests/replica/store_workload.hpp"

using namespace whitewater;
using namespace whitewater::replica;
using namespace whitewater::replica::test;
using contract::Probe;

namespace {

PayloadRef probe(Effects& effects, std::uint64_t number) {
  return effects.make<Probe>(Probe{number});
}

void write_content(Effects& effects, SlotId slot, std::uint64_t first, std::uint32_t chunks) {
  for (std::uint32_t place = 0; place < chunks; ++place)
    effects.append_chunk(slot, place, probe(effects, first + place));
  effects.commit_slot(slot, chunks);
}

// The log and its slots, in one segment.
std::vector<Turn> plain_turns() {
  return {
      [](Effects& e) {
        e.append(1, 2, probe(e, 100));
        e.append(3, 1, probe(e, 200));
        e.replace(SlotId{0}, probe(e, 7));
      },
      [](Effects& e) {
        e.truncate(3);
        e.append(3, 3, probe(e, 300));
      },
      [](Effects& e) { e.replace(SlotId{0}, probe(e, 8)); },
      [](Effects& e) {
        e.append_chunk(SlotId{2}, 0, probe(e, 20));
        e.append_chunk(SlotId{2}, 1, probe(e, 21));
      },
      [](Effects& e) {
        e.commit_slot(SlotId{2}, 2);
        e.trim(3);
      },
      [](Effects& e) { e.append_chunk(SlotId{2}, 0, probe(e, 30)); },
      [](Effects& e) { e.append(6, 1, probe(e, 400)); },
  };
}

// Contents that replace each other, also within one sync; a log that is trimmed behind its end.
std::vector<Turn> content_turns() {
  return {
      [](Effects& e) {
        write_content(e, SlotId{1}, 10, 1);
        write_content(e, SlotId{3}, 20, 3);
      },
      [](Effects& e) {
        write_content(e, SlotId{1}, 30, 2);
        write_content(e, SlotId{1}, 40, 1);
        e.trim(9);
      },
      [](Effects& e) {
        e.append(9, 1, probe(e, 500));
        e.replace(SlotId{1}, probe(e, 50));
      },
      [](Effects& e) { write_content(e, SlotId{3}, 60, 1); },
  };
}

// With small segments: several are closed, and go when the log is trimmed.
std::vector<Turn> rolling_turns() {
  std::vector<Turn> turns;
  for (std::uint64_t i = 1; i <= 4; ++i)
    turns.push_back([i](Effects& e) {
      e.append(2 * i - 1, 2, probe(e, 1'000'000 * i));
      e.replace(SlotId{0}, probe(e, i));
    });
  turns.push_back([](Effects& e) {
    write_content(e, SlotId{2}, 70, 2);
    e.trim(6);
  });
  turns.push_back([](Effects& e) {
    e.truncate(7);
    e.append(7, 1, probe(e, 9'000'000));
  });
  turns.push_back([](Effects& e) { e.trim(8); });
  return turns;
}

StoreOptions segments_of(std::uint64_t bytes) {
  StoreOptions options;
  options.segment_bytes = bytes;
  options.identity = 77;
  return options;
}

CrashFindings crash(const std::vector<Turn>& turns, std::uint64_t segment_bytes, bool deep, const Image& begin = {}) {
  const ProbeRecords records;
  CrashFiles files(begin);
  RecordedLife life(files, records, segments_of(segment_bytes));
  for (const Turn& turn : turns) life.turn(turn);
  return crash_everywhere(files, life, records, segments_of(segment_bytes), deep && !tests::sanitized);
}

Image after(const std::vector<Turn>& turns, std::uint64_t segment_bytes) {
  const ProbeRecords records;
  CrashFiles files;
  RecordedLife life(files, records, segments_of(segment_bytes));
  for (const Turn& turn : turns) life.turn(turn);
  return files.live();
}

void require_consistent(const CrashFindings& findings, std::size_t crashes_at_least) {
  INFO(findings.crashes << " crashes");
  INFO(findings.broken);
  CHECK(findings.broken.empty());
  CHECK(findings.crashes >= tests::effort(crashes_at_least));
}

}  // namespace

TEST_CASE("a log and slots survive every crash, also every crash of the start behind it") {
  require_consistent(crash(plain_turns(), 100'000, true), 10'000);
}

TEST_CASE("contents in files survive every crash, also every crash of the start behind it") {
  require_consistent(crash(content_turns(), 100'000, true), 10'000);
}

TEST_CASE("segments that are closed and dropped survive every crash, also every crash of the start behind it") {
  require_consistent(crash(rolling_turns(), 200, true), 10'000);
}

TEST_CASE("a second life survives every crash as the first one does") {
  require_consistent(crash({[](Effects& e) { e.append(8, 1, probe(e, 5)); }, [](Effects& e) { e.trim(9); }}, 200, true,
                           after(rolling_turns(), 200)),
                     1'000);
}

namespace {

// A replica that is a cluster of its own: what it writes is what the program writes.
class SoloReplica {
 public:
  explicit SoloReplica(RecordedLife& life) : life_(life), actor_(config()), effects_(life.pool()) {
    deadlines_.fill(time_never);
  }

  static kv::ReplicaConfig config() {
    kv::ReplicaConfig config;
    config.raft.self = NodeId{0};
    config.raft.replicas = 1;
    config.raft.snapshot_chunk_bytes = 40;
    config.raft.snapshot_keeps = 1;
    config.snapshot_every = 3;
    return config;
  }

  void start() { hand(Started{}); }
  void fire_next_timer() {
    const auto next = std::min_element(deadlines_.begin(), deadlines_.end());
    now_ = std::max(now_, *next);
    *next = time_never;
    hand(TimerFired{TimerId{static_cast<std::uint8_t>(next - deadlines_.begin())}});
  }
  void put(const std::string& key, const std::string& value) {
    const PayloadRef request = client::make_put(life_.pool(), NodeId{9}, NodeId{0}, "m" + value, key, value);
    hand(RequestArrived{NodeId{9}, request});
  }

 private:
  void hand(const Event& event) {
    effects_.begin(life_.issued());
    actor_.handle(event, now_, effects_);
    for (const Effects::TimerChange& change : effects_.timers) deadlines_[change.timer.value] = change.deadline;
    life_.perform(effects_);
  }

  RecordedLife& life_;
  kv::ReplicaActor actor_;
  Effects effects_;
  Time now_;
  std::array<Time, timers_max> deadlines_{};
};

}  // namespace

TEST_CASE("what a replica writes, snapshots among it, survives every crash") {
  const KvRecords records;
  const StoreOptions options = segments_of(600);
  CrashFiles files;
  RecordedLife life(files, records, options);
  SoloReplica replica(life);
  replica.start();
  replica.fire_next_timer();
  for (int i = 0; i < 7; ++i) replica.put(i % 2 == 0 ? "a" : "b", std::to_string(i));
  CHECK(life.now().log_first > 3);  // it has taken snapshots, and trimmed
  CHECK(life.now().slots[1].size() + life.now().slots[2].size() + life.now().slots[3].size() > 1);
  require_consistent(crash_everywhere(files, life, records, options, false), 10'000);
}

namespace {

// A turn of one to three writes that make sense on the model.
void draw_turn(Contents& model, Effects& effects, const RecordCodec& codec) {
  const auto writes = *rc::gen::inRange(1, 4);
  for (int i = 0; i < writes; ++i) {
    const std::size_t before = effects.writes.size();
    const std::uint64_t next = model.log_first + model.log.size();
    const auto number = *rc::gen::inRange<std::uint64_t>(0, 100'000);
    const SlotId slot{*rc::gen::inRange<std::uint8_t>(0, slots_max)};
    const auto unfinished = static_cast<std::uint32_t>(model.unfinished[slot.value].size());
    switch (*rc::gen::inRange(0, 8)) {
      case 0:
        effects.truncate(*rc::gen::inRange<std::uint64_t>(model.log_first, next + 1));
        break;
      case 1:
        effects.trim(*rc::gen::inRange<std::uint64_t>(model.log_first, next + 3));
        break;
      case 2:
        effects.replace(slot, probe(effects, number));
        break;
      case 3:
        effects.append_chunk(slot, *rc::gen::element<std::uint32_t>(0, unfinished), probe(effects, number));
        break;
      case 4:
        if (unfinished != 0) effects.commit_slot(slot, unfinished);
        break;
      default:
        effects.append(next, *rc::gen::inRange<std::uint32_t>(1, 4), probe(effects, number));
    }
    for (std::size_t j = before; j < effects.writes.size(); ++j) model.apply(effects.writes[j], codec);
  }
}

}  // namespace

TEST_CASE("drawn writes survive every crash") {
  const ProbeRecords records;
  tests::check_property(
      [&records] {
        const StoreOptions options = segments_of(*rc::gen::inRange<std::uint64_t>(1, 400));
        CrashFiles files;
        RecordedLife life(files, records, options);
        Contents model;
        const auto turns = *rc::gen::inRange(1, 6);
        for (int i = 0; i < turns; ++i) life.turn([&](Effects& effects) { draw_turn(model, effects, records); });
        const CrashFindings findings = crash_everywhere(files, life, records, options, false);
        if (!findings.broken.empty()) RC_FAIL(findings.broken);
      },
      {"", 40, nullptr});
}

TEST_CASE("the enumeration catches a disk that forgets a sync, of whatever kind") {
  const ProbeRecords records;
  const auto broken_by = [&](const std::string& files_begin_with, bool directory) {
    CrashFiles files;
    files.forgets_syncs_of = files_begin_with;
    files.forgets_directory_syncs = directory;
    RecordedLife life(files, records, segments_of(200));
    for (const Turn& turn : rolling_turns()) life.turn(turn);
    return crash_everywhere(files, life, records, segments_of(200), false).broken;
  };
  CHECK(broken_by("", false).empty());
  CHECK_FALSE(broken_by("segment-", false).empty());
  CHECK_FALSE(broken_by("segment-0000000000000002.new", false).empty());
  CHECK_FALSE(broken_by("content-", false).empty());
  CHECK_FALSE(broken_by("", true).empty());
}
