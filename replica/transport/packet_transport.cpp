// One recv per message. If the peer is absent, receive() reports the error.
#include "replica/transport/packet_transport.hpp"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace whitewater::replica {

namespace {

// One byte more than any valid packet, so that a packet that is too long can be distinguished from a truncated one.
constexpr std::size_t buffer_bytes = 128 * 1024;
constexpr std::size_t packets_at_once = 32;
constexpr std::size_t udp_bytes_max = 65'507;
// The course simulator reads packets into a buffer of 16 KiB. A longer packet is truncated and cannot be parsed.
constexpr std::size_t seqpacket_bytes_max = 16'384;

// A packet of zero bytes looks like the end of the connection, so ask the socket.
bool hung_up(int socket) {
  pollfd state{socket, POLLRDHUP, 0};
  return poll(&state, 1, 0) == 1 && (state.revents & (POLLRDHUP | POLLHUP | POLLERR)) != 0;
}

}  // namespace

PacketTransport::PacketTransport(Descriptor socket, PacketKind kind)
    : socket_(std::move(socket)), kind_(kind), buffer_(buffer_bytes) {}

std::size_t PacketTransport::message_bytes_max() const {
  // Leaves room for the line feed.
  return kind_ == PacketKind::udp ? udp_bytes_max : seqpacket_bytes_max - 1;
}

Received PacketTransport::of_error(int error) {
  switch (error) {
    case EAGAIN:
      return {Received::Kind::nothing, {}, ""};
    case ECONNREFUSED:
      return {Received::Kind::refused, {}, ""};
    case ECONNRESET:
    case ENOTCONN:
      return {Received::Kind::closed, {}, ""};
    default:
      return {Received::Kind::unfit, {}, "could not be received"};
  }
}

Received PacketTransport::receive() {
  if (std::exchange(refused_, false)) return {Received::Kind::refused, {}, ""};
  ssize_t count = 0;
  do count = recv(socket_.get(), buffer_.data(), buffer_.size(), MSG_DONTWAIT | MSG_TRUNC);
  while (count < 0 && errno == EINTR);
  if (count < 0) return of_error(errno);
  if (count == 0 && kind_ == PacketKind::seqpacket && hung_up(socket_.get())) return {Received::Kind::closed, {}, ""};
  if (count == 0) return {Received::Kind::unfit, {}, "an empty message"};
  const auto length = static_cast<std::size_t>(count);
  if (length > buffer_.size()) return {Received::Kind::unfit, {}, "a message that is too long"};
  return {Received::Kind::message, std::string_view(buffer_.data(), length), ""};
}

std::size_t PacketTransport::write_some() {
  std::array<mmsghdr, packets_at_once> headers{};
  std::array<iovec, packets_at_once> parts{};
  const std::size_t count = std::min(waiting_.size(), packets_at_once);
  for (std::size_t i = 0; i < count; ++i) {
    std::string& packet = waiting_[i];
    parts[i] = {packet.data(), packet.size()};
    headers[i].msg_hdr.msg_iov = &parts[i];
    headers[i].msg_hdr.msg_iovlen = 1;
  }
  int taken = 0;
  do taken = sendmmsg(socket_.get(), headers.data(), static_cast<unsigned>(count), MSG_DONTWAIT | MSG_NOSIGNAL);
  while (taken < 0 && errno == EINTR);
  if (taken >= 0) return static_cast<std::size_t>(taken);
  if (errno == EAGAIN) return 0;
  if (errno == ECONNREFUSED) refused_ = true;
  // The first message is lost, as any message may be. The next read notices a broken connection.
  return 1;
}

Sent PacketTransport::send(std::string_view message) {
  if (message.size() > message_bytes_max()) return Sent::too_long;
  return waiting_.push(message, kind_ == PacketKind::seqpacket ? "\n" : "") ? Sent::yes : Sent::dropped;
}

void PacketTransport::flush() {
  while (!waiting_.empty()) {
    const std::size_t taken = write_some();
    if (taken == 0) return;
    waiting_.pop(taken);
  }
}

}  // namespace whitewater::replica
