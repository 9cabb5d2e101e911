// Streams and packets differ in how they are read, and in how a message ends.
#include "tools/real/transport/local_transport.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>

#include "core/course/message_json.hpp"
#include "tools/real/process/system_error.hpp"
#include "tools/real/run/run_clock.hpp"
#include "tools/real/transport/udp_transport.hpp"

namespace whitewater::tools::real {

namespace {

// The read size of the course's simulators: longer packets are cut.
constexpr std::size_t course_read_bytes = 16'384;
constexpr std::size_t packet_bytes_max = 1 << 20;
constexpr std::size_t backlog_bytes_max = std::size_t{256} << 20;
constexpr Duration course_block_max = seconds(10);

}  // namespace

Result<std::unique_ptr<DriverTransport>> DriverTransport::open(const Config& config) {
  return config.variant == Variant::udp ? UdpTransport::open(config) : LocalTransport::open(config);
}

LocalTransport::LocalTransport(const Config& config)
    : config_(config), buffer_(config.variant == Variant::seqpacket ? packet_bytes_max : course_read_bytes) {}

// Uses the folder's descriptor, because its path may be too long for a socket address.
Result<LocalTransport::End> LocalTransport::open_end(NodeId replica) const {
  const int type = config_.variant == Variant::stream ? SOCK_STREAM : SOCK_SEQPACKET;
  const replica::Descriptor folder(::open(config_.folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (!folder.valid()) return system_error(config_.folder);
  End end;
  end.listener = replica::Descriptor(::socket(AF_UNIX, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  const std::string name = course::id_text(replica, config_.replicas);
  const std::string path = "/proc/self/fd/" + std::to_string(folder.get()) + "/" + name;
  unlink(path.c_str());
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, path.c_str(), std::min(path.size() + 1, sizeof address.sun_path - 1));
  if (!end.listener.valid() ||
      bind(end.listener.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
      listen(end.listener.get(), 4) != 0)
    return system_error(config_.folder + "/" + name);
  return end;
}

Result<std::unique_ptr<DriverTransport>> LocalTransport::open(const Config& config) {
  std::unique_ptr<LocalTransport> transport(new LocalTransport(config));
  for (std::uint16_t i = 0; i < config.replicas; ++i) {
    Result<End> end = transport->open_end(NodeId{i});
    if (!end) return end.error();
    transport->ends_.push_back(std::move(end.value()));
  }
  return std::unique_ptr<DriverTransport>(std::move(transport));
}

std::optional<Error> LocalTransport::reopen(NodeId replica) {
  Result<End> end = open_end(replica);
  if (!end) return end.error();
  ends_[replica.value] = std::move(end.value());
  return std::nullopt;
}

DriverTransport::Waited LocalTransport::wait(Duration longest, int wake) {
  const RunClock clock;
  Waited waited;
  pollfd waiting[NodeSet::nodes_max + 1];
  waiting[ends_.size()] = {wake, POLLIN, 0};
  for (Duration left = longest; waited.readable.empty() && !waited.woken && left.ns >= 0;
       left = longest - (clock.now() - Time{})) {
    for (std::size_t i = 0; i < ends_.size(); ++i) {
      const End& end = ends_[i];
      const int fd = end.connection.valid() ? end.connection.get() : end.listener.get();
      waiting[i] = {fd, static_cast<short>(end.backlog.empty() ? POLLIN : POLLIN | POLLOUT), 0};
    }
    const timespec limit{left.ns / 1'000'000'000, left.ns % 1'000'000'000};
    if (ppoll(waiting, ends_.size() + 1, &limit, nullptr) <= 0) break;
    for (std::uint16_t i = 0; i < ends_.size(); ++i) {
      if (waiting[i].fd < 0 || waiting[i].revents == 0) continue;
      End& end = ends_[i];
      if (!end.connection.valid()) {
        accept_one(end);
        continue;
      }
      if ((waiting[i].revents & POLLOUT) != 0) flush(end);
      if ((waiting[i].revents & ~POLLOUT) != 0) waited.readable.insert(NodeId{i});
    }
    waited.woken = waiting[ends_.size()].revents != 0;
  }
  return waited;
}

void LocalTransport::accept_one(End& end) {
  replica::Descriptor connection(accept4(end.listener.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
  if (!connection.valid()) return;
  const int wanted = 4 << 20;
  setsockopt(connection.get(), SOL_SOCKET, SO_SNDBUF, &wanted, sizeof wanted);
  end.connection = std::move(connection);
  end.listener.reset();
}

void LocalTransport::receive(NodeId replica, Read& read) {
  End& end = ends_[replica.value];
  read.kind = Read::Kind::nothing;
  read.messages.clear();
  read.cut_to = 0;
  if (!end.connection.valid()) return;
  if (config_.variant == Variant::stream)
    receive_piece(end, read);
  else
    receive_packet(end, read);
}

void LocalTransport::receive_piece(End& end, Read& read) {
  const ssize_t got = recv(end.connection.get(), buffer_.data(), course_read_bytes, 0);
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (got <= 0) {
    read.kind = Read::Kind::closed;
    return;
  }
  end.framing.add({buffer_.data(), static_cast<std::size_t>(got)}, read.messages);
  if (!read.messages.empty()) read.kind = Read::Kind::messages;
}

void LocalTransport::receive_packet(End& end, Read& read) {
  const std::size_t room = config_.course_sizes ? course_read_bytes : buffer_.size();
  const ssize_t got = recv(end.connection.get(), buffer_.data(), room, MSG_TRUNC);
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (got == 0) {
    // An empty packet looks like the end of a connection, but the connection stays open.
    pollfd still{end.connection.get(), POLLIN | POLLRDHUP, 0};
    const bool over = ::poll(&still, 1, 0) > 0 && (still.revents & (POLLRDHUP | POLLHUP | POLLERR)) != 0;
    read.kind = over ? Read::Kind::closed : Read::Kind::empty;
    return;
  }
  if (got < 0) {
    read.kind = Read::Kind::closed;
    return;
  }
  const auto size = static_cast<std::size_t>(got);
  read.kind = Read::Kind::messages;
  if (size > course_read_bytes) read.cut_to = course_read_bytes;
  read.messages.emplace_back(buffer_.data(), std::min(size, room));
}

// Returns false if no more can be sent now.
bool LocalTransport::write_some(End& end) {
  std::string& first = end.backlog.front();
  const ssize_t sent = ::send(end.connection.get(), first.data(), first.size(), MSG_NOSIGNAL);
  if (sent < 0) {
    if (errno == EAGAIN || errno == EINTR) return false;
    // The replica has gone; the next read reports it.
    end.backlog.clear();
    end.backlog_bytes = 0;
    return false;
  }
  end.backlog_bytes -= static_cast<std::size_t>(sent);
  if (static_cast<std::size_t>(sent) == first.size())
    end.backlog.pop_front();
  else
    first.erase(0, static_cast<std::size_t>(sent));
  return true;
}

void LocalTransport::flush(End& end) {
  while (!end.backlog.empty() && write_some(end)) {
  }
}

Sent LocalTransport::send(NodeId replica, std::string_view bytes, bool terminated) {
  End& end = ends_[replica.value];
  if (end.closed) return Sent::closed;
  if (!end.connection.valid()) {
    accept_one(end);
    if (!end.connection.valid()) return Sent::no_address;
  }
  if (end.backlog_bytes + bytes.size() > backlog_bytes_max) return Sent::failed;
  end.backlog.emplace_back(bytes);
  if (terminated && config_.variant == Variant::stream) end.backlog.back() += '\n';
  end.backlog_bytes += end.backlog.back().size();
  flush(end);
  const RunClock clock;
  while (config_.course_sizes && !end.backlog.empty() && clock.now() - Time{} < course_block_max) {
    pollfd room{end.connection.get(), POLLOUT, 0};
    ::poll(&room, 1, 100);
    flush(end);
  }
  longest_backlog_ = std::max(longest_backlog_, end.backlog_bytes);
  return Sent::sent;
}

void LocalTransport::close(NodeId replica) {
  End& end = ends_[replica.value];
  end.closed = true;
  end.listener.reset();
  end.connection.reset();
  end.backlog.clear();
  end.backlog_bytes = 0;
}

}  // namespace whitewater::tools::real
