// ReplicaOutput: what a replica prints, with the virtual times of its lines. Its standard output and error are pipes
// that stay empty: a write to them is taken before the kernel sees it. It goes on when the replica is started again.
#pragma once

#include <sys/types.h>

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.hpp"
#include "core/base/time.hpp"
#include "replica/posix/descriptor.hpp"
#include "tools/real/process/output_lines.hpp"
#include "tools/real/process/output_log.hpp"

namespace whitewater::tools::virtual_time {

class ReplicaOutput {
 public:
  struct Stream {
    real::OutputLines lines;
    replica::Descriptor writing;

   private:
    friend class ReplicaOutput;
    replica::Descriptor reading;
    ino_t inode = 0;
    std::unique_ptr<real::OutputLog> log;
  };

  // log: files LOG.stdout and LOG.stderr are written; empty: none.
  static Result<std::unique_ptr<ReplicaOutput>> make(const std::string& log);

  const Stream& out() const { return streams_[0]; }
  const Stream& err() const { return streams_[1]; }
  // The stream behind a pipe of that inode. Null: it is another one.
  Stream* of(ino_t pipe);
  static void add(Stream& stream, std::string_view bytes, Time now);
  // Of its standard error if there are any, else of its standard output.
  std::vector<real::OutputLines::Line> last_lines(std::size_t count) const;

 private:
  ReplicaOutput() = default;

  std::array<Stream, 2> streams_;
};

}  // namespace whitewater::tools::virtual_time
