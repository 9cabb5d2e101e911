// The reading ends are kept open, so that no write fails, and never read.
#include "tools/virtual/kernel/replica_output.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tools/real/process/system_error.hpp"

namespace whitewater::tools::virtual_time {

Result<std::unique_ptr<ReplicaOutput>> ReplicaOutput::make(const std::string& log) {
  std::unique_ptr<ReplicaOutput> made(new ReplicaOutput);
  for (Stream& stream : made->streams_) {
    int ends[2];
    struct stat status {};
    if (pipe2(ends, O_CLOEXEC) != 0) return real::system_error("a pipe");
    stream.reading = replica::Descriptor(ends[0]);
    stream.writing = replica::Descriptor(ends[1]);
    if (fstat(ends[1], &status) != 0) return real::system_error("a pipe");
    stream.inode = status.st_ino;
    if (log.empty()) continue;
    const std::string path = log + (&stream == &made->streams_[0] ? ".stdout" : ".stderr");
    stream.log = std::make_unique<real::OutputLog>(path);
    if (!stream.log->good()) return real::system_error(path);
  }
  return made;
}

ReplicaOutput::Stream* ReplicaOutput::of(ino_t pipe) {
  for (Stream& stream : streams_)
    if (stream.inode == pipe) return &stream;
  return nullptr;
}

void ReplicaOutput::add(Stream& stream, std::string_view bytes, Time now) {
  stream.lines.add(bytes, now);
  if (stream.log != nullptr) stream.log->add(bytes, now);
}

std::vector<real::OutputLines::Line> ReplicaOutput::last_lines(std::size_t count) const {
  return err().lines.bytes() > 0 ? err().lines.tail(count) : out().lines.tail(count);
}

}  // namespace whitewater::tools::virtual_time
