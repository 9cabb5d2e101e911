// What one node owes whatever the others do: real replicas, and somebody who falsifies what they are handed or want
// done.
#include <string>

#include "tests/catch.hpp"
#include "tests/check/property_world.hpp"

using namespace whitewater;
using namespace whitewater::checks;

namespace {

template <class From, class To, class Make>
void replace_answers(PropertyWorld& world, Make&& make) {
  world.meddle_after([make](NodeId, const Event&, Effects& effects) {
    for (Effects::Send& send : effects.sends)
      if (const auto* answer = message_of<From>(send))
        send.payload = make_payload<raft::PeerMessage>(effects.pool(), no_node, raft::Message(To(make(*answer))));
  });
}

}  // namespace

TEST_CASE("votes are answered: a request that nobody answers") {
  PropertyWorld world;
  world.meddle_after([](NodeId, const Event&, Effects& effects) {
    erase_if(effects.sends, [](const Effects::Send& send) {
      return message_of<raft::PreVoteGranted>(send) != nullptr || message_of<raft::PreVoteDenied>(send) != nullptr;
    });
  });
  world.run(seconds(5));
  require_violation(world, "votes_are_answered");
}

TEST_CASE("promise kept and vote for a newer log: what should be denied is granted") {
  PropertyWorld world;
  // One hears nobody, and asks with a log and at a time at which the others would not hear of it.
  const simnet::Target others{NodeSet::first(2), simnet::Target::no_role};
  world.fault(seconds(3), KindId::cut, others, PropertyWorld::target(NodeId{2}));
  replace_answers<raft::PreVoteDenied, raft::PreVoteGranted>(world, [](const raft::PreVoteDenied& denied) {
    return raft::PreVoteGranted{denied.term, denied.commit_index};
  });
  world.run(seconds(12));
  REQUIRE(world.observer.violation().has_value());
  const std::string& property = world.observer.violation()->property;
  INFO(world.observer.violation()->text);
  CHECK((property == "promise_kept" || property == "vote_for_newer_log"));
}

namespace {

// A node by itself with three entries of term 2, which is asked for its vote.
struct Voter {
  Voter() {
    config.self = NodeId{0};
    config.replicas = 3;
    node.reset(config);
    out.pool = &pool;
    std::vector<raft::Entry> log(3, raft::Entry{raft::Term{2}, {}});
    node.start(Time{}, raft::HardState{raft::Term{2}, no_node}, log, out);
    conduct.reset(config);
    effects.begin(0);
  }
  std::string asked(Time now, raft::Index last_index, raft::Term last_term) {
    effects.send_message(
        NodeId{1}, make_payload<raft::PeerMessage>(pool, no_node, raft::Message(raft::VoteGranted{raft::Term{3}, {}})));
    const raft::Message request = raft::VoteRequest{raft::Term{3}, last_index, last_term};
    if (properties.after_message(now, NodeId{0}, NodeId{1}, request, effects, node)) return "fine";
    return std::string(violation.get()->property);
  }

  raft::Config config;
  PayloadPool pool;
  raft::Node node;
  raft::Output out;
  Effects effects{pool};
  FirstViolation violation;
  ConductProperties conduct{violation};
  LocalProperties properties{conduct, violation};
};

}  // namespace

TEST_CASE("a vote goes to a log that is up to date") {
  const Time now{seconds(10).ns};
  CHECK(Voter().asked(now, raft::Index{3}, raft::Term{2}) == "fine");
  CHECK(Voter().asked(now, raft::Index{1}, raft::Term{3}) == "fine");
  CHECK(Voter().asked(now, raft::Index{2}, raft::Term{2}) == "vote_for_newer_log");
  CHECK(Voter().asked(now, raft::Index{9}, raft::Term{1}) == "vote_for_newer_log");
}

TEST_CASE("an append that brings nothing new is acknowledged as far as it reaches") {
  Voter voter;
  const std::vector<raft::Entry> entries(2, raft::Entry{raft::Term{2}, {}});
  // Two entries behind prev, none of which makes the node write anything; and what it says then.
  const auto accepted = [&](std::uint64_t prev, std::uint64_t match) {
    voter.effects.begin(0);
    voter.effects.send_message(
        NodeId{1}, make_payload<raft::PeerMessage>(
                       voter.pool, no_node, raft::Message(raft::AppendAccepted{raft::Term{2}, raft::Index{match}, 0})));
    const raft::Message append = raft::AppendEntries{
        raft::Term{2}, raft::Index{prev}, raft::Term{2}, {}, 0, raft::make_batch(voter.pool, entries.data(), 2)};
    return voter.properties.after_message({}, NodeId{0}, NodeId{1}, append, voter.effects, voter.node);
  };
  CHECK(accepted(1, 3));
  CHECK(accepted(0, 3));
  CHECK(accepted(2, 3));  // it overtook another, and is kept
  CHECK_FALSE(accepted(1, 2));
  CHECK(voter.violation.get()->property == "acknowledged_in_full");
  CHECK(
      voter.violation.get()->sentence.starts_with("node 0000 accepts an append of node 0001 that reaches index "
                                                  "3, and acknowledges entries only up to index 2; but"));
}

TEST_CASE("a term is written before its entries") {
  PayloadPool pool;
  Effects effects{pool};
  FirstViolation violation;
  RaftProperties judge{violation};
  const raft::Entry entry{raft::Term{2}, {}};
  raft::Config config;
  config.replicas = 3;
  config.prevote = false;
  judge.reset(config, true);
  const auto append = [&] { effects.append(1, 1, raft::make_batch(pool, &entry, 1)); };
  const auto write_term = [&] {
    effects.replace(SlotId{0}, make_payload<raft::HardState>(pool, raft::Term{2}, NodeId{0}));
  };
  const auto happens = [&] { return judge.writes(NodeId{0}, effects); };
  effects.begin(0);
  SECTION("in one event") {
    write_term();
    append();
    CHECK(happens());
  }
  SECTION("in an event before") {
    write_term();
    CHECK(happens());
    effects.begin(1);
    append();
    CHECK(happens());
  }
  SECTION("behind the entries") {
    append();
    write_term();
    CHECK_FALSE(happens());
    CHECK(violation.get()->property == "term_before_entries");
  }
  SECTION("not at all") {
    append();
    CHECK_FALSE(happens());
    CHECK(
        violation.get()->sentence ==
        "node 0000 writes an entry of term 2, and the term that it wrote before is 0; but a node writes a term before "
        "it writes entries of that term, so that no crash keeps the entries and loses the term (Raft figure 2)");
  }
}
