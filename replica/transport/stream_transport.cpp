// Reads all available bytes, and hands out one object after the other.
#include "replica/transport/stream_transport.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace whitewater::replica {

namespace {

constexpr std::size_t messages_at_once = 32;

}  // namespace

StreamTransport::StreamTransport(Descriptor socket)
    : socket_(std::move(socket)), buffer_(64 * 1024), splitter_(object_bytes_max) {}

Received StreamTransport::receive() {
  while (true) {
    std::string_view object;
    switch (splitter_.next(object)) {
      case ObjectSplitter::Found::object:
        return {Received::Kind::message, object, ""};
      case ObjectSplitter::Found::junk:
        return {Received::Kind::unfit, {}, "bytes that are not a JSON object"};
      case ObjectSplitter::Found::nothing:
        break;
    }
    const ssize_t count = recv(socket_.get(), buffer_.data(), buffer_.size(), MSG_DONTWAIT);
    if (count > 0) {
      splitter_.feed(std::string_view(buffer_.data(), static_cast<std::size_t>(count)));
    } else if (count < 0 && errno == EAGAIN && !broken_) {
      return {Received::Kind::nothing, {}, ""};
    } else if (count >= 0 || errno != EINTR) {
      return {Received::Kind::closed, {}, ""};
    }
  }
}

bool StreamTransport::write_some() {
  std::array<iovec, messages_at_once> parts{};
  const std::size_t count = std::min(waiting_.size(), messages_at_once);
  for (std::size_t i = 0; i < count; ++i) parts[i] = {waiting_[i].data(), waiting_[i].size()};
  msghdr header{};
  header.msg_iov = parts.data();
  header.msg_iovlen = count;
  ssize_t taken = 0;
  do taken = sendmsg(socket_.get(), &header, MSG_DONTWAIT | MSG_NOSIGNAL);
  while (taken < 0 && errno == EINTR);
  if (taken < 0 && errno == EAGAIN) return false;
  if (taken < 0) {
    broken_ = true;  // the next read reports it; unsent messages are lost with the connection
    waiting_.pop(waiting_.size());
    return false;
  }
  auto left = static_cast<std::size_t>(taken);
  while (!waiting_.empty() && left >= waiting_[0].size()) {
    left -= waiting_[0].size();
    waiting_.pop(1);
  }
  if (left > 0) waiting_.cut_front(left);
  return true;
}

Sent StreamTransport::send(std::string_view message) {
  if (message.size() > object_bytes_max) return Sent::too_long;
  return waiting_.push(message, "\n") ? Sent::yes : Sent::dropped;
}

void StreamTransport::flush() {
  while (!waiting_.empty())
    if (!write_some()) return;
}

}  // namespace whitewater::replica
