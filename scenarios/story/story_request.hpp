// StoryRequest: one attempt of a client's request, as the judge of the clients knows it: what a story begins and ends
// with. What lies between comes from the run log.
#pragma once

#include <cstdint>
#include <string>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"

namespace whitewater::scenarios {

struct StoryRequest {
  enum class State : std::uint8_t { outstanding, ok, redirected, failed };

  std::uint64_t name = 0;     // client::Request::name()
  std::uint32_t number = 0;   // of the request that was planned; all its attempts share it
  std::uint32_t attempt = 0;  // 0, then 1 … for the retries
  std::string mid;
  std::string key;
  bool get = false;
  NodeId to;
  Time sent;
  Time answered;  // meaningful unless outstanding
  State state = State::outstanding;
  bool wrong_value = false;
  std::uint32_t duplicates = 0;  // answers after an ok
  std::uint32_t refused = 0;     // answers after it was settled

  bool judged_incorrect() const { return wrong_value || refused > 0; }
};

}  // namespace whitewater::scenarios
