// Which unanswered puts are blamed on lost messages.
#include "tools/real/report/lost_puts.hpp"

#include "tests/catch.hpp"
#include "tests/real/router_bench.hpp"

using namespace whitewater;
using namespace whitewater::tools::real;
using namespace whitewater::tools::real::testing;

namespace {

// A put at a replica, which tells the two others; then they reply.
class Play {
 public:
  Play() : put(bench.ask(0)), by(put.to), peers(NodeSet::first(3) - NodeSet::of(by)) {}

  void lose(NodeId from, NodeId to, bool lost = true) {
    bench.network.links().set_loss(NodeSet::of(from), NodeSet::of(to), Probability{lost ? Probability::ppm_max : 0});
  }
  void tell() {
    for (const NodeId peer : peers) say(by, peer, true);
  }
  void reply(bool mention) {
    for (const NodeId peer : peers) say(peer, by, mention);
  }
  void say(NodeId from, NodeId to, bool mention) {
    const std::string more = mention ? ",\"MID\":\"" + std::string(put.mid()) + "\"" : "";
    bench.take(from, RouterBench::message(id(from), id(to), id(by), "x", more));
  }
  LostPuts found() const { return lost_puts(bench.recorder.log(), bench.course.requests(), 2); }

  RouterBench bench;
  course::RequestRecord put;
  NodeId by;
  NodeSet peers;

 private:
  static std::string id(NodeId node) { return course::id_text(node, 3); }
};

}  // namespace

TEST_CASE("a put that reached no majority is lost with its messages") {
  Play play;
  for (const NodeId peer : play.peers) play.lose(play.by, peer);
  play.tell();
  const LostPuts found = play.found();
  CHECK(found.puts == 1);
  CHECK(found.messages == 2);
  CHECK(found.asked == NodeSet::of(play.by));
  CHECK(found.first == play.put.mid());
}

TEST_CASE("a put of which no majority's reply arrived is lost with the replies") {
  Play play;
  for (const NodeId peer : play.peers) play.lose(peer, play.by);
  play.tell();
  play.reply(true);
  CHECK(play.found().puts == 1);
  CHECK(play.found().messages == 2);
  // Sent again, one arrives: with the replica itself that is a majority.
  play.lose(*play.peers.begin(), play.by, false);
  play.reply(true);
  CHECK(play.found().puts == 0);
}

TEST_CASE("a put is not blamed on losses that did not matter, or on replies that mention nothing") {
  Play all;
  all.tell();
  all.reply(true);
  CHECK(all.found().puts == 0);
  Play one;
  one.lose(one.by, *one.peers.begin());
  one.tell();
  CHECK(one.found().puts == 0);
  Play silent;
  for (const NodeId peer : silent.peers) silent.lose(peer, silent.by);
  silent.tell();
  silent.reply(false);
  CHECK(silent.found().puts == 0);
}
