// An explanation says of how many messages it was tried whether the failure needs them.
#include "scenarios/search/explain/needed_messages.hpp"

#include <string>

#include "scenarios/search/explain/explain.hpp"
#include "scenarios/search/explain/explanation_text.hpp"
#include "tests/catch.hpp"
#include "tests/search/two_blows.hpp"

using namespace whitewater;
using namespace whitewater::scenarios;
using namespace whitewater::scenarios::testing;

namespace {

Explanation explained(const Failure& failure, const ExplainOptions& options = {}) {
  const Result<Explanation> explanation = explain(failure, options);
  REQUIRE(explanation.ok());
  return explanation.value();
}

bool says(const Explanation& explanation, const std::string& part) {
  const std::string text = explanation_text(explanation, {});
  INFO(text);
  return text.find(part) != std::string::npos;
}

// The same failure, of a system whose runs cost much.
Failure costly(Failure failure) {
  static const System system = [&] {
    System copy = *failure.scenario.system;
    copy.costly = true;
    return copy;
  }();
  failure.scenario.system = &system;
  return failure;
}

}  // namespace

TEST_CASE("where each message was tried, an explanation says nothing of it") {
  const Explanation all = explained(blown(1, 2, 7));
  CHECK(all.messages_past > 200);
  CHECK(all.messages_tried == all.messages_past);
  CHECK_FALSE(says(all, "tried"));
}

TEST_CASE("where runs cost much, it says that only the latest messages were tried, and of how many") {
  const Explanation all = explained(blown(1, 2, 7));
  const Explanation few = explained(costly(blown(1, 2, 7)));
  CHECK(few.messages_tried == 24);
  CHECK(few.messages_past == all.messages_past);
  CHECK(says(few, "How it comes about\n  (the latest 24 of " + std::to_string(all.messages_past) +
                      " messages in the past of the violation were tried: earlier ones may be needed, too)\n"));
  CHECK(explanation_json(few).find("\"messages_tried\":24,\"messages_in_past\":" + std::to_string(all.messages_past)) !=
        std::string::npos);
}

TEST_CASE("where the time was over before, it says so, too") {
  ExplainOptions options;
  options.go_on = [] { return false; };
  const Explanation none = explained(blown(1, 2, 7), options);
  CHECK(none.messages_tried == 0);
  CHECK(says(none, "(none of " + std::to_string(none.messages_past) + " messages"));
}
