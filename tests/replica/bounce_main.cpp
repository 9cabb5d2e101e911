// Measures a cluster of real replicas behind the router of these tests: how long a put takes, and how long one bounce
// router → replica → router → another replica → router through the same sockets would take without any replica: four
// socket hops, where a put is six.   bounce [udp|stream|seqpacket] [puts] [options of the replica…]
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

#include "tests/replica/cluster.hpp"

using namespace whitewater;
using namespace whitewater::replica;
using namespace whitewater::replica::test;

namespace {

std::int64_t rank(std::vector<std::int64_t>& values, unsigned percent) {
  std::sort(values.begin(), values.end());
  return values.empty() ? 0 : values[std::min(values.size() - 1, values.size() * percent / 100)] / 1000;
}

void print(const char* name, std::vector<std::int64_t>& ns) {
  std::printf("%-22s median %5lld us  p90 %5lld us  p99 %6lld us  of %zu\n", name, static_cast<long long>(rank(ns, 50)),
              static_cast<long long>(rank(ns, 90)), static_cast<long long>(rank(ns, 99)), ns.size());
}

// A process that sends back whatever it is sent, in place of a replica.
int echo(const std::vector<std::string>& words) {
  Result<Connection> connection =
      words[0].size() == 5 ? connect_udp(static_cast<std::uint16_t>(std::stoul(words[0]))) : connect_unix(words[0]);
  if (!connection.ok()) return 1;
  Transport& transport = *connection.value().transport;
  std::string hello = R"({"src":"0000","dst":"FFFF","leader":"FFFF","type":"hello"})";
  transport.send(hello);
  transport.flush();
  while (true) {
    pollfd polled{transport.descriptor(), POLLIN, 0};
    poll(&polled, 1, -1);
    const Received received = transport.receive();
    if (received.kind == Received::Kind::closed) return 0;
    if (received.kind != Received::Kind::message) continue;
    transport.send(received.bytes);
    transport.flush();
  }
}

// Two processes that echo, and how long a message takes through both.
class EchoPair {
 public:
  EchoPair(TransportKind kind, const std::string& program) : router_(kind, 2, folder_) {
    for (unsigned i = 0; i < 2; ++i) {
      std::vector<std::string> command{program, "echo"};
      for (const std::string& word : router_.arguments(i)) command.push_back(word);
      processes_.push_back(std::make_unique<Process>(folder_, router_.id(i), command));
    }
    router_.run_until([&] { return router_.heard(0) && router_.heard(1); }, seconds(5));
    router_.run_for(milliseconds(50));
    // The router forwards to the second echo; what comes back from that one ends the bounce.
    router_.on_message = [this](unsigned from, const std::string&) {
      if (from == 1) ++back_;
      return from == 0;
    };
  }

  Duration bounce() {
    const unsigned before = back_;
    const Time start = now();
    router_.send(0, message_);
    router_.run_until([&] { return back_ != before; }, seconds(1));
    return now() - start;
  }

 private:
  // As long as an append of one entry.
  const std::string message_ =
      R"({"src":"0000","dst":"0001","leader":"0000","type":"append_entries","data":")" + std::string(220, 'A') + "\"}";
  Folder folder_;
  Router router_;
  std::vector<std::unique_ptr<Process>> processes_;
  unsigned back_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  if (!words.empty() && words[0] == "echo") return echo({words.begin() + 1, words.end()});
  const std::string kind_name = words.empty() ? "udp" : words[0];
  const TransportKind kind = kind_name == "stream"      ? TransportKind::stream
                             : kind_name == "seqpacket" ? TransportKind::seqpacket
                                                        : TransportKind::udp;
  const unsigned rounds = words.size() > 1 ? static_cast<unsigned>(std::stoul(words[1])) : 500;
  const std::vector<std::string> options(words.begin() + std::min<std::ptrdiff_t>(2, std::ssize(words)), words.end());

  EchoPair echoes(kind, "/proc/" + std::to_string(getpid()) + "/exe");
  Cluster cluster(kind, 5, options);
  const Time begun = now();
  if (!cluster.serves(seconds(10))) {
    std::printf("the cluster does not serve: %s\n", cluster.errors(0).c_str());
    return 1;
  }
  std::printf("first put answered %.2f s after the start\n", static_cast<double>((now() - begun).ns) / 1e9);
  cluster.router.run_for(milliseconds(300));
  std::vector<Duration> used;
  for (unsigned i = 0; i < 5; ++i) used.push_back(cluster.process(i).processor_time());
  const std::uint64_t messages = cluster.router.messages();
  std::vector<std::int64_t> bounce_ns;
  std::vector<std::int64_t> put_ns;
  std::vector<std::int64_t> get_ns;
  const Time start = now();
  // In turn, so that whatever else this machine does meets all three.
  for (unsigned i = 0; i < rounds; ++i) {
    bounce_ns.push_back(echoes.bounce().ns);
    cluster.router.run_for(milliseconds(10));
    const std::string key = "key" + std::to_string(i % 50);
    Time asked = now();
    if (cluster.router.ask(true, key, std::string(32, 'v'), seconds(5)).type == "ok")
      put_ns.push_back((now() - asked).ns);
    cluster.router.run_for(milliseconds(10));
    asked = now();
    if (cluster.router.ask(false, key, "", seconds(5)).type == "ok") get_ns.push_back((now() - asked).ns);
    cluster.router.run_for(milliseconds(10));
  }
  const double elapsed = static_cast<double>((now() - start).ns) / 1e9;
  print("bounce (4 hops)", bounce_ns);
  print("put (6 hops)", put_ns);
  print("get (2 hops)", get_ns);
  const std::int64_t bounce = std::max<std::int64_t>(rank(bounce_ns, 50), 1);
  std::printf("put / bounce %.2f; %.2f messages a put\n",
              static_cast<double>(rank(put_ns, 50)) / static_cast<double>(bounce),
              static_cast<double>(cluster.router.messages() - messages) / rounds);
  for (unsigned i = 0; i < 5; ++i)
    std::printf("replica %u: %.2f %% of a processor; %ld KiB\n", i,
                static_cast<double>((cluster.process(i).processor_time() - used[i]).ns) / 1e7 / elapsed,
                cluster.process(i).resident_kib());
  return 0;
}
