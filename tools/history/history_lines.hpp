// HistoryLines: writes the lines of a history (schema whitewater.history/1, docs/history-format.md), from real runs and
// from simulated ones. Knows how a line reads, not when there is one.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "core/course/request_record.hpp"

namespace whitewater::tools {

class HistoryLines {
 public:
  using Sink = std::function<void(std::string_view line)>;  // the line comes with its line feed

  struct Header {
    std::string scenario;
    std::uint64_t seed = 1;
    std::string source;  // "real udp", "simulated"
    unsigned replicas = 5;
  };

  struct Answer {
    Time time;
    std::string_view type;                   // "ok", "redirect", "fail", "duplicate" or "stray"
    std::optional<std::uint64_t> operation;  // none: nobody knows its MID
    NodeId client;
    NodeId replica;
    std::string_view mid;
    const course::RequestRecord* record = nullptr;  // null likewise
    std::optional<std::string_view> value;          // that a get was answered
  };

  // Writes the header.
  HistoryLines(const Header& header, Sink sink);

  void invoke(Time time, std::uint64_t operation, const course::RequestRecord& record);
  void answer(const Answer& answer);
  void fault(Time time, std::string_view name, NodeSet targets);
  void end(Time time, std::uint64_t operations);

 private:
  unsigned replicas_;
  Sink sink_;
  std::string line_;
};

}  // namespace whitewater::tools
