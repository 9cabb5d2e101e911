// An object is known by its inode. All eventfds share one, so a timer is known by the number of its descriptor.
#include "tools/virtual/kernel/descriptors.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <utility>

namespace whitewater::tools::virtual_time {

Descriptors::Descriptors(pid_t process, Sockets& sockets)
    : process_(static_cast<int>(syscall(SYS_pidfd_open, process, 0))), sockets_(sockets) {}

Descriptors::Entry* Descriptors::find(int number) {
  if (const auto found = entries_.find(number); found != entries_.end()) return &found->second;
  Entry entry;
  entry.duplicate = replica::Descriptor(static_cast<int>(syscall(SYS_pidfd_getfd, process_.get(), number, 0)));
  struct stat status {};
  if (!entry.duplicate.valid() || fstat(entry.duplicate.get(), &status) != 0) return nullptr;
  entry.inode = status.st_ino;
  entry.file = S_ISREG(status.st_mode) || S_ISDIR(status.st_mode) || S_ISCHR(status.st_mode) || S_ISBLK(status.st_mode);
  entry.socket = S_ISSOCK(status.st_mode);
  entry.pipe = S_ISFIFO(status.st_mode);
  return &entries_.emplace(number, std::move(entry)).first->second;
}

bool Descriptors::Entry::nonblocking() const {
  return (fcntl(duplicate.get(), F_GETFL) & O_NONBLOCK) != 0;
}

void Descriptors::forget(int number) {
  entries_.erase(number);
  timers_.erase(number);
}

void Descriptors::forget_range(unsigned first, unsigned last) {
  const auto within = [&](const auto& entry) {
    return static_cast<unsigned>(entry.first) >= first && static_cast<unsigned>(entry.first) <= last;
  };
  std::erase_if(entries_, within);
  std::erase_if(timers_, within);
}

void Descriptors::replaced() {
  entries_.clear();
  std::erase_if(timers_, [&](const auto& timer) { return find(timer.first) == nullptr; });
}

void Descriptors::close_all() {
  entries_.clear();
  timers_.clear();
  process_ = {};
}

bool Descriptors::add_socket(int number) {
  forget(number);
  const Entry* const entry = find(number);
  return entry != nullptr && sockets_.add(entry->duplicate.get(), entry->inode);
}

bool Descriptors::add_timer(int number, int clock) {
  forget(number);
  Entry* const entry = find(number);
  if (entry == nullptr) return false;
  auto made = std::make_shared<VirtualTimer>();
  made->clock = clock;
  made->event = replica::Descriptor(dup(entry->duplicate.get()));
  timers_.insert_or_assign(number, std::move(made));
  return true;
}

VirtualSocket* Descriptors::socket(int number) {
  const Entry* const entry = find(number);
  return entry == nullptr || !entry->socket ? nullptr : sockets_.find(entry->inode);
}

VirtualTimer* Descriptors::timer(int number) {
  const auto found = timers_.find(number);
  return found == timers_.end() ? nullptr : found->second.get();
}

bool Descriptors::ready(const Entry& entry, short events) {
  pollfd one{entry.duplicate.get(), events, 0};
  return poll(&one, 1, 0) > 0;
}

}  // namespace whitewater::tools::virtual_time
