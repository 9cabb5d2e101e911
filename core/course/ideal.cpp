// Requests fire in the order of the plan; what is due in the instant of a fault fires before the fault.
#include "core/course/ideal.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "core/base/payload_pool.hpp"
#include "core/course/course.hpp"

namespace whitewater::course {

namespace {

class IdealRun {
 public:
  IdealRun(const Rules& rules, std::uint64_t seed, std::span<const Casualties> others) {
    Rules endless = rules;
    endless.max_packets = std::numeric_limits<std::uint64_t>::max();
    course_.reset(endless, seed);
    course_.expect_restarts();
    plan(rules, others);
    name_leader();
  }

  Statistics run() {
    const std::uint32_t requests = course_.workload().requests();
    for (std::uint32_t request = 0; request < requests;) {
      const Time now = due(request);
      strike_before(now);
      std::vector<Outgoing> asked;
      for (; request < requests && due(request) == now; ++request)
        if (std::optional<Outgoing> outgoing = course_.fire(course_.workload().nth(request), now, pool_))
          asked.push_back(std::move(*outgoing));
      const NodeSet died = strike_at(now);
      for (const Outgoing& outgoing : asked)
        if (!died.contains(outgoing.to) || asks_again()) answer(outgoing, now);
    }
    return course_.finish();
  }

 private:
  Time due(std::uint32_t nth) const { return course_.workload().due(course_.workload().nth(nth)); }

  struct Strike {
    Time time;
    std::size_t event = 0;               // of the rules, unless there are casualties
    const Casualties* others = nullptr;  // null: it is an event of the rules
  };

  void plan(const Rules& rules, std::span<const Casualties> others) {
    for (std::size_t i = 0; i < rules.events.size(); ++i)
      strikes_.push_back({Time{} + rules.start_wait + rules.events[i].time, i, nullptr});
    for (const Casualties& casualties : others) strikes_.push_back({casualties.time, 0, &casualties});
    std::stable_sort(strikes_.begin(), strikes_.end(),
                     [](const Strike& a, const Strike& b) { return a.time < b.time; });
  }

  // A request without an answer is sent again, to a replica that lives.
  bool asks_again() const { return course_.rules().ask_again > Duration{} && !course_.living().empty(); }

  void strike(const Strike& strike) {
    if (strike.others != nullptr) {
      course_.saw_kill(strike.others->died);
      course_.saw_restart(strike.others->started);
    } else {
      course_.struck(strike.event, course_.resolve(strike.event));
    }
    name_leader();
  }
  void strike_before(Time now) {
    while (next_ < strikes_.size() && strikes_[next_].time < now) strike(strikes_[next_++]);
  }
  // Returns who died.
  NodeSet strike_at(Time now) {
    const NodeSet living = course_.living();
    while (next_ < strikes_.size() && strikes_[next_].time == now) strike(strikes_[next_++]);
    return living - course_.living();
  }

  // Somebody leads at every time, and says so. During a partition the course listens to one side only.
  void name_leader() {
    if (course_.living().contains(course_.leader())) return;
    for (const NodeId node : course_.living()) {
      course_.saw_replica_message(node, no_node, node);
      if (course_.leader() == node) return;
    }
  }

  void answer(const Outgoing& outgoing, Time now) {
    const auto& request = *outgoing.payload.get_if<client::Request>();
    PayloadRef reply;
    if (request.operation == client::Request::Operation::put) {
      values_.insert_or_assign(std::string(request.key()), std::string(request.value()));
      reply = client::make_ok(pool_, course_.leader(), request.mid());
    } else {
      reply = client::make_ok_value(pool_, course_.leader(), request.mid(), values_[std::string(request.key())]);
    }
    course_.answer(outgoing.client, outgoing.to, *reply.get_if<client::Reply>(), now, pool_);
  }

  PayloadPool pool_;  // outlives the course
  Course course_;
  std::vector<Strike> strikes_;  // by time
  std::size_t next_ = 0;
  std::map<std::string, std::string> values_;
};

}  // namespace

Statistics ideal_statistics(const Rules& rules, std::uint64_t seed, std::span<const Casualties> others) {
  Statistics statistics = IdealRun(rules, seed, others).run();
  statistics.total_msgs = 0;
  return statistics;
}

std::vector<CorrectnessCheck> ideal_failed_checks(const Rules& rules, std::uint64_t seed,
                                                  std::span<const Casualties> others) {
  std::vector<CorrectnessCheck> failed = failed_checks(rules, ideal_statistics(rules, seed, others));
  std::erase(failed, CorrectnessCheck::total_msgs_floor);
  return failed;
}

bool by_chance(std::span<const CorrectnessCheck> failed, const Rules& rules, std::uint64_t seed,
               std::span<const Casualties> others) {
  if (failed.empty()) return false;
  const std::vector<CorrectnessCheck> ideal = ideal_failed_checks(rules, seed, others);
  return std::all_of(failed.begin(), failed.end(), [&](CorrectnessCheck check) {
    return std::find(ideal.begin(), ideal.end(), check) != ideal.end();
  });
}

}  // namespace whitewater::course
