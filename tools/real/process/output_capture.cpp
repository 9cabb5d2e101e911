// One poll over all pipes, then a short sleep, so that many small writes cost one wake-up.
#include "tools/real/process/output_capture.hpp"

#include <fcntl.h>
#include <poll.h>

#include <algorithm>
#include <chrono>

#include "core/course/message_json.hpp"
#include "core/text/utf8.hpp"
#include "tools/real/process/system_error.hpp"

namespace whitewater::tools::real {

namespace {

constexpr std::size_t buffer_bytes = 64 * 1024;
constexpr std::uint64_t course_bytes_per_turn = 1'500;
constexpr std::uint64_t pipe_bytes = 64 * 1024;

}  // namespace

OutputCapture::OutputCapture(const RunClock& clock, Config config)
    : clock_(clock), config_(std::move(config)), streams_(2 * std::size_t{config_.replicas}), buffer_(buffer_bytes) {}

OutputCapture::~OutputCapture() {
  stop();
}

Result<OutputCapture::Ends> OutputCapture::open(NodeId replica) {
  const std::lock_guard lock(reading_);
  replica::Descriptor writing[2];
  for (std::size_t i = 0; i < 2; ++i) {
    Stream& stream = streams_[2 * std::size_t{replica.value} + i];
    read_rest(stream);
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return system_error("a pipe");
    stream.pipe = replica::Descriptor(ends[0]);
    stream.closed = time_never;
    writing[i] = replica::Descriptor(ends[1]);
    if (fcntl(ends[0], F_SETFL, O_NONBLOCK) != 0) return system_error("a pipe");
    if (config_.log_folder.empty() || stream.log != nullptr) continue;
    const std::string path =
        config_.log_folder + "/" + course::id_text(replica, config_.replicas) + (i == 0 ? ".stdout" : ".stderr");
    stream.log = std::make_unique<OutputLog>(path);
    if (!stream.log->good()) return system_error(path);
  }
  return Ends{std::move(writing[0]), std::move(writing[1])};
}

void OutputCapture::start() {
  if (!config_.by_hand) thread_ = std::thread([this] { drain(); });
}

void OutputCapture::drain() {
  std::vector<pollfd> waiting;
  while (!stop_.load(std::memory_order_relaxed)) {
    waiting.clear();
    {
      const std::lock_guard lock(reading_);
      for (const Stream& stream : streams_)
        if (stream.pipe.valid()) waiting.push_back({stream.pipe.get(), POLLIN, 0});
    }
    if (::poll(waiting.data(), waiting.size(), 100) > 0) {
      const std::lock_guard lock(reading_);
      for (Stream& stream : streams_) read(stream, buffer_bytes);
    }
    // A replica that writes too fast fills its pipe and blocks: 64 KiB per millisecond and stream are enough for any
    // log.
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  timespec used{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
  cpu_ = Duration{std::int64_t{used.tv_sec} * 1'000'000'000 + used.tv_nsec};
}

bool OutputCapture::read_some(std::size_t bytes_max) {
  bool whole = true;
  for (std::size_t i = 0; i < streams_.size(); ++i) {
    const bool deaf = streams_[i | 1].closed != time_never;
    if (!deaf) whole = is_utf8(read(streams_[i], bytes_max)) && whole;
  }
  return whole;
}

std::string_view OutputCapture::read(Stream& stream, std::size_t bytes_max) {
  if (!stream.pipe.valid()) return {};
  const ssize_t got = ::read(stream.pipe.get(), buffer_.data(), bytes_max);
  if (got < 0) return {};
  const Time now = clock_.now();
  if (got == 0) {
    stream.closed = now;
    stream.pipe.reset();
    return {};
  }
  const std::string_view bytes(buffer_.data(), static_cast<std::size_t>(got));
  count_backlog(stream, bytes.size(), now);
  stream.lines.add(bytes, now);
  if (stream.log != nullptr) stream.log->add(bytes, now);
  return bytes;
}

// The course's simulator reads this much of each pipe, once per turn of its loop; a pipe holds 64 KiB.
void OutputCapture::count_backlog(Stream& stream, std::size_t bytes, Time now) const {
  const std::uint64_t turns = turns_.load(std::memory_order_relaxed);
  stream.backlog -= std::min(stream.backlog, (turns - stream.turn) * course_bytes_per_turn);
  stream.turn = turns;
  stream.backlog += bytes;
  if (stream.backlog > pipe_bytes && stream.full == time_never) stream.full = now;
}

// Reads at most what a pipe can hold, so a process that keeps writing cannot delay the end.
void OutputCapture::read_rest(Stream& stream) {
  for (int i = 0; i < 16 && !read(stream, buffer_bytes).empty(); ++i) {
  }
}

void OutputCapture::stop() {
  stop_ = true;
  if (thread_.joinable()) thread_.join();
  for (Stream& stream : streams_) {
    read_rest(stream);
    stream.pipe.reset();
    if (stream.log != nullptr && !stream.log->close())
      troubles_.emplace_back("a log of a replica could not be written");
    stream.log.reset();
  }
}

}  // namespace whitewater::tools::real
