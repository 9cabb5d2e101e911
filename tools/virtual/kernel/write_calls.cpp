// Writing to pipes and sockets that are real. The kernel would block a write that has no room for all its bytes, so
// such a write is made here, in pieces that have room. See pipe(7).
#include <poll.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <string>

#include "tools/virtual/kernel/handlers.hpp"

namespace whitewater::tools::virtual_time {

namespace {

constexpr std::uint64_t printed_max = 1 << 20;  // at once

// The bytes of a write(2) or writev(2) behind the first `skipped`, at most so many that fit a pipe that has any room.
std::optional<std::string> piece(const Process& process, const Call& call, std::uint64_t skipped) {
  if (call.number == SYS_writev) {
    std::optional<std::string> all = process.memory.gather(call[1], call[2]);
    if (all) all->erase(0, skipped);
    if (all && all->size() > PIPE_BUF) all->resize(PIPE_BUF);
    return all;
  }
  std::string bytes(std::min<std::uint64_t>(call[2] - skipped, PIPE_BUF), '\0');
  if (!process.memory.read(call[1] + skipped, bytes.data(), bytes.size())) return std::nullopt;
  return bytes;
}

bool broken(const Descriptors::Entry& entry) {
  pollfd one{entry.duplicate.get(), POLLOUT, 0};
  return poll(&one, 1, 0) > 0 && (one.revents & (POLLERR | POLLNVAL)) != 0;
}

Outcome write_in_pieces(Process& process, Thread& thread, const Descriptors::Entry& entry) {
  for (;;) {
    // Nobody reads any more: the kernel tells the program in its own way, with SIGPIPE.
    if (broken(entry))
      return thread.written == 0 ? Outcome::native() : Outcome::result(static_cast<long>(thread.written));
    if (!Descriptors::ready(entry, POLLOUT)) {
      process.wait(thread, WaitsFor::descriptors);
      return Outcome::wait();
    }
    const std::optional<std::string> bytes = piece(process, thread.call, thread.written);
    if (!bytes) return Outcome::result(-EFAULT);
    if (bytes->empty()) break;
    const ssize_t size = entry.socket
                             ? ::send(entry.duplicate.get(), bytes->data(), bytes->size(), MSG_DONTWAIT | MSG_NOSIGNAL)
                             : ::write(entry.duplicate.get(), bytes->data(), bytes->size());
    if (size > 0) thread.written += static_cast<std::uint64_t>(size);
    if (size < 0 && errno != EAGAIN) return Outcome::native();
  }
  process.productive();
  return Outcome::result(static_cast<long>(thread.written));
}

// What is printed costs nothing: a replica is not slowed down by its log.
Outcome print(const Process& process, const Call& call, ReplicaOutput::Stream& stream) {
  if (call.number == SYS_writev) {
    const std::optional<std::string> all = process.memory.gather(call[1], call[2]);
    if (!all) return Outcome::result(-EFAULT);
    ReplicaOutput::add(stream, *all, process.now);
    return Outcome::result(static_cast<long>(all->size()));
  }
  std::string bytes(std::min<std::uint64_t>(call[2], printed_max), '\0');
  if (!process.memory.read(call[1], bytes.data(), bytes.size())) return Outcome::result(-EFAULT);
  ReplicaOutput::add(stream, bytes, process.now);
  return Outcome::result(static_cast<long>(bytes.size()));
}

}  // namespace

Outcome write_real(Process& process, Thread& thread) {
  const Descriptors::Entry* const entry = process.descriptors.find(thread.call.as_int(0));
  const bool plain = thread.call.number == SYS_write || thread.call.number == SYS_writev;
  if (entry != nullptr && entry->pipe && plain)
    if (ReplicaOutput::Stream* const stream = process.machine.output().of(entry->inode))
      return print(process, thread.call, *stream);
  if (entry == nullptr || entry->file || entry->nonblocking()) return Outcome::native();
  if (plain && (entry->pipe || entry->socket)) return write_in_pieces(process, thread, *entry);
  if (Descriptors::ready(*entry, POLLOUT)) return Outcome::native();
  process.wait(thread, WaitsFor::descriptors);
  return Outcome::wait();
}

}  // namespace whitewater::tools::virtual_time
