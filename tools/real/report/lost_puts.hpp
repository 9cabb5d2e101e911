// LostPuts: puts that nobody answered because the messages that carried them, or the replies, were lost and not sent
// again, as far as the replicas' messages mention requests (mentions.hpp).
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "core/course/request_record.hpp"
#include "scenarios/story/run_log.hpp"

namespace whitewater::tools::real {

struct LostPuts {
  std::uint64_t puts = 0;
  std::uint64_t messages = 0;  // that mentioned them, and never arrived
  NodeSet asked;               // the replicas that were asked
  std::string first;           // the MID of the first one
};

// requests: all of the run. needed: a majority.
LostPuts lost_puts(const scenarios::RunLog& log, std::span<const course::RequestRecord> requests, unsigned needed);

}  // namespace whitewater::tools::real
