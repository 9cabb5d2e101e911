// ReportedRequest: one attempt of a client's request, as its workload knows it after a run: who asked whom for what,
// when, and with what result. Histories and stories are made from these, so a workload that reports them has both.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "scenarios/report/report.hpp"

namespace whitewater::scenarios {

struct ReportedRequest {
  enum class State : std::uint8_t { outstanding, ok, redirected, failed };

  std::uint64_t name = 0;             // the same number as in the system's vocabulary; client::Request::name()
  std::uint32_t number = 0;           // the request's number in the plan, equal for all its attempts
  std::uint32_t attempt = 0;          // 0, then 1 … for the retries
  std::string mid;                    // what people call this attempt: "r12.1"
  std::string operation;              // "get", "put", or a word of its own
  std::string key{};                  // empty: it has none
  std::string written{};              // by a put
  std::optional<std::string> read{};  // by a get; nothing: the answer had no value
  NodeId client = no_node;
  NodeId to;
  NodeId answered_by = no_node;
  Time sent;
  Time answered;  // valid unless outstanding
  State state = State::outstanding;
  bool wrong_value = false;
  std::uint32_t duplicates = 0;  // answers after an ok answer
  std::uint32_t refused = 0;     // answers that this client did not wait for

  bool is_get() const { return operation == "get"; }
  bool judged_incorrect() const { return wrong_value || refused > 0; }
  // True if it is that operation of a violation.
  bool is(const Violation::Operation& told) const {
    return told.request != 0 ? told.request == name : told.client == client && told.called == sent;
  }
};

// Fills in what the requests tell of the operations that contradict each other: their names, and who answered.
void name_operations(Violation& violation, std::span<const ReportedRequest> requests);

}  // namespace whitewater::scenarios
