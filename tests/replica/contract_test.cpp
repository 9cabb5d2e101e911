// The conformance suite on real hosts: each node a replica::Host in a thread of its own, on real sockets behind the
// router, with a real store; and on the same hosts, sabotaged. A crash strikes a node within its fsync, if it can: the
// store then never sees what waited for it.
#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <condition_variable>
#include <fstream>
#include <iterator>
#include <mutex>
#include <thread>

#include "replica/host.hpp"
#include "replica/posix/clock.hpp"
#include "tests/catch.hpp"
#include "tests/contract/saboteurs.hpp"
#include "tests/contract/suite.hpp"
#include "tests/replica/crash_files.hpp"
#include "tests/replica/open_store.hpp"
#include "tests/replica/probe_records.hpp"
#include "tests/replica/router.hpp"

using namespace whitewater;
using namespace whitewater::contract;
using namespace whitewater::replica;
using replica::test::CrashFiles;
using replica::test::field;
using replica::test::Folder;
using replica::test::OpenStore;
using replica::test::ProbeRecords;
using replica::test::Router;

namespace {

struct PowerFailure {};

// {"src":"0000","dst":"0001","leader":"FFFF","type":"probe","kind":"2","number":"77"}
class ProbeFormat final : public MessageFormat {
 public:
  explicit ProbeFormat(NodeId self) : self_(self) {}
  static std::string id(NodeId node) { return "000" + std::to_string(node.value); }
  void encode(const Codec::Address& address, const PayloadRef& payload, std::string& bytes) override {
    bytes += R"({"src":")" + id(address.from) + R"(","dst":")" + id(address.to) +
             R"(","leader":"FFFF","type":"probe","kind":")" + std::to_string(static_cast<int>(address.kind)) +
             R"(","number":")" + std::to_string(number_of(payload)) + "\"}";
  }
  Result<Arrival> decode(std::string_view bytes, PayloadPool& pool) override {
    const std::string text(bytes);
    if (field(text, "dst") != id(self_)) return Error{"", "for somebody else"};
    return Arrival{node(static_cast<unsigned>(std::stoul(field(text, "src")))),
                   static_cast<SendKind>(std::stoi(field(text, "kind"))),
                   make_payload<Probe>(pool, Probe{std::stoull(field(text, "number"))})};
  }

 private:
  NodeId self_;
};

// A slow disk. A sync that is under way at the end of a run stays under way until the next one, or until the power
// fails.
class SlowStorage final : public Storage {
 public:
  SlowStorage(std::unique_ptr<OpenStore> files, Duration delay) : files_(std::move(files)), delay_(delay) {}
  Recovered recovered() const override { return files_->recovered(); }
  std::optional<Error> write(const Effects::Write& write) override { return files_->write(write); }
  std::optional<Error> sync() override {
    const Time done = monotonic_now() + delay_;
    std::unique_lock lock(mutex_);
    while (true) {
      if (failed_) throw PowerFailure{};
      parked_ = monotonic_now() >= until_;
      if (!parked_ && monotonic_now() >= done) break;
      changed_.notify_all();
      changed_.wait_for(lock, std::chrono::microseconds(200));
    }
    lock.unlock();
    return files_->sync();
  }

  void run_until(Time until) {
    const std::lock_guard lock(mutex_);
    until_ = until;
    parked_ = false;
  }
  void fail() {
    const std::lock_guard lock(mutex_);
    failed_ = true;
    changed_.notify_all();
  }
  bool parked() {
    const std::lock_guard lock(mutex_);
    return parked_;
  }

 private:
  std::unique_ptr<OpenStore> files_;
  Duration delay_;
  std::mutex mutex_;
  std::condition_variable changed_;
  Time until_;
  bool parked_ = false;
  bool failed_ = false;
};

// One life of one node.
class Life {
 public:
  Life(const HostConfig& config, Actor& actor, Connection connection, const std::string& data_dir, Duration disk_delay)
      : connection_(std::move(connection)), format_(config.self) {
    Result<std::unique_ptr<OpenStore>> files = OpenStore::open(data_dir, records_, pool_);
    REQUIRE(files.ok());
    storage_ = std::make_unique<SlowStorage>(std::move(files.value()), disk_delay);
    host_ = std::make_unique<Host>(config, actor, pool_, format_, *connection_.transport, *storage_, nullptr);
  }
  ~Life() {
    storage_->fail();
    if (thread_.joinable()) thread_.join();
  }

  void run_until(Time until) {
    until_ = until;
    storage_->run_until(until);
    if (!idle_) return;  // within the sync in which the last run left it
    if (thread_.joinable()) thread_.join();
    idle_ = false;
    thread_ = std::thread([this] {
      try {
        for (Time seen; seen != until_.load();)
          refused_ = host_->run(seen = until_.load()) == Host::Ending::effect_refused;
      } catch (const PowerFailure&) {
      }
      idle_ = true;
    });
  }
  bool rests() { return idle_ || storage_->parked(); }
  std::string refusal() const { return refused_ ? host_->failure().text() : std::string(); }

 private:
  PayloadPool pool_;
  Connection connection_;
  ProbeFormat format_;
  ProbeRecords records_;
  std::unique_ptr<SlowStorage> storage_;
  std::unique_ptr<Host> host_;
  std::atomic<Time> until_;
  std::atomic<bool> idle_ = true;
  std::atomic<bool> refused_ = false;
  std::thread thread_;
};

class RealHosts final : public HostUnderTest {
 public:
  RealHosts(TransportKind kind, const HostWishes& wishes, SaboteurFactory sabotage)
      : kind_(kind), wishes_(wishes), sabotage_(sabotage), router_(kind, wishes.nodes, folder_), nodes_(wishes.nodes) {}

  void add(NodeId id, Actor& actor) override {
    Node& node = nodes_[id.value];
    node.actor = &actor;
    if (sabotage_ != nullptr) {
      node.saboteur = sabotage_();
      node.saboteur->stand_before(actor);
      node.actor = node.saboteur.get();
    }
    restart(id);
  }

  void run_for(Duration duration) override {
    const Time until = monotonic_now() + duration;
    for (Node& node : nodes_)
      if (node.life != nullptr) node.life->run_until(until);
    const auto over = [&] {
      return monotonic_now() >= until && std::all_of(nodes_.begin(), nodes_.end(), [](const Node& node) {
               return node.life == nullptr || node.life->rests();
             });
    };
    REQUIRE(router_.run_until(over, duration + seconds(20)));
  }

  void crash(NodeId id) override { nodes_[id.value].life.reset(); }
  std::string refusal(NodeId id) override { return nodes_[id.value].life->refusal(); }

  void restart(NodeId id) override {
    HostConfig config;
    config.self = id;
    Result<Connection> connection =
        kind_ == TransportKind::udp
            ? connect_udp(static_cast<std::uint16_t>(std::stoul(router_.arguments(id.value).front())))
            : connect_unix(folder_.file(router_.id(id.value)), kind_);
    REQUIRE(connection.ok());
    greet(id.value, *connection.value().transport);
    nodes_[id.value].life = std::make_unique<Life>(config, *nodes_[id.value].actor, std::move(connection.value()),
                                                   data_dir(id), wishes_.disk_delay);
  }

  // The entry stands in the segment as its text, which is altered. No record follows: only the sync mark can tell it
  // from a torn one.
  std::string restart_damaged(NodeId id, std::uint64_t index) override {
    std::fstream file(data_dir(id) + "/" + segment_name(1), std::ios::in | std::ios::out | std::ios::binary);
    const std::string bytes(std::istreambuf_iterator<char>(file), {});
    const std::size_t at = bytes.rfind(std::to_string(100 + index));
    REQUIRE(at != std::string::npos);
    file.seekp(static_cast<std::streamoff>(at));
    file.put(static_cast<char>(bytes[at] ^ 1));
    file.close();
    PayloadPool pool;
    const ProbeRecords records;
    const Result<std::unique_ptr<OpenStore>> storage = OpenStore::open(data_dir(id), records, pool);
    return storage.ok() ? "it starts on such a store" : storage.error().text();
  }

 private:
  std::string data_dir(NodeId id) { return folder_.file("data-" + router_.id(id.value)); }

  struct Node {
    Actor* actor = nullptr;
    std::unique_ptr<Saboteur> saboteur;
    std::unique_ptr<Life> life;
  };

  // Before anything else happens, the router knows where to find it.
  void greet(unsigned replica, Transport& transport) {
    const std::uint16_t before = router_.port_of(replica);
    std::string hello = R"({"src":"0000","dst":"FFFF","leader":"FFFF","type":"hello"})";
    if (kind_ == TransportKind::udp) {
      transport.send(hello);
      transport.flush();
    }
    REQUIRE(router_.run_until(
        [&] { return router_.heard(replica) && (kind_ != TransportKind::udp || router_.port_of(replica) != before); },
        seconds(5)));
  }

  TransportKind kind_;
  HostWishes wishes_;
  SaboteurFactory sabotage_;
  Folder folder_;
  Router router_;
  std::vector<Node> nodes_;
};

HostFactory real(TransportKind kind, SaboteurFactory sabotage = nullptr) {
  return [=](const HostWishes& wishes) { return std::make_unique<RealHosts>(kind, wishes, sabotage); };
}

const Clause& clause(const std::string& number) {
  for (const std::span<const Clause> some :
       {write_clauses(), slot_clauses(), timer_clauses(), message_clauses(), elapsed_clauses()})
    for (const Clause& candidate : some)
      if (std::string(candidate.name).rfind(number + ":", 0) == 0) return candidate;
  throw std::logic_error("no such clause");
}

void require_caught(SaboteurFactory sabotage, const std::string& number) {
  CAPTURE(number);
  REQUIRE_FALSE(clause(number).check(real(TransportKind::udp, sabotage)).empty());
}

}  // namespace

TEST_CASE("real hosts keep every clause of the host contract, over UDP") {
  for (const Clause& one : all_clauses()) {
    const Broken broken = one.check(real(TransportKind::udp));
    CAPTURE(one.name, broken);
    REQUIRE(broken.empty());
  }
}

TEST_CASE("real hosts deliver as they should over UNIX sockets of both kinds") {
  const TransportKind kind = GENERATE(TransportKind::stream, TransportKind::seqpacket);
  for (const char* number : {"3", "4a", "5a", "5b"}) {
    const Broken broken = clause(number).check(real(kind));
    CAPTURE(number, kind, broken);
    REQUIRE(broken.empty());
  }
}

TEST_CASE("the suite catches real hosts that break the contract") {
  require_caught(make<ReleasesEarly>, "1a");
  require_caught(make<WritesBackwards>, "1b");
  require_caught(make<CountsTheLogFromOne>, "1c");
  require_caught(make<ForgetsTheSlots>, "4b");
  require_caught(make<CommitsUnfinished>, "4d");
  require_caught(make<LosesTheLastChunk>, "4d");
  require_caught(make<LosesTheLastChunk>, "4e");
  require_caught(make<FiresEarly>, "2a");
  require_caught(make<KeepsTheFirstDeadline>, "2b");
  require_caught(make<IgnoresCancel>, "2c");
  require_caught(make<KeepsTimersOverCrashes>, "2d");
  require_caught(make<FiresLate>, "2e");
  require_caught(make<ClockJumpsBack>, "3");
  require_caught(make<Alters>, "4a");
  require_caught(make<SwapsKinds>, "4a");
  require_caught(make<ReordersClients>, "5a");
  require_caught(make<ReordersClients>, "5b");
  require_caught(make<StartsSilently>, "6");
  require_caught(make<TakesNoTime>, "7a");
  require_caught(make<TakesNoTime>, "7b");
}

TEST_CASE("a real host refuses elapsed time by the name of the effect") {
  Toy later{[](const Seen&, Effects& effects) {
    effects.send(SendKind::message, node(0), effects.make<Probe>(Probe{1}), 1, 0, milliseconds(1));
  }};
  Toy busy{[](const Seen&, Effects& effects) { effects.busy_for(milliseconds(1)); }};
  const auto host = real(TransportKind::udp)({2, Duration{}, true});
  host->add(node(0), later);
  host->add(node(1), busy);
  host->run_for(milliseconds(10));
  CHECK(host->refusal(node(0)) ==
        "Effects::send with `after`: this host runs in real time, so an actor cannot tell it how much time an event "
        "takes");
  CHECK(host->refusal(node(1)) ==
        "Effects::busy_for: this host runs in real time, so an actor cannot tell it how much time an event takes");
}

namespace {

// Each message takes long to be read: longer than a lease, say. How long ago it was read when the actor is told?
class StalledTransport final : public Transport {
 public:
  StalledTransport() {
    REQUIRE(pipe2(ends_, O_CLOEXEC) == 0);
    REQUIRE(write(ends_[1], "x", 1) == 1);
  }
  ~StalledTransport() override {
    close(ends_[0]);
    close(ends_[1]);
  }
  int descriptor() const override { return ends_[0]; }
  Received receive() override {
    if (read_at != Time{}) return {};
    replica::test::sleep_for(milliseconds(30));
    read_at = monotonic_now();
    return {Received::Kind::message, R"({"src":"0001","dst":"0000","kind":"0","number":"7"})", ""};
  }
  Sent send(std::string_view) override {
    ++sent;
    return Sent::yes;
  }
  void flush() override {}
  bool waits_to_write() const override { return false; }
  void write_waiting() override {}
  std::size_t message_bytes_max() const override { return 1'000; }

  Time read_at;
  unsigned sent = 0;

 private:
  int ends_[2] = {-1, -1};
};

}  // namespace

TEST_CASE("time is read after the input that it comes with, and input is taken before timers fire") {
  Toy toy{[](const Seen& event, Effects& effects) {
    if (event.kind == EventKind::started) effects.set_timer(TimerId{0}, event.now + milliseconds(10));
  }};
  PayloadPool pool;
  ProbeFormat format(node(0));
  StalledTransport transport;
  NoStorage storage;
  HostConfig config;
  config.self = node(0);
  Host host(config, toy, pool, format, transport, storage, nullptr);
  CHECK(host.run(monotonic_now() + milliseconds(60)) == Host::Ending::time);
  REQUIRE(toy.history.size() == 3);
  // The timer was due while the message was being read, and still comes second.
  CHECK(toy.history[1].kind == EventKind::message_arrived);
  CHECK(toy.history[1].now >= transport.read_at);
  CHECK(toy.history[2].kind == EventKind::timer_fired);
}

TEST_CASE("a write or a sync that fails ends the host, and what waited for it is not sent") {
  Toy toy{[](const Seen& event, Effects& effects) {
    if (event.kind != EventKind::started) return;
    effects.append(1, 1, effects.make<Probe>(Probe{5}));
    effects.send_message(node(1), effects.make<Probe>(Probe{6}));
  }};
  // The append to the segment, its sync, and none.
  for (const std::size_t good_calls : {std::size_t{0}, std::size_t{1}, std::size_t{100}}) {
    CrashFiles files;
    const ProbeRecords records;
    PayloadPool pool;
    const auto store = std::move(Store::open(files, records, pool).value());
    files.fails_from = files.calls().size() + good_calls;
    ProbeFormat format(node(0));
    StalledTransport transport;
    HostConfig config;
    config.self = node(0);
    Host host(config, toy, pool, format, transport, *store, nullptr);
    const bool fails = good_calls < 100;
    CHECK(host.run(monotonic_now() + milliseconds(60)) == (fails ? Host::Ending::storage_failed : Host::Ending::time));
    CHECK(host.failure().text() == (fails ? segment_name(1) + ": cannot be done: this disk is broken" : ""));
    CHECK(transport.sent == (fails ? 0 : 1));
  }
}
