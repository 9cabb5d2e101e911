// OutputCapture: the standard output and error of the replicas of one run. A thread of its own reads them, so no
// replica blocks on a full pipe, and the driver's loop is not disturbed. A replica that writes too fast is slowed down.
// With by_hand there is no thread: read_some() reads as the course's simulator does. The memory is bounded.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "core/base/error.hpp"
#include "core/base/ids.hpp"
#include "replica/posix/descriptor.hpp"
#include "tools/real/process/output_lines.hpp"
#include "tools/real/process/output_log.hpp"
#include "tools/real/run/run_clock.hpp"

namespace whitewater::tools::real {

class OutputCapture {
 public:
  struct Config {
    unsigned replicas = 0;
    std::string log_folder;  // for files 0000.stdout and so on; empty: no files
    bool by_hand = false;
  };
  // The ends that a replica writes to. Close them here after the replica was started.
  struct Ends {
    replica::Descriptor out, err;
  };

  OutputCapture(const RunClock& clock, Config config);
  ~OutputCapture();
  OutputCapture(const OutputCapture&) = delete;
  OutputCapture& operator=(const OutputCapture&) = delete;

  // May be called again, while it reads, for a replica that is started again: its output goes on.
  Result<Ends> open(NodeId replica);
  void start();
  // By hand: reads at most bytes_max from each pipe that has bytes; skips a replica that closed its standard error.
  // Returns false if a piece is not UTF-8, because a character was cut: the course's simulator crashes then.
  bool read_some(std::size_t bytes_max);
  // Reads the remaining output, and closes the pipes. Call it before out() and err().
  void stop();

  const OutputLines& out(NodeId replica) const { return streams_[2u * replica.value].lines; }
  const OutputLines& err(NodeId replica) const { return streams_[2u * replica.value + 1u].lines; }
  // The course's loop turned once: its simulator would have read a little from each pipe.
  void loop_turned() { turns_.fetch_add(1, std::memory_order_relaxed); }
  // When the pipe would have been full if it had been read as by the course's simulator; time_never: it would not.
  Time full(NodeId replica, bool err) const { return streams_[2u * replica.value + (err ? 1u : 0u)].full; }
  // When the replica closed its standard error. time_never: the replica did not close it before its own end.
  Time err_closed(NodeId replica) const { return streams_[2u * replica.value + 1u].closed; }
  // The CPU time of the reading thread.
  Duration cpu() const { return cpu_; }
  // A line for each log that could not be written.
  const std::vector<std::string>& troubles() const { return troubles_; }

 private:
  struct Stream {
    replica::Descriptor pipe;
    OutputLines lines;
    std::unique_ptr<OutputLog> log;
    Time closed = time_never;
    std::uint64_t backlog = 0;  // of the course's simulator
    std::uint64_t turn = 0;     // of its loop, up to which the backlog was read
    Time full = time_never;
  };

  void drain();
  void read_rest(Stream& stream);
  std::string_view read(Stream& stream, std::size_t bytes_max);  // valid until the next read
  void count_backlog(Stream& stream, std::size_t bytes, Time now) const;

  const RunClock& clock_;
  Config config_;
  std::vector<Stream> streams_;  // two for each replica: out, err
  std::vector<char> buffer_;
  std::vector<std::string> troubles_;
  Duration cpu_;
  std::mutex reading_;  // held while streams are read, or opened
  std::atomic<std::uint64_t> turns_{0};
  std::atomic<bool> stop_{false};
  std::thread thread_;
};

}  // namespace whitewater::tools::real
