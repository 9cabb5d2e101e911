// The adapter shows a real Raft node as it is: nothing is wrong with one that elects itself and commits alone, and
// something with one that says less than it did.
#include "core/check/properties/raft_properties.hpp"

#include <string>

#include "core/client/request.hpp"
#include "core/raft/snapshots/snapshot.hpp"
#include "tests/catch.hpp"

using namespace whitewater;

namespace {

// A cluster of one: it elects itself and commits alone.
struct Lone {
  Lone() {
    config.self = NodeId{0};
    config.replicas = 1;
    properties.reset(config, true);
    node.reset(config);
    node.start(Time{}, {}, {}, out);
    show(Started{});
  }

  void lead() {
    for (int i = 0; i < 10 && !node.leading(); ++i) {
      now = node.next_deadline();
      out.clear();
      node.tick(now, out);
      show(TimerFired{});
    }
    REQUIRE(node.leading());
  }
  void put(std::string_view value) {
    out.clear();
    REQUIRE(node.propose(now, client::make_put(pool, NodeId{1}, no_node, "M", "k", value), out).has_value());
    show(TimerFired{});
  }
  void show(const Event& event, std::uint64_t state_hash_offset = 1'000) {
    effects.begin(effects.last_write());
    for (raft::Output::Write& write : out.writes) {
      const auto* batch = write.payload.get_if<raft::EntryBatch>();
      if (write.kind == raft::Output::Write::Kind::hard_state)
        effects.replace(SlotId{0}, write.payload);
      else if (write.kind == raft::Output::Write::Kind::append)
        effects.append(write.index.value, batch->count, write.payload);
    }
    const std::uint64_t applied = node.commit_index().value;
    const std::uint64_t state_hash = state_hash_offset + applied;
    const auto* start = std::get_if<Started>(&event);
    if (start != nullptr && !properties.started(NodeId{0}, *start, node)) return;
    if (!effects.writes.empty() && !properties.writes(NodeId{0}, effects)) return;
    if (properties.changed(NodeId{0}, node, applied, state_hash))
      properties.after_change(NodeId{0}, node, applied, state_hash);
  }
  void require_violation(const std::string& property) {
    REQUIRE(violation.get().has_value());
    CHECK(std::string(violation.get()->property) == property);
  }

  Time now;
  PayloadPool pool;
  raft::Config config;
  raft::Output out{pool};
  raft::Node node;
  Effects effects{pool};
  checks::FirstViolation violation;
  checks::RaftProperties properties{violation};
};

}  // namespace

TEST_CASE_METHOD(Lone, "a node that elects itself and commits violates nothing") {
  lead();
  for (int i = 0; i < 20; ++i) put("v");
  CHECK(node.commit_index().value >= 21);
  CHECK(properties.committed() == node.commit_index().value);
  CHECK(properties.durable(NodeId{0}) == node.last_index().value);
  CHECK_FALSE(violation.get().has_value());
}

TEST_CASE_METHOD(Lone, "a node whose state machine strays is found at the same applied index") {
  lead();
  put("v");
  show(TimerFired{}, 5);
  require_violation("same_state");
}

TEST_CASE_METHOD(Lone, "a leader that commits what it has not written is found") {
  lead();
  out.clear();
  REQUIRE(node.propose(now, client::make_put(pool, NodeId{1}, no_node, "M", "k", "v"), out).has_value());
  out.writes.clear();
  show(TimerFired{});
  require_violation("committed_is_durable");
}

TEST_CASE_METHOD(Lone, "a node that starts anew without its log is found, unless it was given nothing else") {
  lead();
  put("v");
  node.reset(config);
  out.clear();
  node.start(now, {}, {}, out);
  SECTION("without a start") {
    show(TimerFired{});
    require_violation("term_monotonic");
  }
  SECTION("its disk was empty") {
    show(Started{});
    CHECK_FALSE(violation.get().has_value());
  }
  SECTION("its disk was not") {
    const std::array<PayloadRef, 1> slots{make_payload<raft::HardState>(pool, raft::Term{1}, NodeId{0})};
    show(Started{{1, {}, slots}});
    require_violation("restart_keeps_durable");
  }
}

TEST_CASE_METHOD(Lone, "a log that is trimmed before a snapshot stands for its beginning is found") {
  lead();
  for (int i = 0; i < 9; ++i) put("v");
  const raft::Index last{5};
  const PayloadRef snapshot =
      raft::make_snapshot(pool, {last, node.term_at(last), node.chain_hash(last)}, NodeSet::first(1), "the state", 4);
  const auto& chunks = *snapshot.get_if<raft::Snapshot>();
  REQUIRE(chunks.count == 3);
  effects.begin(effects.last_write());
  SECTION("there is none") {
    effects.trim(2);
  }
  SECTION("its chunks are written, and not committed") {
    for (std::uint32_t i = 0; i < chunks.count; ++i) effects.append_chunk(SlotId{1}, i, chunks.chunks()[i]);
    effects.trim(6);
  }
  SECTION("it stands for less") {
    for (std::uint32_t i = 0; i < chunks.count; ++i) effects.append_chunk(SlotId{1}, i, chunks.chunks()[i]);
    effects.commit_slot(SlotId{1}, chunks.count);
    effects.trim(7);
  }
  CHECK_FALSE(properties.writes(NodeId{0}, effects));
  require_violation("snapshot_before_trim");
}

TEST_CASE_METHOD(Lone, "a log that is trimmed behind its snapshot is fine") {
  lead();
  for (int i = 0; i < 9; ++i) put("v");
  const raft::Index last{5};
  const PayloadRef snapshot =
      raft::make_snapshot(pool, {last, node.term_at(last), node.chain_hash(last)}, NodeSet::first(1), "the state", 4);
  const auto& chunks = *snapshot.get_if<raft::Snapshot>();
  effects.begin(effects.last_write());
  for (std::uint32_t i = 0; i < chunks.count; ++i) effects.append_chunk(SlotId{1}, i, chunks.chunks()[i]);
  effects.commit_slot(SlotId{1}, chunks.count);
  effects.trim(6);
  CHECK(properties.writes(NodeId{0}, effects));
  CHECK_FALSE(violation.get().has_value());
}
