// What the host of programs knows of their messages: who leads, the words of stories, and what is taken out of drawn
// scenarios.
#include <array>

#include "core/base/payload_pool.hpp"
#include "core/client/request.hpp"
#include "core/course/incoming.hpp"
#include "scenarios/format/scenario_reader.hpp"
#include "scenarios/search/fuzz/frame.hpp"
#include "scenarios/search/fuzz/swarm.hpp"
#include "scenarios/standard/standard.hpp"
#include "scenarios/workloads/registers_options.hpp"
#include "simnet/faults/kinds.hpp"
#include "tests/catch.hpp"
#include "tests/virtual/run_program.hpp"
#include "tools/virtual/host/claims.hpp"
#include "tools/virtual/host/datagram.hpp"
#include "tools/virtual/host/datagram_words.hpp"
#include "tools/virtual/host/process_cluster.hpp"
#include "tools/virtual/host/program.hpp"
#include "tools/virtual/host/temper.hpp"

namespace whitewater::tools::virtual_time {
namespace {

const NodeSet five = NodeSet::first(5);

TEST_CASE("Who names itself leads until it names another, and whoever began last leads") {
  Claims claims;
  claims.reset(5);
  REQUIRE(claims.leader(five).empty());
  claims.note(NodeId{1}, NodeId{1}, {});
  claims.note(NodeId{2}, NodeId{1}, {});
  REQUIRE(claims.leader(five) == NodeSet::of(NodeId{1}));
  claims.note(NodeId{3}, NodeId{3}, {});
  claims.note(NodeId{1}, NodeId{1}, {});
  REQUIRE(claims.leader(five) == NodeSet::of(NodeId{3}));
  REQUIRE(claims.leader(five - NodeSet::of(NodeId{3})) == NodeSet::of(NodeId{1}));
  claims.note(NodeId{3}, no_node, {});
  REQUIRE(claims.leader(five) == NodeSet::of(NodeId{1}));
  claims.forget(NodeId{1});
  REQUIRE(claims.leader(five).empty());
}

TEST_CASE("The word of a cluster says roles, types and terms, and not who is who") {
  Claims a, b;
  a.reset(3);
  b.reset(3);
  const NodeSet three = NodeSet::first(3);
  a.note(NodeId{0}, NodeId{0}, 4);
  b.note(NodeId{2}, NodeId{2}, 9);
  REQUIRE(a.word(three) == b.word(three));
  a.note(NodeId{1}, NodeId{0}, 4);
  REQUIRE(a.word(three) != b.word(three));
  b.note(NodeId{1}, NodeId{2}, 8);
  REQUIRE(a.word(three) != b.word(three));
  b.note(NodeId{1}, NodeId{2}, 9);
  REQUIRE(a.word(three) == b.word(three));
  a.note_type(NodeId{1}, 3);
  REQUIRE(a.word(three) != b.word(three));
  REQUIRE(a.word(three) != a.word(NodeSet::first(2)));
}

TEST_CASE("Messages are told by type and small fields, in one order") {
  const std::string_view bytes =
      R"({"src":"0000","dst":"FFFF","leader":"0000","type":"append","prev":3,"entries":[1,2],"last_term":3,)"
      R"("term":4,"vote":true})";
  REQUIRE(type_in(bytes) == "append");
  REQUIRE(datagram_details(bytes) == "term 4, last_term 3, entries: 2, prev 3, vote true");
  REQUIRE(type_in(R"({"a":{"type" : "x"},"type":"y"})") == "x");
  REQUIRE(type_in(R"({"type":"a\"b"})").empty());
  REQUIRE(type_in("").empty());
  REQUIRE(datagram_details("[]").empty());
  REQUIRE(datagram_details("{").empty());
  const std::string long_text(500, 'x');
  REQUIRE(datagram_details(R"({"value":")" + long_text + R"(","k":1})") == "k 1");
  std::string many = R"({"type":"t")";
  for (int i = 0; i < 60; ++i) many += ",\"field" + std::to_string(i) + "\":" + std::to_string(i);
  const std::string details = datagram_details(many + "}");
  REQUIRE(details.size() < 120);
  REQUIRE(details.ends_with(", ..."));
  PayloadPool pool;
  const PayloadRef payload = make_datagram(pool, NodeId{0}, 1, bytes);
  REQUIRE(payload.get_if<Datagram>()->type_text() == "append");
  REQUIRE(payload.get_if<Datagram>()->bytes() == bytes);
}

TEST_CASE("A story follows a request into the messages that name it") {
  PayloadPool pool;
  const PayloadRef payload = make_datagram(pool, NodeId{0}, 1,
                                           R"({"src":"0000","dst":"0001","leader":"0000","type":"append",)"
                                           R"("entries":[{"MID":"r12.1","client":"0015","x":"r"}]})");
  std::vector<std::uint64_t> names;
  REQUIRE(datagram_vocabulary.payloads.size() == 1);
  datagram_vocabulary.payloads[0].requests(payload, [&](const scenarios::CarriedRequest& carried) {
    names.push_back(carried.request);
    REQUIRE(carried.only_named);
  });
  REQUIRE(names == std::vector<std::uint64_t>{client::request_name(NodeId{5}, "r12.1")});
}

TEST_CASE("The course's checks come in its order") {
  using course::Incoming;
  const auto read = [](std::string_view bytes) { return Incoming::read(bytes, NodeId{1}, 5, 13); };
  REQUIRE(read("").flaw == Incoming::Flaw::empty);
  REQUIRE(read("\xff").flaw == Incoming::Flaw::not_utf8);
  REQUIRE(read("{").flaw == Incoming::Flaw::malformed);
  REQUIRE(read(R"({"src":"0001","dst":"0002","leader":"FFFF"})").flaw == Incoming::Flaw::malformed);
  const Incoming plain = read(R"({"src":"0001","dst":"FFFF","leader":"0002","type":"t"})");
  REQUIRE(plain.flaw == Incoming::Flaw::none);
  REQUIRE(plain.from(true) == NodeId{1});
  REQUIRE(plain.to == no_node);
  REQUIRE(plain.leader == NodeId{2});
  REQUIRE_FALSE(plain.unknown_leader);
  const Incoming odd = read(R"({"src":"0003","dst":"00aa","leader":"0015","type":"hello"})");
  REQUIRE(odd.flaw == Incoming::Flaw::none);
  REQUIRE(odd.hello());
  REQUIRE(odd.src == NodeId{3});
  REQUIRE(odd.from(true) == NodeId{3});
  REQUIRE(odd.from() == NodeId{1});
  REQUIRE(odd.to == course::stranger);
  REQUIRE(odd.unknown_leader);
  // Of eight clients; the course compares ids as text.
  REQUIRE(read(R"({"src":"0001","dst":"001C","leader":"FFFF","type":"ok"})").to == NodeId{12});
  REQUIRE(read(R"({"src":"0001","dst":"001c","leader":"FFFF","type":"ok"})").to == course::stranger);
  REQUIRE(read(R"({"src":"0001","dst":"001D","leader":"FFFF","type":"ok"})").to == course::stranger);
}

// --- drawn scenarios ---

using scenarios::KindId;
using scenarios::Scenario;
using scenarios::ScheduledFault;

scenarios::fuzz::Frame frame_of(const std::string& network, const std::string& workload) {
  static const std::array systems{program_system()};
  static const scenarios::Toolbox toolbox{systems, scenarios::standard_toolbox().workloads};
  const std::string text = R"({"system": "program", "program": {"path": "/bin/sh", "network": ")" + network +
                           R"("}, "workload": ")" + workload + R"(", "replicas": 5})";
  const auto read = scenarios::read_scenario(text, "f", toolbox);
  if (!read) FAIL(read.error().text());
  std::vector<scenarios::GivenField> given = read.value().given;
  std::erase_if(given, [](const auto& field) { return field.path == "replicas"; });
  auto frame = scenarios::fuzz::Frame::make(read.value().scenario, given, {});
  REQUIRE(frame.ok());
  return std::move(frame.value());
}

TEST_CASE("What a program does not promise is not drawn, and the rest is") {
  const scenarios::fuzz::Frame course = frame_of("course", "registers");
  const scenarios::fuzz::Frame any = frame_of("any", "registers");
  std::array<unsigned, simnet::faults::kinds.size()> kinds{};
  unsigned duplicated = 0;
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    Scenario drawn = scenarios::fuzz::draw_scenario(course, seed);
    CAPTURE(seed);
    REQUIRE(withstands(drawn));
    REQUIRE(drawn.replicas >= 3);
    REQUIRE(drawn.replicas <= 7);
    REQUIRE(drawn.clocks.empty());
    REQUIRE(scenarios::registers(drawn).start_wait == seconds(5));
    REQUIRE(scenarios::registers(drawn).ask_again == Duration{});
    unsigned kills = 0;
    for (const ScheduledFault& fault : drawn.faults) {
      ++kinds[static_cast<std::size_t>(fault.type.kind)];
      kills += fault.type.kind == KindId::kill ? 1u : 0u;
      REQUIRE(std::get<Duration>(fault.at) >= seconds(5));
    }
    REQUIRE(kills <= (drawn.replicas - 1) / 2);
    REQUIRE_FALSE(drawn.heal.has_value());
    const Scenario once = drawn;
    temper(drawn);
    REQUIRE(drawn == once);
    duplicated += scenarios::fuzz::draw_scenario(any, seed).network.duplication.never() ? 0u : 1u;
  }
  REQUIRE(duplicated > 50);
  for (const KindId kind :
       {KindId::kill, KindId::pause, KindId::partition, KindId::cut, KindId::loss, KindId::delay, KindId::slow})
    REQUIRE(kinds[static_cast<std::size_t>(kind)] > 20);
  REQUIRE(kinds[static_cast<std::size_t>(KindId::duplication)] == 0);
}

TEST_CASE("A scenario that asks more than a program promises is known as such") {
  Scenario scenario = scenario_of("/bin/sh", {}, 5);
  REQUIRE(withstands(scenario));
  scenario.faults.push_back(
      node_fault(KindId::kill, seconds(6), scenarios::ReplicaSet::of(scenarios::ReplicaRole::leader)));
  REQUIRE(withstands(scenario));
  scenario.faults.back().lasts = seconds(1);
  REQUIRE_FALSE(withstands(scenario));
  scenario.faults.clear();
  scenario.network.duplication = Probability{1'000};
  REQUIRE_FALSE(withstands(scenario));
  scenario.system_options.get<Program>().network = ProgramNetwork::any;
  REQUIRE(withstands(scenario));
}

}  // namespace
}  // namespace whitewater::tools::virtual_time
