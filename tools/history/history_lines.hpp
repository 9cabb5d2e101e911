// HistoryLines: writes the lines of a history (schema whitewater.history/1, docs/history-format.md) of real and of
// simulated runs. It knows the format of each line; the caller decides when to write one.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"

namespace whitewater::tools {

class HistoryLines {
 public:
  using Sink = std::function<void(std::string_view line)>;  // the line includes its line feed

  struct Header {
    std::string scenario;
    std::uint64_t seed = 1;
    std::string source;  // "real udp", "simulated"
    unsigned replicas = 5;
    std::string initial{};  // what every key holds before its first put
  };

  // One attempt of a request, as it was sent.
  struct Operation {
    NodeId client;
    NodeId to;
    std::string_view mid;
    std::string_view key;
    std::string_view written;    // by a put
    std::string_view operation;  // "get", "put", or a word of its own
    std::uint32_t attempt = 0;
  };

  struct Answer {
    Time time;
    std::string_view type;                   // "ok", "redirect", "fail", "duplicate" or "stray"
    std::optional<std::uint64_t> operation;  // none: the answer's MID is unknown
    NodeId client;
    NodeId replica;
    std::string_view mid;
    std::optional<Operation> asked;         // none: likewise
    std::optional<std::string_view> value;  // the value in the answer to a get
  };

  // Writes the header line.
  HistoryLines(const Header& header, Sink sink);

  void invoke(Time time, std::uint64_t operation, const Operation& asked);
  void answer(const Answer& answer);
  // number: 0: it has none.
  void fault(Time time, std::string_view name, NodeSet targets, std::uint64_t number = 0, bool ends = false);
  void end(Time time, std::uint64_t operations);

 private:
  unsigned replicas_;
  Sink sink_;
  std::string line_;
};

}  // namespace whitewater::tools
