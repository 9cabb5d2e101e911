// HistoryWriter: the operations of a run as JSON lines, written while it goes on, so that a history survives whatever
// happens to its judge (schema whitewater.history/1, docs/history-format.md).
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "tools/real/run_events.hpp"

namespace whitewater::tools::real {

class HistoryWriter final : public RunWatcher {
 public:
  using Sink = std::function<void(std::string_view line)>;  // the line comes with its line feed

  struct Header {
    std::string scenario;
    std::uint64_t seed = 1;
    std::string source;  // "real udp"
    unsigned replicas = 5;
  };

  HistoryWriter(const Header& header, Sink sink);

  void on_request(const RequestSeen& seen) override;
  void on_answer(const AnswerSeen& seen) override;
  void on_fault(const FaultSeen& seen) override;
  void on_end(const EndSeen& seen) override;
  // The run is over: what is still open stays so.
  void finish(Time end);

 private:
  unsigned replicas_;
  Sink sink_;
  std::unordered_map<std::string, std::uint64_t> operations_;  // by MID
  std::string line_;
};

}  // namespace whitewater::tools::real
