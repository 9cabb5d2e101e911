// The echoes are forks of this process. They only read and write one socket.
#include "tools/real/run/bounce.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstring>

#include "core/course/message_json.hpp"
#include "tools/real/process/system_error.hpp"
#include "tools/real/run/run_clock.hpp"
#include "tools/real/transport/driver_transport.hpp"

namespace whitewater::tools::real {

namespace {

constexpr unsigned echoes = 3;  // the smallest number that a transport accepts; two are used
constexpr int warm_ups = 15;
constexpr int bounces = 40;
constexpr Duration pause = milliseconds(5);
constexpr Duration patience = seconds(2);

// Everything that an echo needs, prepared before the fork: after the fork only system calls are allowed.
struct EchoPlan {
  int type = 0;
  sockaddr_storage address{};
  socklen_t address_bytes = 0;
  std::string hello;  // empty: no hello
  pid_t parent = 0;
};

[[noreturn]] void echo(const EchoPlan& plan) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != plan.parent) _exit(0);
  close_range(3, ~0u, 0);  // close the sockets of other runs
  const int fd = socket(plan.address.ss_family, plan.type, 0);
  if (fd < 0 || connect(fd, reinterpret_cast<const sockaddr*>(&plan.address), plan.address_bytes) != 0) _exit(1);
  if (!plan.hello.empty() && ::send(fd, plan.hello.data(), plan.hello.size(), 0) < 0) _exit(1);
  char buffer[2048];
  for (ssize_t got; (got = recv(fd, buffer, sizeof buffer, 0)) > 0;)
    if (::send(fd, buffer, static_cast<std::size_t>(got), MSG_NOSIGNAL) < 0) break;
  _exit(0);
}

class Echoes {
 public:
  Echoes() = default;
  Echoes(const Echoes&) = delete;
  Echoes& operator=(const Echoes&) = delete;
  ~Echoes() {
    for (const pid_t pid : pids_) {
      kill(pid, SIGKILL);
      while (waitpid(pid, nullptr, 0) < 0 && errno == EINTR) {
      }
    }
  }
  bool start(const EchoPlan& plan) {
    const pid_t pid = fork();
    if (pid == 0) echo(plan);
    if (pid > 0) pids_.push_back(pid);
    return pid > 0;
  }

 private:
  std::vector<pid_t> pids_;
};

EchoPlan plan_of(Variant variant, const std::string& folder, const DriverTransport& transport, NodeId node) {
  EchoPlan plan;
  plan.parent = getpid();
  if (variant == Variant::udp) {
    plan.type = SOCK_DGRAM;
    plan.hello = course::hello(node, echoes);
    auto* const address = reinterpret_cast<sockaddr_in*>(&plan.address);
    address->sin_family = AF_INET;
    address->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address->sin_port = htons(static_cast<std::uint16_t>(std::stoi(transport.first_arguments(node).front())));
    plan.address_bytes = sizeof *address;
    return plan;
  }
  plan.type = variant == Variant::stream ? SOCK_STREAM : SOCK_SEQPACKET;
  auto* const address = reinterpret_cast<sockaddr_un*>(&plan.address);
  const std::string path = folder + "/" + course::id_text(node, echoes);
  address->sun_family = AF_UNIX;
  std::memcpy(address->sun_path, path.c_str(), std::min(path.size() + 1, sizeof address->sun_path - 1));
  plan.address_bytes = sizeof *address;
  return plan;
}

// Reads one message of that echo. Returns false if no message came in time.
bool await(DriverTransport& transport, NodeId node, Read& read, const RunClock& clock) {
  const Time limit = clock.now() + patience;
  while (clock.now() < limit) {
    if (!transport.wait(milliseconds(100), -1).readable.contains(node)) continue;
    transport.receive(node, read);
    if (read.kind == Read::Kind::messages) return true;
  }
  return false;
}

bool bounce_once(DriverTransport& transport, const std::string& message, Read& read, const RunClock& clock) {
  std::string_view bytes = message;
  for (const NodeId node : {NodeId{0}, NodeId{1}}) {
    if (transport.send(node, bytes, false) != Sent::sent || !await(transport, node, read, clock)) return false;
    if (!course::MessageText::parse(read.messages.front())) return false;
    bytes = read.messages.front();
  }
  return true;
}

void rest(Duration length) {
  const timespec time{0, static_cast<long>(length.ns)};
  nanosleep(&time, nullptr);
}

}  // namespace

Result<std::vector<Duration>> measure_bounces(Variant variant, const std::string& folder,
                                              const std::atomic<bool>& stop) {
  Result<std::unique_ptr<DriverTransport>> opened = DriverTransport::open({variant, echoes, folder, false});
  if (!opened) return opened.error();
  DriverTransport& transport = *opened.value();
  const RunClock clock;
  const Error failure{"the bounce", "the echo did not answer"};
  Read read;
  Echoes running;
  for (const NodeId node : {NodeId{0}, NodeId{1}}) {
    if (!running.start(plan_of(variant, folder, transport, node))) return system_error("an echo");
    if (variant != Variant::udp) continue;
    if (!await(transport, node, read, clock)) return failure;
    transport.learn_address(node);
  }
  for (const Time limit = clock.now() + patience;
       !transport.has_address(NodeId{0}) || !transport.has_address(NodeId{1});) {
    if (clock.now() > limit) return failure;
    transport.wait(milliseconds(1), -1);
  }
  std::string message;
  course::append_envelope(message, "0000", "0001", "0000", "append_entries");
  course::append_field(message, "data", std::string(160, 'A'));
  message += "}\n";

  std::vector<Duration> times;
  for (int i = 0; i < warm_ups + bounces && !stop; ++i) {
    rest(pause);
    const Time start = clock.now();
    if (!bounce_once(transport, message, read, clock)) return failure;
    if (i >= warm_ups) times.push_back(clock.now() - start);
  }
  return times;
}

}  // namespace whitewater::tools::real
