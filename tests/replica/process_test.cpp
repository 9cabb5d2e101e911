// The replica program from the outside, as processes behind a router: it serves over every transport, ends as it
// should, starts again from its store, and says nothing unless asked.
#include <signal.h>
#include <sys/resource.h>

#include <algorithm>

#include "tests/catch.hpp"
#include "tests/replica/cluster.hpp"

using namespace whitewater;
using namespace whitewater::replica;
using namespace whitewater::replica::test;

namespace {

bool mentions(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// Run to its end; standard error and the exit status.
std::pair<std::string, int> run(const std::vector<std::string>& arguments, Duration limit = seconds(5)) {
  const Folder folder;
  std::vector<std::string> command{WHITEWATER_REPLICA};
  command.insert(command.end(), arguments.begin(), arguments.end());
  Process process(folder, "run", command);
  const std::optional<int> status = process.wait(limit);
  REQUIRE(status.has_value());
  return {folder.text("run.err") + folder.text("run.out"), *status};
}

}  // namespace

TEST_CASE("a cluster elects and serves over each transport, found out by itself, and is quiet") {
  const TransportKind kind = GENERATE(TransportKind::udp, TransportKind::stream, TransportKind::seqpacket);
  Cluster cluster(kind, 5);
  const Time start = now();
  REQUIRE(cluster.serves(seconds(10)));
  // Soon enough for the first request, late enough for every peer.
  const Duration took = now() - start;
  CHECK(took > milliseconds(kind == TransportKind::seqpacket ? 900 : 1'500));
  for (int i = 0; i < 20; ++i) {
    const std::string key = std::string("key") + std::to_string(i % 7);
    CHECK(cluster.router.ask(true, key, std::to_string(i), seconds(5)).type == "ok");
    CHECK(cluster.router.ask(false, key, "", seconds(5)).value == std::to_string(i));
  }
  CHECK(cluster.router.ask(false, "never put", "", seconds(5)).type == "ok");
  for (unsigned i = 0; i < 5; ++i) {
    CHECK(cluster.process(i).running());
    CHECK(cluster.errors(i).empty());
    CHECK(cluster.folder.text(cluster.router.id(i) + ".out").empty());
  }
}

TEST_CASE("a new leader answers for the old one, and what was put is there") {
  Cluster cluster(TransportKind::udp, 5);
  REQUIRE(cluster.serves(seconds(10)));
  REQUIRE(cluster.router.ask(true, "key", "value", seconds(5)).type == "ok");
  const unsigned old = cluster.router.leader();
  cluster.process(old).signal(SIGKILL);
  const std::string mid = cluster.router.get((old + 1) % 5, "key");
  // Held while nobody leads, then redirected or answered.
  REQUIRE(cluster.router.run_until([&] { return cluster.router.answer(mid) != nullptr; }, seconds(10)));
  REQUIRE(cluster.router.run_until([&] { return cluster.router.leader() < 5 && cluster.router.leader() != old; },
                                   seconds(10)));
  const Answer answer = cluster.router.ask(false, "key", "", seconds(10));
  CHECK(answer.type == "ok");
  CHECK(answer.value == "value");
}

TEST_CASE("puts that arrive in one burst are replicated together") {
  Cluster cluster(TransportKind::udp, 5);
  REQUIRE(cluster.serves(seconds(10)));
  const unsigned leader = cluster.router.leader();
  const std::uint64_t before = cluster.router.messages();
  std::vector<std::string> mids;
  cluster.process(leader).signal(SIGSTOP);
  for (int i = 0; i < 200; ++i) mids.push_back(cluster.router.put(leader, "k" + std::to_string(i), "v"));
  cluster.process(leader).signal(SIGCONT);
  const auto all = [&] {
    return std::all_of(mids.begin(), mids.end(), [&](const std::string& mid) {
      return cluster.router.answer(mid) != nullptr && cluster.router.answer(mid)->type == "ok";
    });
  };
  REQUIRE(cluster.router.run_until(all, seconds(5)));
  // One at a time would be four messages a put.
  CHECK(cluster.router.messages() - before < 100);
}

TEST_CASE("SIGTERM and SIGINT end it at once, whatever it is doing") {
  const TransportKind kind = GENERATE(TransportKind::udp, TransportKind::stream, TransportKind::seqpacket);
  Cluster cluster(kind, 3);
  REQUIRE(cluster.serves(seconds(10)));
  for (unsigned i = 0; i < 3; ++i) {
    const Time asked = now();
    cluster.process(i).signal(i == 2 ? SIGINT : SIGTERM);
    CHECK(cluster.process(i).wait(seconds(2)) == (i == 2 ? 130 : 0));
    CHECK(now() - asked < milliseconds(100));
  }
}

TEST_CASE("a lost simulator ends it with a message") {
  const TransportKind kind = GENERATE(TransportKind::udp, TransportKind::stream, TransportKind::seqpacket);
  Cluster cluster(kind, 3);
  REQUIRE(cluster.serves(seconds(10)));
  for (unsigned i = 0; i < 3; ++i) cluster.router.close(i);
  for (unsigned i = 0; i < 3; ++i) {
    CHECK(cluster.process(i).wait(seconds(10)) == 1);
    CHECK(mentions(cluster.errors(i), "simulator"));
  }
}

TEST_CASE("a simulator that was never there is missed soon") {
  const auto [udp, udp_status] = run({"65533", "0000", "0001"});
  CHECK(udp_status == 1);
  CHECK(mentions(udp, "simulator"));
  const auto [unix_socket, unix_status] = run({"0000", "0001"});
  CHECK(unix_status == 1);
  CHECK(mentions(unix_socket, "'0000'"));
}

TEST_CASE("usage: one clear line and 2; help and version on standard output") {
  const auto [text, status] = run({"0000", "0003"});
  CHECK(status == 2);
  CHECK(text == "whitewater-replica: expected the ids of 2 replicas, 0000 to 0001, found '0003'\n");
  CHECK(run({}).second == 2);
  CHECK(run({"0000", "--trace", "no/such/folder/file"}).second == 2);
  CHECK(run({"--help"}).second == 0);
  CHECK(mentions(run({"--help"}).first, "WHITEWATER_REPLICA_OPTIONS"));
  CHECK(run({"--version"}).first.rfind("whitewater-replica ", 0) == 0);
}

TEST_CASE("log and trace go where they are sent, as lines of ASCII, also by way of the environment") {
  Cluster cluster(TransportKind::udp, 3, {"--trace", "%ID.trace"},
                  {"WHITEWATER_REPLICA_OPTIONS=--log-level info --log-file all.log"});
  REQUIRE(cluster.serves(seconds(10)));
  CHECK(cluster.router.ask(true, "caf\xC3\xA9", "1", seconds(5)).type == "ok");
  const std::string log = cluster.folder.text("all.log");
  CHECK(mentions(log, "became_leader term="));
  std::string traces;
  for (unsigned i = 0; i < 3; ++i) traces += cluster.folder.text(cluster.router.id(i) + ".trace");
  for (const char* line : {" in from=0013 put MID=", " out to=0013 ok MID=", "put_applied name=", "append_accepted"})
    CHECK(mentions(traces, line));
  const std::string both = log + traces;
  CHECK(std::all_of(both.begin(), both.end(), [](char c) { return c > 0; }));
}

TEST_CASE("a store outlives kill -9 of every replica") {
  const std::vector<std::string> options{"--data-dir", "data-%ID"};
  Cluster cluster(TransportKind::udp, 3, options);
  REQUIRE(cluster.serves(seconds(10)));
  for (int i = 0; i < 10; ++i) {
    std::string key = "key";
    REQUIRE(cluster.router.ask(true, key + std::to_string(i), std::to_string(i * i), seconds(5)).type == "ok");
  }
  for (unsigned i = 0; i < 3; ++i) {
    cluster.process(i).signal(SIGKILL);
    REQUIRE(cluster.process(i).wait(seconds(5)) == 128 + SIGKILL);
  }
  for (unsigned i = 0; i < 3; ++i) cluster.start(i);
  cluster.router.run_for(seconds(1));  // until their hellos are heard
  REQUIRE(cluster.serves(seconds(10)));
  for (int i = 0; i < 10; ++i) {
    std::string key = "key";
    CHECK(cluster.router.ask(false, key + std::to_string(i), "", seconds(5)).value == std::to_string(i * i));
  }
}

TEST_CASE("a replica that was away longer than logs reach back is brought up by a snapshot") {
  const std::vector<std::string> options{"--data-dir",       "data-%ID", "--snapshot-every",       "5",
                                         "--snapshot-keeps", "2",        "--snapshot-chunk-bytes", "100"};
  Cluster cluster(TransportKind::udp, 3, options);
  REQUIRE(cluster.serves(seconds(10)));
  const unsigned leader = cluster.router.leader();
  REQUIRE(leader < 3);
  const unsigned away = (leader + 1) % 3;
  cluster.process(away).signal(SIGKILL);
  REQUIRE(cluster.process(away).wait(seconds(5)) == 128 + SIGKILL);
  const auto value_of = [](int key) { return "value " + std::to_string(key * key); };
  for (int i = 0; i < 40; ++i)
    REQUIRE(cluster.router.ask(true, "key" + std::to_string(i), value_of(i), seconds(5)).type == "ok");
  cluster.start(away);
  cluster.router.run_for(seconds(2));
  // Now every majority needs it.
  cluster.process(leader).signal(SIGKILL);
  REQUIRE(cluster.process(leader).wait(seconds(5)) == 128 + SIGKILL);
  const std::string first = cluster.router.get(away, "key0");
  REQUIRE(cluster.router.run_until([&] { return cluster.router.answer(first) != nullptr; }, seconds(10)));
  REQUIRE(cluster.router.run_until([&] { return cluster.router.leader() < 3 && cluster.router.leader() != leader; },
                                   seconds(10)));
  for (int i = 0; i < 40; ++i)
    CHECK(cluster.router.ask(false, "key" + std::to_string(i), "", seconds(10)).value == value_of(i));
  // What it wrote meanwhile, a snapshot among it, is read again.
  cluster.process(away).signal(SIGKILL);
  REQUIRE(cluster.process(away).wait(seconds(5)) == 128 + SIGKILL);
  cluster.start(away);
  cluster.router.run_for(seconds(1));
  for (int i = 0; i < 40; i += 13)
    CHECK(cluster.router.ask(false, "key" + std::to_string(i), "", seconds(10)).value == value_of(i));
}

TEST_CASE("a write that fails ends it, and nothing that needed the write is said") {
  rlimit before{};
  getrlimit(RLIMIT_FSIZE, &before);
  rlimit small = before;
  small.rlim_cur = 6'000;
  setrlimit(RLIMIT_FSIZE, &small);
  Cluster cluster(TransportKind::udp, 1, {"--data-dir", "data"});
  setrlimit(RLIMIT_FSIZE, &before);
  REQUIRE(cluster.serves(seconds(10)));
  unsigned answered = 0;
  while (cluster.router.ask(true, "key", std::string(100, 'v'), milliseconds(500)).type == "ok") ++answered;
  CHECK(answered > 5);
  CHECK(cluster.process(0).wait(seconds(2)) == 1);
  CHECK(mentions(cluster.errors(0), "cannot be written"));
  // As many records as answers, at least: the store holds what was acknowledged.
  cluster.start(0);
  cluster.router.run_for(seconds(1));
  CHECK(cluster.router.ask(false, "key", "", seconds(10)).value == std::string(100, 'v'));
}

TEST_CASE("a process that was stopped first hears what happened meanwhile: no stale reads") {
  Cluster cluster(TransportKind::udp, 5);
  REQUIRE(cluster.serves(seconds(10)));
  REQUIRE(cluster.router.ask(true, "key", "old", seconds(5)).type == "ok");
  const unsigned old = cluster.router.leader();
  cluster.process(old).signal(SIGSTOP);
  // A get that waits in the stopped leader's socket, and was asked before the put below is.
  REQUIRE(cluster.router.run_until([&] { return cluster.router.leader() != old && cluster.router.leader() < 5; },
                                   seconds(20)));
  REQUIRE(cluster.router.ask(true, "key", "new", seconds(20)).type == "ok");
  std::vector<std::string> mids;
  for (int i = 0; i < 20; ++i) mids.push_back(cluster.router.get(old, "key"));
  cluster.process(old).signal(SIGCONT);
  cluster.router.run_for(seconds(2));
  for (const std::string& mid : mids) {
    const Answer* answer = cluster.router.answer(mid);
    CHECK((answer == nullptr || answer->type != "ok" || answer->value == "new"));
  }
}
