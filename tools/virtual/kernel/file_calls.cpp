// Opening files, and reading and writing them at a place. What would block a thread inside the kernel, or would show
// another machine than the one that programs see, is not opened. See open(2), preadv2(2), fifo(7).
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <filesystem>
#include <optional>
#include <string>

#include "replica/posix/descriptor.hpp"
#include "tools/virtual/kernel/handlers.hpp"
#include "tools/virtual/kernel/machine_view.hpp"
#include "tools/virtual/trace/process_status.hpp"

namespace whitewater::tools::virtual_time {

namespace {

constexpr unsigned memory_devices = 1;  // /dev/null and its kin
constexpr unsigned null_device = 3, zero_device = 5, full_device = 7, random_device = 8, urandom_device = 9;

Outcome give_random_file(const Process& process) {
  return Outcome::give({NewDescriptor::Kind::file, 0, false, true, process.machine.random_file()});
}

// The path from the root of the process. Empty: the folder is none.
std::string from_root(const Process& process, int folder, const std::string& path) {
  if (path.starts_with('/')) return path;
  const std::string from = folder == AT_FDCWD ? "cwd" : "fd/" + std::to_string(folder);
  std::error_code error;
  const std::filesystem::path begin = std::filesystem::read_symlink(proc_path(process.id(), from), error);
  return error ? "" : (begin / path).string();
}

// What the path means to the process, whose links begin at its own root. Nothing: it is not there; or a link of /proc
// leads to it, which would mean a file of the supervisor here. That one is open already, so opening it blocks nobody.
std::optional<struct stat> status_of(const Process& process, int folder, const std::string& path) {
  const std::string whole = from_root(process, folder, path);
  const int root = process.machine.root();
  if (whole.empty() || root < 0) return std::nullopt;
  open_how how{};
  how.flags = O_PATH | O_CLOEXEC;
  how.resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS;
  const replica::Descriptor file(static_cast<int>(syscall(SYS_openat2, root, whole.c_str(), &how, sizeof how)));
  struct stat status {};
  if (file.get() < 0 || fstat(file.get(), &status) != 0) return std::nullopt;
  return status;
}

// What is opened in another way than a plain file. Nothing: the file is a plain one.
std::optional<Outcome> open_special(const Process& process, int folder, const std::string& path, int flags) {
  const std::optional<struct stat> found = status_of(process, folder, path);
  if (!found) return std::nullopt;
  const struct stat& status = *found;
  const bool waits = (flags & (O_NONBLOCK | O_PATH)) == 0 && (flags & O_ACCMODE) != O_RDWR;
  if (S_ISFIFO(status.st_mode) && waits) return Outcome::refuse("of the named pipe " + path);
  if (!S_ISCHR(status.st_mode) && !S_ISBLK(status.st_mode)) return std::nullopt;
  const unsigned device = minor(status.st_rdev);
  if (S_ISBLK(status.st_mode) || major(status.st_rdev) != memory_devices) return Outcome::result(-ENXIO);
  if (device == random_device || device == urandom_device) return give_random_file(process);
  const bool plain = device == null_device || device == zero_device || device == full_device;
  return plain ? std::nullopt : std::optional(Outcome::result(-ENXIO));
}

Outcome open_path(Process& process, int folder, std::uint64_t address, int flags) {
  const std::optional<std::string> path = process.memory.text(address);
  if (!path) return Outcome::result(-EFAULT);
  if (*path == "/dev/urandom" || *path == "/dev/random") return give_random_file(process);
  if (*path == "/dev/hwrng") return Outcome::result(-ENOENT);
  if (const SeenFile* const seen = seen_file(*path)) {
    if (seen->content.empty()) return Outcome::result(-ENOENT);
    return Outcome::give({NewDescriptor::Kind::file, 0, false, true, process.machine.file_of(*seen)});
  }
  if (std::optional<Outcome> special = open_special(process, folder, *path, flags)) return *special;
  process.machine.note_opened(*path);
  return Outcome::native();
}
Outcome open(Process& process, Thread& thread) {
  return open_path(process, AT_FDCWD, thread.call[0], thread.call.as_int(1));
}
Outcome openat(Process& process, Thread& thread) {
  return open_path(process, thread.call.as_int(0), thread.call[1], thread.call.as_int(2));
}
Outcome creat(Process& process, Thread& thread) {
  return open_path(process, AT_FDCWD, thread.call[0], O_CREAT | O_WRONLY | O_TRUNC);
}

// At the place -1 they read and write as readv and writev do, which may wait.
Outcome at_a_place(Process& process, Thread& thread) {
  const Descriptors::Entry* const entry = process.descriptors.find(thread.call.as_int(0));
  if (static_cast<std::int64_t>(thread.call[3]) != -1 || entry == nullptr || entry->file) return Outcome::native();
  return Outcome::refuse("on what is no file");
}

}  // namespace

std::span<const Handler> file_handlers() {
  static constexpr std::array rows{
      Handler{SYS_open, "open", open},
      Handler{SYS_openat, "openat", openat},
      Handler{SYS_openat2, "openat2", absent},
      Handler{SYS_creat, "creat", creat},
      Handler{SYS_preadv2, "preadv2", at_a_place},
      Handler{SYS_pwritev2, "pwritev2", at_a_place},
      // Programs copy by read and write instead.
      Handler{SYS_sendfile, "sendfile", absent},
      Handler{SYS_splice, "splice", absent},
      // Nobody tells of changed files.
      Handler{SYS_inotify_init, "inotify_init", absent},
      Handler{SYS_inotify_init1, "inotify_init1", absent},
  };
  return rows;
}

}  // namespace whitewater::tools::virtual_time
