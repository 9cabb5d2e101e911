// CourseBench: a course with a pool, and short ways to fire requests and to answer them, for the tests.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/check.hpp"
#include "core/course/course.hpp"

namespace whitewater::course {

inline const client::Request& request_of(const Outgoing& outgoing) {
  return *outgoing.payload.get_if<client::Request>();
}

// Five replicas and a second between requests, so that times are easy to write.
inline Rules small_rules(std::uint32_t requests = 30, Probability mix = Probability{0}) {
  Rules rules;
  rules.requests = requests;
  rules.lifetime = seconds(requests);
  rules.mix = mix;
  return rules;
}

class CourseBench {
 public:
  explicit CourseBench(const Rules& rules = small_rules(), std::uint64_t seed = 1) { course.reset(rules, seed); }

  Outgoing fire(std::uint32_t request) {
    std::optional<Outgoing> outgoing = course.fire(request, course.workload().due(request), pool);
    return *outgoing;
  }

  Time after(const Outgoing& outgoing, Duration delay) const {
    for (const RequestRecord& record : course.requests())
      if (same_object(record.payload, outgoing.payload)) return record.sent + delay;
    return {};
  }

  std::optional<Outgoing> answer(NodeId client, const PayloadRef& reply, Time now = seconds_after_start(1'000)) {
    return course.answer(client, NodeId{0}, *reply.get_if<client::Reply>(), now, pool);
  }
  std::optional<Outgoing> ok(const Outgoing& asked, NodeId leader = NodeId{0}, Duration delay = milliseconds(1)) {
    return answer(asked.client, client::make_ok(pool, leader, request_of(asked).mid()), after(asked, delay));
  }
  std::optional<Outgoing> ok_value(const Outgoing& asked, std::string_view value, NodeId leader = NodeId{0}) {
    return answer(asked.client, client::make_ok_value(pool, leader, request_of(asked).mid(), value),
                  after(asked, milliseconds(1)));
  }
  std::optional<Outgoing> redirect(const Outgoing& asked, NodeId leader) {
    return answer(asked.client, client::make_redirect(pool, leader, request_of(asked).mid()),
                  after(asked, milliseconds(1)));
  }
  std::optional<Outgoing> fail(const Outgoing& asked, NodeId leader = NodeId{0}) {
    return answer(asked.client, client::make_fail(pool, leader, request_of(asked).mid()),
                  after(asked, milliseconds(1)));
  }

  static Time seconds_after_start(std::int64_t n) { return Time{} + seconds(n); }

  PayloadPool pool;  // outlives the course
  Course course;
};

}  // namespace whitewater::course
