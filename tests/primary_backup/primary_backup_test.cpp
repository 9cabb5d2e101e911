// Primary-backup replication in the simulated world: the same interface as Raft, another protocol.
#include "core/primary_backup/primary_backup.hpp"

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "simnet/world.hpp"
#include "tests/catch.hpp"
#include "tests/property.hpp"

using namespace whitewater;
using primary_backup::Replica;
using Outcome = client::Reply::Outcome;

namespace {

// Sends its requests one after the other, each 5 ms after the last, to replica `to`.
class Client final : public Actor {
 public:
  struct Answer {
    Outcome outcome;
    NodeId leader;
    std::string value;
  };

  Client(NodeId self, NodeId to) : self_(self), to_(to) {}

  void put(std::string key, std::string value) { script_.push_back({std::move(key), std::move(value)}); }
  void get(std::string key) { script_.push_back({std::move(key), {}}); }

  void handle(const Event& event, Time now, Effects& effects) override {
    if (const auto* reply = std::get_if<ReplyArrived>(&event)) {
      const auto* answer = reply->payload.get_if<client::Reply>();
      ++times_answered[std::string(answer->mid())];
      answers[std::string(answer->mid())] = {answer->outcome, answer->leader, std::string(answer->value())};
      return;
    }
    if (next_ == script_.size()) return;
    if (std::holds_alternative<TimerFired>(event)) {
      const auto& [key, value] = script_[next_];
      const std::string mid = std::to_string(next_++);
      effects.send_request(to_, value.empty() ? client::make_get(effects.pool(), self_, no_node, mid, key)
                                              : client::make_put(effects.pool(), self_, no_node, mid, key, value));
    }
    effects.set_timer(TimerId{0}, now + milliseconds(5));
  }
  std::uint64_t fingerprint() const override { return next_; }

  std::map<std::string, Answer> answers;  // by MID: the number of the request in the script
  std::map<std::string, int> times_answered;

 private:
  NodeId self_;
  NodeId to_;
  std::vector<std::pair<std::string, std::string>> script_;
  std::size_t next_ = 0;
};

struct Setting {
  Setting(unsigned replicas_count, std::uint64_t seed, Probability loss, Probability duplication, NodeId to)
      : client(NodeId{static_cast<std::uint16_t>(replicas_count)}, to) {
    simnet::WorldConfig config;
    config.seed = seed;
    config.nodes = replicas_count + 1;
    config.replicas = replicas_count;
    config.message_link.delay.kind = simnet::DelayModel::Kind::uniform;
    config.message_link.delay.low = microseconds(200);
    config.message_link.delay.high = milliseconds(8);
    config.message_link.loss = loss;
    config.message_link.duplication = duplication;
    config.client_link.delay.low = microseconds(100);
    config.client_link.first_in_first_out = true;
    config.disk.low = microseconds(500);
    world.reset(config);
    for (unsigned i = 0; i < replicas_count; ++i) {
      const NodeId id{static_cast<std::uint16_t>(i)};
      replicas.push_back(std::make_unique<Replica>(primary_backup::Config{id, replicas_count}));
      world.add(id, *replicas.back());
      world.start(id);
    }
    const NodeId id{static_cast<std::uint16_t>(replicas_count)};
    world.add(id, client);
    world.start(id);
  }
  // Payloads go before the pool they lie in.
  ~Setting() {
    for (const auto& replica : replicas) replica->reset({});
  }

  simnet::World world;
  std::vector<std::unique_ptr<Replica>> replicas;
  Client client;
};

}  // namespace

TEST_CASE("puts reach every backup and are read at the primary, through loss, duplication and reordering") {
  tests::check_property([](std::uint64_t seed) {
    Setting setting(3, seed, Probability{200'000}, Probability{100'000}, primary_backup::primary);
    for (int i = 0; i < 40; ++i) setting.client.put("key" + std::to_string(i % 5), "value" + std::to_string(i));
    setting.world.run_until(Time{} + seconds(3));
    RC_ASSERT(setting.client.answers.size() == 40u);
    for (const auto& [mid, times] : setting.client.times_answered) RC_ASSERT(times == 1);
    for (const auto& replica : setting.replicas) {
      RC_ASSERT(replica->applied() == 40u);
      for (int key = 0; key < 5; ++key)
        RC_ASSERT(replica->value("key" + std::to_string(key)) == "value" + std::to_string(35 + key));
    }
  });
}

TEST_CASE("a get is answered with the last put that was answered, and with nothing for a new key") {
  Setting setting(3, 1, {}, {}, primary_backup::primary);
  setting.client.get("key");
  setting.client.put("key", "value");
  for (int i = 0; i < 10; ++i) setting.client.get("key");
  setting.world.run_until(Time{} + seconds(1));
  CHECK(setting.client.answers["0"].value.empty());
  CHECK(setting.client.answers["11"].value == "value");
}

TEST_CASE("backups redirect to the primary") {
  Setting setting(3, 1, {}, {}, NodeId{2});
  setting.client.put("key", "value");
  setting.client.get("key");
  setting.world.run_until(Time{} + seconds(1));
  for (const char* mid : {"0", "1"}) {
    CHECK(setting.client.answers[mid].outcome == Outcome::redirect);
    CHECK(setting.client.answers[mid].leader == primary_backup::primary);
  }
}

TEST_CASE("a put is answered with one of two backups dead, and not with both") {
  Setting setting(3, 1, {}, {}, primary_backup::primary);
  for (int i = 0; i < 20; ++i) setting.client.put("key", std::to_string(i));
  setting.world.run_until(Time{} + milliseconds(1));
  setting.world.kill(NodeId{1});
  setting.world.run_until(Time{} + milliseconds(45));
  const std::size_t answered = setting.client.answers.size();
  CHECK(answered > 4);
  setting.world.kill(NodeId{2});
  setting.world.run_until(Time{} + milliseconds(60));
  const std::size_t in_flight = setting.client.answers.size();
  setting.world.run_until(Time{} + milliseconds(300));
  CHECK(setting.client.answers.size() == in_flight);
  CHECK(in_flight < 20);
  setting.world.restart(NodeId{1});
  setting.world.run_until(Time{} + seconds(1));
  CHECK(setting.client.answers.size() == 20);
  CHECK(setting.replicas[1]->applied() == 20);
}

TEST_CASE("what the primary answered it still has after it was started again") {
  Setting setting(3, 1, Probability{100'000}, {}, primary_backup::primary);
  for (int i = 0; i < 10; ++i) setting.client.put("key" + std::to_string(i), "value");
  setting.world.run_until(Time{} + milliseconds(30));
  setting.world.kill(primary_backup::primary);
  const auto answered = setting.client.answers;
  REQUIRE_FALSE(answered.empty());
  setting.world.run_until(Time{} + milliseconds(31));
  setting.world.restart(primary_backup::primary);
  setting.world.run_until(Time{} + seconds(1));
  for (const auto& [mid, answer] : answered) CHECK(setting.replicas[0]->value("key" + mid) == "value");
  for (const auto& replica : setting.replicas) CHECK(replica->applied() == setting.replicas[0]->applied());
}

TEST_CASE("one seed is one run") {
  const auto digest = [](std::uint64_t seed) {
    Setting setting(3, seed, Probability{200'000}, {}, primary_backup::primary);
    for (int i = 0; i < 20; ++i) setting.client.put("key", std::to_string(i));
    setting.world.run_until(Time{} + seconds(1));
    return setting.world.digest();
  };
  CHECK(digest(1) == digest(1));
  CHECK(digest(1) != digest(2));
}
