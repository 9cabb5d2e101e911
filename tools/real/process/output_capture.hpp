// OutputCapture: the standard output and error of the replicas of one run. A thread of its own drains them, so that
// no replica blocks on a full pipe and none disturbs the driver's loop; a flood is slowed down, not refused. With
// by_hand there is no thread: read_some() reads as the course's simulator does. What is kept is bounded.
#pragma once

#include <atomic>
#include <cstdio>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "core/base/error.hpp"
#include "core/base/ids.hpp"
#include "tools/real/process/file_descriptor.hpp"
#include "tools/real/process/output_lines.hpp"
#include "tools/real/run/run_clock.hpp"

namespace whitewater::tools::real {

class OutputCapture {
 public:
  struct Config {
    unsigned replicas = 0;
    std::string log_folder;  // of files 0000.stdout and so on; empty: none
    bool by_hand = false;
  };
  // What a replica writes to; to be closed once it was started.
  struct Ends {
    FileDescriptor out, err;
  };

  OutputCapture(const RunClock& clock, Config config);
  ~OutputCapture();
  OutputCapture(const OutputCapture&) = delete;
  OutputCapture& operator=(const OutputCapture&) = delete;

  Result<Ends> open(NodeId replica);
  void start();
  // By hand: at most so many bytes from each pipe that has some; from neither pipe of a replica that closed its
  // standard error. False: such a piece is not UTF-8, for a character was cut, and the course's simulator crashes.
  bool read_some(std::size_t bytes_max);
  // Reads what is there, and closes. Only then may the rest be asked.
  void stop();

  const OutputLines& out(NodeId replica) const { return streams_[2u * replica.value].lines; }
  const OutputLines& err(NodeId replica) const { return streams_[2u * replica.value + 1u].lines; }
  // When the replica closed it; time_never: not before it ended, as far as the caller knows when that was.
  Time err_closed(NodeId replica) const { return streams_[2u * replica.value + 1u].closed; }
  // What its thread has used.
  Duration cpu() const { return cpu_; }
  // A line for each log that could not be written.
  const std::vector<std::string>& troubles() const { return troubles_; }

 private:
  struct FileCloser {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  struct Stream {
    FileDescriptor pipe;
    OutputLines lines;
    std::unique_ptr<std::FILE, FileCloser> log;
    std::uint64_t logged = 0;
    bool line_open = false;
    Time closed = time_never;
  };

  void drain();
  std::string_view read(Stream& stream, std::size_t bytes_max);  // valid until the next one
  void write_log(Stream& stream, std::string_view bytes, Time now);

  const RunClock& clock_;
  Config config_;
  std::vector<Stream> streams_;  // out and err of each replica in turn
  std::vector<char> buffer_;
  std::vector<std::string> troubles_;
  Duration cpu_;
  std::atomic<bool> stop_{false};
  std::thread thread_;
};

}  // namespace whitewater::tools::real
