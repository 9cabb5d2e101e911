// Writes that never block, whatever standard error is.
#include "replica/posix/line_sink.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>

namespace whitewater::replica {

// Opens a pipe or a terminal once more, for us alone: O_NONBLOCK on the descriptor that we were given would apply to
// every process that shares it.
LineSink LineSink::standard_error() {
  struct stat what {};
  if (fstat(STDERR_FILENO, &what) != 0 || S_ISREG(what.st_mode)) return {{}, STDERR_FILENO, Way::write};
  if (S_ISSOCK(what.st_mode)) return {{}, STDERR_FILENO, Way::send};
  Descriptor own(open("/proc/self/fd/2", O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
  if (!own.valid()) return {{}, STDERR_FILENO, Way::poll_first};
  const int number = own.get();
  return {std::move(own), number, Way::write};
}

Result<LineSink> LineSink::file(const std::string& path) {
  Descriptor own(open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, 0644));
  if (!own.valid()) return Error{path, "cannot be written: " + system_error()};
  const int number = own.get();
  return LineSink(std::move(own), number, Way::write);
}

// Writes the line completely or not at all: a pipe takes fewer than PIPE_BUF bytes at once or none. (On a full disk a
// file may still get a torn line.)
bool LineSink::put(std::string_view bytes) {
  if (way_ == Way::send) return send(number_, bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL) > 0;
  if (way_ == Way::poll_first) {
    pollfd state{number_, POLLOUT, 0};
    if (poll(&state, 1, 0) != 1 || (state.revents & POLLOUT) == 0) return false;
  }
  return write(number_, bytes.data(), bytes.size()) > 0;
}

void LineSink::line(std::string_view text) {
  line_.clear();
  for (const char c : text.substr(0, line_bytes_max)) line_.push_back(c >= 0x20 && c < 0x7F ? c : '?');
  if (dropped_ != told_) line_ += " (" + std::to_string(dropped_ - told_) + " lines before this one were dropped)";
  line_.push_back('\n');
  if (put(line_))
    told_ = dropped_;
  else
    ++dropped_;
}

}  // namespace whitewater::replica
