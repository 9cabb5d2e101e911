// Reads as much as there is, hands out object by object.
#include "replica/stream_transport.hpp"

#include <sys/socket.h>

#include <cerrno>

namespace whitewater::replica {

StreamTransport::StreamTransport(Descriptor socket)
    : socket_(std::move(socket)), buffer_(64 * 1024), splitter_(object_bytes_max) {}

Received StreamTransport::receive() {
  while (true) {
    std::string_view object;
    switch (splitter_.next(object)) {
      case ObjectSplitter::Found::object:
        return {Received::Kind::message, object, ""};
      case ObjectSplitter::Found::junk:
        return {Received::Kind::unfit, {}, "bytes that are no JSON object"};
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

long StreamTransport::write(std::string_view bytes) {
  ssize_t count = 0;
  do count = ::send(socket_.get(), bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
  while (count < 0 && errno == EINTR);
  if (count >= 0) return count;
  if (errno == EAGAIN) return -1;
  broken_ = true;  // for the next read to tell; what was to be sent is lost with the connection
  return static_cast<long>(bytes.size());
}

Sent StreamTransport::send(std::string& message) {
  if (message.size() > object_bytes_max) return Sent::too_long;
  message.push_back('\n');
  return outbox_.send(message, [this](std::string_view bytes) { return write(bytes); });
}

void StreamTransport::write_waiting() {
  outbox_.write_waiting([this](std::string_view bytes) { return write(bytes); });
}

}  // namespace whitewater::replica
