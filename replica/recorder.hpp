// Recorder: writes what a replica's host does as lines: a log for an operator, and a trace of everything.
// Ignored input is logged when its count reaches 1, 10, 100 …, so that a flood of it costs only a few lines.
#pragma once

#include <optional>

#include "core/actor/codec.hpp"
#include "replica/host.hpp"
#include "replica/options.hpp"
#include "replica/posix/line_sink.hpp"
#include "replica/watcher.hpp"

namespace whitewater::replica {

class Recorder final : public Watcher {
 public:
  Recorder(NodeId self, unsigned replicas, const BodyCodec& bodies, LogLevel level, LineSink log,
           std::optional<LineSink> trace);

  void log(LogLevel level, std::string_view text);
  void summary(const HostCounters& counters);

  void on_arrival(Time now, const Arrival& arrival) override;
  void on_ignored(std::string_view why) override;
  void on_sent(Time now, const Codec::Address& address, const PayloadRef& payload, Sent sent) override;
  bool wants_notes() const override { return trace_.has_value() || logs(LogLevel::info); }
  void on_note(Time now, const Effects::Note& note) override;

 private:
  bool logs(LogLevel level) const { return level <= level_; }
  void trace(Time now, std::string_view text);
  std::string described(const PayloadRef& payload) const;
  std::string node(NodeId id) const;

  NodeId self_;
  unsigned replicas_;
  const BodyCodec& bodies_;
  LogLevel level_;
  LineSink log_;
  std::optional<LineSink> trace_;
  Time started_;
  std::uint64_t ignored_ = 0;
  std::uint64_t ignored_next_ = 1;
  std::uint64_t unsent_ = 0;
};

}  // namespace whitewater::replica
