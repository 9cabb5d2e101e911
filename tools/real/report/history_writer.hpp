// HistoryWriter: writes the operations of a run as JSON lines while the run goes on, so that the history survives a
// crash of the driver (schema whitewater.history/1, docs/history-format.md).
#pragma once

#include <string>
#include <unordered_map>

#include "tools/history/history_lines.hpp"
#include "tools/real/run/run_events.hpp"

namespace whitewater::tools::real {

class HistoryWriter final : public RunWatcher {
 public:
  using Sink = HistoryLines::Sink;
  using Header = HistoryLines::Header;

  HistoryWriter(const Header& header, Sink sink);

  void on_request(const RequestSeen& seen) override;
  void on_answer(const AnswerSeen& seen) override;
  void on_fault(const FaultSeen& seen) override;
  void on_episode(const EpisodeSeen& seen) override;
  void on_end(const EndSeen& seen) override;
  // Open operations stay open.
  void on_over(Time end) override;

 private:
  HistoryLines lines_;
  std::unordered_map<std::string, std::uint64_t> operations_;  // by MID
};

}  // namespace whitewater::tools::real
