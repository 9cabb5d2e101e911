// System calls. A name is durable when its directory is synced, and the directory itself when its parent is.
#include "replica/storage/directory_files.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cstdio>

namespace whitewater::replica {

namespace {

constexpr const char* lock_name = "lock";

bool sync_path(const std::string& directory) {
  const Descriptor file(open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  return file.valid() && fsync(file.get()) == 0;
}

std::string parent_of(std::string path) {
  while (path.size() > 1 && path.back() == '/') path.pop_back();
  const std::size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

}  // namespace

std::string DirectoryFiles::path(const std::string& name) const {
  return name.empty() ? directory_ : directory_ + "/" + name;
}

Error DirectoryFiles::failed(const std::string& name, const char* what) const {
  return {path(name), std::string(what) + ": " + system_error()};
}

Result<std::unique_ptr<DirectoryFiles>> DirectoryFiles::own(const std::string& directory) {
  std::unique_ptr<DirectoryFiles> files(new DirectoryFiles(directory));
  if (mkdir(directory.c_str(), 0755) == 0) {
    if (!sync_path(parent_of(directory))) return Error{directory, "its parent cannot be synced: " + system_error()};
  } else if (errno != EEXIST) {
    return Error{directory, "cannot be made: " + system_error()};
  }
  files->lock_ = Descriptor(::open(files->path(lock_name).c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644));
  if (!files->lock_.valid()) return files->failed(lock_name, "cannot be opened");
  if (flock(files->lock_.get(), LOCK_EX | LOCK_NB) != 0) return files->failed("", "is in use by another process");
  return files;
}

Result<std::unique_ptr<const DirectoryFiles>> DirectoryFiles::look_at(const std::string& directory) {
  std::unique_ptr<DirectoryFiles> files(new DirectoryFiles(directory));
  const Descriptor there(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!there.valid()) return files->failed("", "cannot be read");
  // A copy of a store may lack the lock.
  files->lock_ = Descriptor(::open(files->path(lock_name).c_str(), O_RDONLY | O_CLOEXEC));
  if (files->lock_.valid() && flock(files->lock_.get(), LOCK_SH | LOCK_NB) != 0)
    return files->failed("", "is in use by another process");
  return std::unique_ptr<const DirectoryFiles>(std::move(files));
}

Result<std::vector<std::string>> DirectoryFiles::list() const {
  DIR* const directory = opendir(directory_.c_str());
  if (directory == nullptr) return failed("", "cannot be listed");
  std::vector<std::string> names;
  errno = 0;
  while (const dirent* entry = readdir(directory)) {
    const std::string name = entry->d_name;
    if (name != "." && name != ".." && name != lock_name) names.push_back(name);
    errno = 0;
  }
  const bool complete = errno == 0;
  closedir(directory);
  if (!complete) return Error{directory_, "cannot be listed to its end"};
  std::sort(names.begin(), names.end());
  return names;
}

Result<std::string> DirectoryFiles::read(const std::string& name) const {
  const Descriptor file(::open(path(name).c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.valid()) return failed(name, "cannot be read");
  std::string bytes;
  std::array<char, 1 << 16> buffer;
  while (true) {
    const ssize_t count = ::read(file.get(), buffer.data(), buffer.size());
    if (count == 0) return bytes;
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return failed(name, "cannot be read");
    bytes.append(buffer.data(), static_cast<std::size_t>(count));
  }
}

int DirectoryFiles::opened(const std::string& name, int flags) {
  Descriptor& file = open_[name];
  if (!file.valid() || (flags & O_TRUNC) != 0)
    file = Descriptor(::open(path(name).c_str(), O_WRONLY | O_CLOEXEC | flags, 0644));
  return file.get();
}

Files::Failure DirectoryFiles::create(const std::string& name) {
  if (opened(name, O_CREAT | O_TRUNC) < 0) return failed(name, "cannot be made");
  return std::nullopt;
}

Files::Failure DirectoryFiles::write_at(const std::string& name, int file, std::string_view bytes,
                                        std::optional<std::uint64_t> offset) {
  if (file < 0) return failed(name, "cannot be opened");
  if (lseek(file, offset ? static_cast<off_t>(*offset) : 0, offset ? SEEK_SET : SEEK_END) < 0)
    return failed(name, "cannot be written");
  while (!bytes.empty()) {
    const ssize_t count = ::write(file, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return failed(name, "cannot be written");
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return std::nullopt;
}

Files::Failure DirectoryFiles::append(const std::string& name, std::string_view bytes) {
  return write_at(name, opened(name, 0), bytes, std::nullopt);
}

Files::Failure DirectoryFiles::overwrite(const std::string& name, std::string_view bytes) {
  return write_at(name, opened(name, O_CREAT), bytes, 0);
}

Files::Failure DirectoryFiles::truncate(const std::string& name, std::uint64_t length) {
  const int file = opened(name, 0);
  if (file < 0 || ftruncate(file, static_cast<off_t>(length)) != 0) return failed(name, "cannot be cut off");
  return std::nullopt;
}

Files::Failure DirectoryFiles::sync(const std::string& name) {
  const int file = opened(name, 0);
  if (file < 0 || fdatasync(file) != 0) return failed(name, "cannot be synced");
  return std::nullopt;
}

Files::Failure DirectoryFiles::rename(const std::string& from, const std::string& to) {
  if (::rename(path(from).c_str(), path(to).c_str()) != 0) return failed(from, "cannot be renamed");
  open_.erase(to);
  if (auto moved = open_.extract(from)) {
    moved.key() = to;
    open_.insert(std::move(moved));
  }
  return std::nullopt;
}

Files::Failure DirectoryFiles::remove(const std::string& name) {
  open_.erase(name);
  if (unlink(path(name).c_str()) != 0) return failed(name, "cannot be removed");
  return std::nullopt;
}

Files::Failure DirectoryFiles::sync_directory() {
  if (!sync_path(directory_)) return failed("", "cannot be synced");
  return std::nullopt;
}

}  // namespace whitewater::replica
