// The receive buffers are as large as the system allows without privileges; dropped datagrams are counted.
#include "tools/real/transport/udp_transport.hpp"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>

#include <cstring>

#include "core/course/message_json.hpp"
#include "tools/real/process/system_error.hpp"
#include "tools/real/transport/udp_drops.hpp"

namespace whitewater::tools::real {

namespace {

constexpr int buffer_wanted = 8 << 20;

sockaddr_in loopback() {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

}  // namespace

Result<UdpTransport::End> UdpTransport::open_end() {
  End end;
  end.socket = replica::Descriptor(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  const int fd = end.socket.get();
  if (fd < 0) return system_error("a UDP socket");
  const int yes = 1;
  setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &buffer_wanted, sizeof buffer_wanted);
  setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &buffer_wanted, sizeof buffer_wanted);
  setsockopt(fd, SOL_SOCKET, SO_RXQ_OVFL, &yes, sizeof yes);
  sockaddr_in address = loopback();
  socklen_t size = sizeof address;
  if (bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
      getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) != 0)
    return system_error("a UDP socket on loopback");
  end.port = ntohs(address.sin_port);
  return end;
}

Result<std::unique_ptr<DriverTransport>> UdpTransport::open(const Config& config) {
  std::unique_ptr<UdpTransport> transport(new UdpTransport);
  for (unsigned i = 0; i < config.replicas; ++i) {
    Result<End> end = open_end();
    if (!end) return end.error();
    transport->ends_.push_back(std::move(end.value()));
  }
  return std::unique_ptr<DriverTransport>(std::move(transport));
}

std::optional<Error> UdpTransport::reopen(NodeId replica) {
  Result<End> end = open_end();
  if (!end) return end.error();
  ends_[replica.value] = std::move(end.value());
  return std::nullopt;
}

std::vector<std::string> UdpTransport::first_arguments(NodeId replica) const {
  return {std::to_string(ends_[replica.value].port)};
}

DriverTransport::Waited UdpTransport::wait(Duration longest, int wake) {
  pollfd waiting[NodeSet::nodes_max + 1];
  for (std::size_t i = 0; i < ends_.size(); ++i) waiting[i] = {ends_[i].socket.get(), POLLIN, 0};
  waiting[ends_.size()] = {wake, POLLIN, 0};
  const timespec limit{longest.ns / 1'000'000'000, longest.ns % 1'000'000'000};
  Waited waited;
  if (ppoll(waiting, ends_.size() + 1, &limit, nullptr) <= 0) return waited;
  waited.woken = waiting[ends_.size()].revents != 0;
  for (std::uint16_t i = 0; i < ends_.size(); ++i)
    if (waiting[i].fd >= 0 && waiting[i].revents != 0) waited.readable.insert(NodeId{i});
  return waited;
}

void UdpTransport::receive(NodeId replica, Read& read) {
  End& end = ends_[replica.value];
  read = {};
  if (!end.socket.valid()) return;
  iovec piece{buffer_.data(), buffer_.size()};
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(std::uint32_t))];
  msghdr message{};
  message.msg_name = &end.source;
  message.msg_namelen = sizeof end.source;
  message.msg_iov = &piece;
  message.msg_iovlen = 1;
  message.msg_control = control;
  message.msg_controllen = sizeof control;
  const ssize_t got = recvmsg(end.socket.get(), &message, 0);
  if (got < 0) return;
  for (cmsghdr* part = CMSG_FIRSTHDR(&message); part != nullptr; part = CMSG_NXTHDR(&message, part)) {
    if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SO_RXQ_OVFL) continue;
    std::uint32_t dropped = 0;
    std::memcpy(&dropped, CMSG_DATA(part), sizeof dropped);
    dropped_ += dropped - end.dropped;
    end.dropped = dropped;
  }
  read.kind = got == 0 ? Read::Kind::empty : Read::Kind::messages;
  if (got > 0) read.messages.emplace_back(buffer_.data(), static_cast<std::size_t>(got));
}

void UdpTransport::learn_address(NodeId replica) {
  End& end = ends_[replica.value];
  end.address = end.source;
  end.known = true;
}

Sent UdpTransport::send(NodeId replica, std::string_view bytes, bool) {
  End& end = ends_[replica.value];
  if (!end.socket.valid()) return Sent::closed;
  if (!end.known) return Sent::no_address;
  const ssize_t sent = sendto(end.socket.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL,
                              reinterpret_cast<const sockaddr*>(&end.address), sizeof end.address);
  return sent < 0 ? Sent::failed : Sent::sent;
}

void UdpTransport::close(NodeId replica) {
  End& end = ends_[replica.value];
  if (!end.socket.valid()) return;
  end.replica_dropped = dropped_before_replica(replica);
  end.socket.reset();
}

std::uint64_t UdpTransport::dropped_before_replica(NodeId replica) {
  End& end = ends_[replica.value];
  if (!end.socket.valid() || !end.known) return end.replica_dropped;
  // After the replica's end its socket is not in the kernel's table, so the last count stays.
  end.replica_dropped = udp_drops(ntohs(end.address.sin_port)).value_or(end.replica_dropped);
  return end.replica_dropped;
}

}  // namespace whitewater::tools::real
