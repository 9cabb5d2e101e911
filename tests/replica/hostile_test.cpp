// Twenty thousand datagrams that nobody should send, against a running cluster: random bytes, real messages with
// changes, cut, doubled, glued, empty, as long as datagrams get, and datagrams from elsewhere. It goes on serving what
// it was told.
#include <arpa/inet.h>
#include <signal.h>
#include <sys/socket.h>

#include <map>

#include "core/base/random.hpp"
#include "tests/catch.hpp"
#include "tests/replica/cluster.hpp"

using namespace whitewater;
using namespace whitewater::replica;
using namespace whitewater::replica::test;

namespace {

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : seed_(seed) {}
  std::uint64_t below(std::uint64_t bound) { return scale(hash_words(seed_, ++drawn_), bound); }

 private:
  std::uint64_t seed_;
  std::uint64_t drawn_ = 0;
};

std::string random_bytes(Dice& dice, std::size_t count) {
  std::string bytes(count, '\0');
  for (char& c : bytes) c = static_cast<char>(dice.below(256));
  return bytes;
}

// sample: real messages of replicas, and requests for keys that no check asks for.
std::string hostile(Dice& dice, const std::vector<std::string>& sample) {
  std::string bytes = sample[dice.below(sample.size())];
  switch (dice.below(8)) {
    case 0:
      return random_bytes(dice, dice.below(200));
    case 1:
      return bytes.substr(0, dice.below(bytes.size()));
    case 2:
      return bytes + bytes;
    case 3:
      return bytes.substr(0, bytes.size() / 2) + sample[dice.below(sample.size())].substr(10);
    case 4:
      return R"({"src":"0000","dst":"FFFF","leader":"0000","type":")" + random_bytes(dice, 5) + "\"}";
    case 5:
      if (dice.below(20) == 0) return random_bytes(dice, 65'000);
      return std::string(dice.below(3'000), '[');
    default:
      for (std::uint64_t i = dice.below(3) + 1; i > 0; --i)
        bytes[dice.below(bytes.size())] = static_cast<char>(dice.below(256));
      return bytes;
  }
}

std::string request(const char* type, std::uint64_t number) {
  std::string text = R"({"src": "001C", "dst": "0002", "leader": "FFFF", "type": ")";
  text.append(type).append(R"(", "MID": "h)").append(std::to_string(number));
  return text.append(R"(", "key": "hostile-)").append(std::to_string(number % 50)).append(R"(", "value": "x"})");
}

std::uint64_t ignored_by(const std::string& log) {
  const std::size_t at = log.rfind("ignored ", log.rfind(" inputs, sent"));
  return at == std::string::npos ? 0 : std::stoull(log.substr(at + 8));
}

}  // namespace

TEST_CASE("a cluster survives 20,000 random and mutated datagrams, serves, and counts them") {
  Cluster cluster(TransportKind::udp, 5, {"--log-level", "info"});
  REQUIRE(cluster.serves(seconds(10)));
  std::vector<std::string> sample;
  for (std::uint64_t i = 0; i < 20; ++i) sample.push_back(request(i % 2 == 0 ? "put" : "get", i));
  cluster.router.on_message = [&](unsigned, const std::string& message) {
    if (sample.size() < 400) sample.push_back(message);
    return true;
  };
  std::map<std::string, std::string> expected;
  for (int i = 0; i < 30; ++i) {
    std::string key = "key";
    key += std::to_string(i);
    expected[key] = std::to_string(i);
    REQUIRE(cluster.router.ask(true, key, expected[key], seconds(5)).type == "ok");
  }
  std::vector<long> resident;
  for (unsigned i = 0; i < 5; ++i) resident.push_back(cluster.process(i).resident_kib());

  constexpr std::uint64_t datagrams = 20'000;
  Dice dice(2026);
  for (std::uint64_t i = 0; i < datagrams; ++i) {
    cluster.router.send(static_cast<unsigned>(i % 5), hostile(dice, sample));
    if (i % 50 == 0) cluster.router.run_for(milliseconds(1));
    if (i % 2'000 != 0) continue;
    std::string key = "key";
    key += std::to_string(i / 2'000);
    expected[key] = "at " + std::to_string(i);
    REQUIRE(cluster.router.ask(true, key, expected[key], seconds(10)).type == "ok");
  }
  for (const auto& [key, value] : expected) CHECK(cluster.router.ask(false, key, "", seconds(10)).value == value);

  std::uint64_t ignored = 0;
  for (unsigned i = 0; i < 5; ++i) {
    REQUIRE(cluster.process(i).running());
    CHECK(cluster.process(i).resident_kib() < resident[i] + 20 * 1'024);
    cluster.process(i).signal(SIGTERM);
    CHECK(cluster.process(i).wait(seconds(2)) == 0);
    const std::string log = cluster.errors(i);
    CHECK(log.find("warning: ignored 1000 inputs") != std::string::npos);
    CHECK(log.size() < 4'000);
    ignored += ignored_by(log);
  }
  // Some are still good messages: doubled nothing, requests whose text changed in a place that does not matter.
  CHECK(ignored > datagrams * 8 / 10);
  CHECK(ignored <= datagrams);
}

TEST_CASE("datagrams from another port than the simulator's do not arrive") {
  Cluster cluster(TransportKind::udp, 3, {"--trace", "%ID.trace"});
  REQUIRE(cluster.serves(seconds(10)));
  REQUIRE(cluster.router.ask(true, "key", "true", seconds(5)).type == "ok");
  const Descriptor elsewhere(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  for (unsigned i = 0; i < 3; ++i) {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    to.sin_port = htons(cluster.router.port_of(i));
    std::string put = R"({"src":"0013","dst":")";
    put += cluster.router.id(i) + R"(","leader":"FFFF","type":"put","MID":"spoofed","key":"key","value":"false"})";
    for (int k = 0; k < 10; ++k)
      sendto(elsewhere.get(), put.data(), put.size(), 0, reinterpret_cast<const sockaddr*>(&to), sizeof(to));
  }
  cluster.router.run_for(milliseconds(200));
  CHECK(cluster.router.ask(false, "key", "", seconds(5)).value == "true");
  for (unsigned i = 0; i < 3; ++i)
    CHECK(cluster.folder.text(cluster.router.id(i) + ".trace").find("spoofed") == std::string::npos);
}

TEST_CASE("hostile bytes on sockets cost no more than themselves") {
  const TransportKind kind = GENERATE(TransportKind::stream, TransportKind::seqpacket);
  Cluster cluster(kind, 3, {"--log-level", "info"});
  REQUIRE(cluster.serves(seconds(10)));
  REQUIRE(cluster.router.ask(true, "key", "value", seconds(5)).type == "ok");
  Dice dice(7);
  const std::vector<std::string> sample{request("put", 1), request("get", 2)};
  for (unsigned i = 0; i < 3'000; ++i) {
    std::string bytes = hostile(dice, sample);
    if (bytes.size() > 16'000) bytes.resize(16'000);
    cluster.router.send(i % 3, bytes);
    if (i % 10 == 0) cluster.router.run_for(milliseconds(1));
  }
  CHECK(cluster.router.ask(false, "key", "", seconds(10)).value == "value");
  for (unsigned i = 0; i < 3; ++i) {
    cluster.process(i).signal(SIGTERM);
    CHECK(cluster.process(i).wait(seconds(2)) == 0);
    CHECK(ignored_by(cluster.errors(i)) > 500);
  }
}
