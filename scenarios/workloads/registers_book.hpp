// RegistersBook: all that the clients of the workload registers asked and were answered, and the judge of it. It makes
// each request, so that none goes out that it does not know, and keeps one record for each name (MID) of a request. It
// judges while the run goes on: whether each answer fits its request, and whether what clients saw is linearizable, key
// by key, with the operations that contradict each other.
// What was refused or never answered may have taken effect all the same: it stays open.
// Pure but for the pool of the payloads: time and answers are passed in. Keeps memory from run to run.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/ids.hpp"
#include "core/base/payload.hpp"
#include "core/base/time.hpp"
#include "core/check/linearizability/incremental.hpp"
#include "core/client/request.hpp"
#include "core/client/silence.hpp"
#include "scenarios/report/reported_request.hpp"
#include "scenarios/workloads/registers_load.hpp"
#include "scenarios/workloads/run_budget.hpp"

namespace whitewater::scenarios {

// One attempt of an operation.
struct RegistersRequest {
  enum class State : std::uint8_t { outstanding, ok, redirected, failed };
  static constexpr std::uint32_t none = 0xFFFF'FFFF;

  PayloadRef payload;  // the client::Request itself
  Time sent;
  Time answered;            // valid unless outstanding
  std::uint32_t total = 0;  // the number of the operation among those of all clients, in the order of their beginnings
  PlannedOperation operation;
  std::uint32_t attempt = 0;      // 0, then 1 … for what was refused
  std::uint32_t previous = none;  // the record of the previous attempt
  std::uint32_t checked = none;   // its number in the history
  std::uint32_t duplicates = 0;   // answers that came after an ok
  std::uint32_t late = 0;         // answers that came after a refusal: legitimate, if it was sent twice
  NodeId to;                      // where it was sent first
  NodeId answered_by = no_node;
  State state = State::outstanding;
  bool misfit = false;                  // an answer did not fit
  std::optional<std::uint32_t> read{};  // by a get that is ok: the number of the value in the history

  const client::Request& request() const { return *payload.get_if<client::Request>(); }
  bool is_get() const { return request().operation == client::Request::Operation::get; }
};

struct RegistersCounts {
  std::uint64_t operations = 0, gets = 0, puts = 0;
  std::uint64_t requests = 0;  // attempts
  std::uint64_t sent = 0;      // requests that left, with all copies
  std::uint64_t ok_gets = 0, ok_puts = 0;
  std::uint64_t redirects = 0, fails = 0;
  std::uint64_t given_up = 0;  // without an answer, or after too many refusals
  std::uint64_t left_out = 0;  // not begun: too many were open
  std::uint64_t duplicates = 0;
  std::uint64_t incorrect = 0;    // answers that fit no request of their client
  std::uint64_t unaccounted = 0;  // requests that left a client, and that this book had not made
  std::uint64_t ok() const { return ok_gets + ok_puts; }
  std::uint64_t unanswered() const { return operations - ok(); }
  friend bool operator==(const RegistersCounts&, const RegistersCounts&) = default;
};

class RegistersBook {
 public:
  struct Judging {
    bool on = true;                             // or it only counts
    std::uint64_t steps_max = run_steps_usual;  // budget for keys whose values are not unique
  };

  void reset(const Registers& options, unsigned replicas, std::uint64_t seed, const Judging& judging,
             const NodeNumbers& numbers = {});
  // Forgets the run and gives its payloads back to their pool.
  void release();

  const RegistersLoad& load() const { return load_; }
  NodeId client_node(unsigned client) const { return NodeId{static_cast<std::uint16_t>(load_.replicas() + client)}; }

  // --- of clients --------------------------------------------------------------------------------
  // The first request of an operation; then one more for each attempt. leader: as far as the client knows. Returns its
  // record.
  std::uint32_t begin(PlannedOperation operation, NodeId leader, Time now, PayloadPool& pool);
  std::uint32_t again(std::uint32_t record, NodeId leader, Time now, PayloadPool& pool);
  // Where it goes first.
  void sent_to(std::uint32_t record, NodeId replica) { records_[record].to = replica; }
  // A client received something. Returns its record if that settled it now; else `none`: nothing came of it.
  std::uint32_t answer(NodeId client, NodeId from, const PayloadRef& payload, Time now);
  void gave_up() {
    ++counts_.given_up;
    silence_.given_up();
  }
  void left_out() { ++counts_.left_out; }
  // A request left a client.
  void saw_request(NodeId client, const PayloadRef& payload);

  // --- of a guest: one client that is not of the load, after all of these -------------------------
  // A get of the guest, and what the latest of these read: judged with the others, and counted nowhere.
  void guest_asks(const client::Request& get, Time now);
  void guest_reads(std::string_view value, Time now);

  // --- the judgement -----------------------------------------------------------------------------
  // An answer was found that no order explains; final.
  bool contradicted() const { return !checker_.contradictions().empty(); }
  // Judges what is still to judge.
  void finish();
  checks::Answer linearizable() const { return answer_; }
  // When that is not known: why, in one sentence.
  std::string why_unknown() const;
  const checks::IncrementalChecker& checker() const { return checker_; }

  const RegistersCounts& counts() const { return counts_; }
  std::span<const RegistersRequest> requests() const { return records_; }
  // From the beginning of each operation that is ok to its answer, in no order.
  std::span<const std::int64_t> latencies() const { return latencies_; }
  // The longest time without an ok. end: of the run.
  client::Silence silence(Time end) const { return silence_.longest(std::min(end, load_.options().load_end())); }
  // For histories and stories, in the order of asking.
  std::vector<ReportedRequest> reported() const;
  // The name of the request that is this operation of the history.
  std::uint64_t checked_as(std::uint32_t operation) const;
  // What a get that is ok read.
  std::string_view read_value(const RegistersRequest& request) const {
    return checker_.history().values.text(request.read.value_or(checks::History::initial));
  }

 private:
  struct Completion {
    std::uint32_t checked;
    std::uint32_t value;  // of a get
    bool get;
  };

  std::uint32_t ask(RegistersRequest request, NodeId leader, Time now, PayloadPool& pool);
  PayloadRef make_request(const RegistersRequest& request, NodeId leader, PayloadPool& pool);
  std::uint32_t find(unsigned client, std::string_view mid) const;
  void accept(RegistersRequest& request, const client::Reply& reply, Time now);
  std::uint32_t misfit(std::uint32_t record);
  void call(RegistersRequest& request);
  std::uint32_t call(const client::Request& request, std::uint32_t process, Time now);
  void complete(const Completion& completion, Time now);
  void settle_completions();

  RegistersLoad load_;
  Judging judging_;
  std::vector<RegistersRequest> records_;
  // By client, by the number of the operation among the client's: its latest record. Numbers are dense.
  std::vector<std::vector<std::uint32_t>> latest_;
  std::vector<std::int64_t> latencies_;
  RegistersCounts counts_;
  client::SilenceWatch silence_;
  std::string value_;  // a buffer

  struct GuestGet {
    std::uint32_t checked;
    std::uint64_t name;
  };
  std::vector<GuestGet> guest_gets_;

  checks::IncrementalChecker checker_;
  checks::Answer answer_ = checks::Answer::linearizable;
  // Those of one moment: what is called at that moment is called before them, so they wait until it is over.
  std::vector<Completion> completions_;
  Time completions_at_;
};

}  // namespace whitewater::scenarios
