// The second judge, on histories whose verdict is plain, and against the first judge on drawn ones.
#include "scenarios/search/explain/second_opinion.hpp"
#include "core/check/linearizability/linearizability.hpp"
#include "tests/catch.hpp"
#include "tests/property.hpp"

using namespace whitewater;
using namespace whitewater::scenarios;

namespace {

using State = ReportedRequest::State;

ReportedRequest put(std::string value, int sent, int answered) {
  ReportedRequest request;
  request.operation = "put";
  request.key = "x";
  request.written = std::move(value);
  request.sent = Time{sent};
  request.answered = Time{answered};
  request.state = answered > 0 ? State::ok : State::failed;
  return request;
}
ReportedRequest get(std::optional<std::string> value, int sent, int answered) {
  ReportedRequest request = put("", sent, answered);
  request.operation = "get";
  request.read = std::move(value);
  return request;
}

}  // namespace

TEST_CASE("a get that misses an acknowledged put has no order") {
  const ReportedRequest stale[] = {put("1", 1, 2), put("2", 3, 4), get("1", 5, 6)};
  CHECK(second_opinion(stale, "") == Opinion::agrees);
  const ReportedRequest during[] = {put("1", 1, 2), put("2", 3, 6), get("1", 4, 5)};
  CHECK(second_opinion(during, "") == Opinion::differs);
}

TEST_CASE("a put that was not acknowledged may take effect late, or never") {
  const ReportedRequest late[] = {put("1", 1, 2), put("2", 3, 0), get("1", 5, 6), get("2", 7, 8)};
  CHECK(second_opinion(late, "") == Opinion::differs);
  const ReportedRequest back[] = {put("1", 1, 2), put("2", 3, 0), get("2", 5, 6), get("1", 7, 8)};
  CHECK(second_opinion(back, "") == Opinion::agrees);
}

TEST_CASE("a get without a value saw the initial one") {
  const ReportedRequest first[] = {get(std::nullopt, 1, 2), put("1", 3, 4)};
  CHECK(second_opinion(first, "0") == Opinion::differs);
  const ReportedRequest lost[] = {put("1", 1, 2), get(std::nullopt, 3, 4)};
  CHECK(second_opinion(lost, "0") == Opinion::agrees);
}

TEST_CASE("with too many operations nothing is said") {
  std::vector<ReportedRequest> many;
  for (int i = 0; i <= static_cast<int>(operations_tried_max); ++i) many.push_back(put("1", 2 * i + 1, 2 * i + 2));
  CHECK(second_opinion(many, "") == Opinion::unknown);
}

TEST_CASE("the two judges say the same of drawn histories") {
  unsigned wrong = 0;
  tests::check_property([&] {
    std::vector<ReportedRequest> requests;
    checks::History history("0");
    const int count = *rc::gen::inRange(1, 8);
    for (int i = 0; i < count; ++i) {
      const int sent = *rc::gen::inRange(1, 30);
      const int answered = *rc::gen::inRange(0, 4) == 0 ? 0 : sent + *rc::gen::inRange(1, 12);
      const std::string value = std::to_string(*rc::gen::inRange(0, 3));
      const bool is_get = *rc::gen::arbitrary<bool>();
      requests.push_back(is_get ? get(value, sent, answered) : put(value, sent, answered));
      if (is_get && answered == 0) continue;
      const std::int64_t returned = answered == 0 ? checks::Operation::never : answered;
      history.add(is_get ? checks::Operation::Kind::get : checks::Operation::Kind::put, "x", value, sent, returned,
                  static_cast<std::uint32_t>(i));
    }
    const bool no = checks::check_linearizability(history).answer == checks::Answer::not_linearizable;
    wrong += no ? 1u : 0u;
    RC_ASSERT(second_opinion(requests, "0") == (no ? Opinion::agrees : Opinion::differs));
  });
  CHECK(wrong > 10);
}
