// Turns an exception, and what the world knows of it, into a violation or into a sentence about a mistake of our own.
#include "scenarios/experiment/blame.hpp"

#include <algorithm>
#include <variant>

#include "core/base/check.hpp"
#include "core/text/concat.hpp"
#include "core/text/duration_text.hpp"
#include "core/text/node_text.hpp"

namespace whitewater::scenarios {

namespace {

using simnet::RunFailure;

struct Thrown {
  std::string_view property = exception_property;
  std::string sentence = "something that is no std::exception was thrown";
  std::string place;  // where a check failed
};

Thrown look_at(const std::exception_ptr& thrown) {
  Thrown found;
  try {
    std::rethrow_exception(thrown);
  } catch (const CheckFailure& failure) {
    found = {assertion_property, failure.what(), failure.place()};
  } catch (const std::exception& failure) {
    found.sentence = failure.what();
  } catch (...) {
    // The default sentence is right.
  }
  return found;
}

// Who failed: "the checker of raft". Empty: this program itself.
std::string culprit(const simnet::World& world, const Suspects& suspects) {
  const simnet::RunFailure* const failure = world.failure();
  if (failure == nullptr) return "";
  if (failure->whose != RunFailure::Whose::observer)
    return concat({"the client at node ", node_text(failure->node, suspects.replicas),
                   suspects.workload.empty() ? "" : concat({" of the workload ", suspects.workload})});
  if (failure->observer == suspects.checker) return concat({"the checker of ", suspects.system});
  const auto& own = suspects.workload_observers;
  return std::find(own.begin(), own.end(), failure->observer) != own.end()
             ? concat({"the workload ", suspects.workload})
             : "";
}

// who: empty: we ourselves.
InternalFailure internal_failure(const std::string& who, const Thrown& found, const Suspects& suspects) {
  return {concat({suspects.scenario, " seed ", std::to_string(suspects.seed), ": ",
                  who.empty() ? "" : who + " failed: ", found.place.empty() ? "" : "this should be true: ",
                  found.sentence, found.place.empty() ? "" : concat({" (", found.place, ")"})}),
          who.empty()};
}

// For systems without a vocabulary.
std::string plain_text(const Event& event, unsigned replicas) {
  struct Visitor {
    unsigned replicas;
    std::string operator()(const Started&) const { return "starts"; }
    std::string operator()(const TimerFired& e) const { return "timer: timer " + std::to_string(e.timer.value); }
    std::string operator()(const MessageArrived& e) const { return arrived(e.from, e.payload); }
    std::string operator()(const RequestArrived& e) const { return arrived(e.from, e.payload); }
    std::string operator()(const ReplyArrived& e) const { return arrived(e.from, e.payload); }
    std::string arrived(NodeId from, const PayloadRef& payload) const {
      return concat({"receives ", payload.name(), " from ", node_text(from, replicas)});
    }
  };
  return std::visit(Visitor{replicas}, event);
}

std::string handled_text(const RunFailure& failure, const Suspects& suspects) {
  if (failure.handled.empty()) return "";
  const Event event = failure.handled.front().event();
  const std::string text = suspects.cluster != nullptr ? suspects.cluster->handled(event, suspects.replicas) : "";
  return text.empty() ? plain_text(event, suspects.replicas) : text;
}

}  // namespace

Violation blame(const simnet::World& world, const std::exception_ptr& thrown, const Suspects& suspects) {
  const simnet::RunFailure* const failure = world.failure();
  const bool system =
      failure && failure->whose != RunFailure::Whose::observer && failure->node.value < suspects.replicas;
  Thrown found;
  if (thrown != nullptr) found = look_at(thrown);
  if (failure != nullptr && failure->whose == RunFailure::Whose::standstill) {
    found.property = time_advances_property;
    found.sentence =
        concat({"node ", node_text(failure->node, suspects.replicas), " handles one event after the other at ",
                duration_text(world.now() - Time{}), ", and time never advances"});
  }
  if (!system) throw internal_failure(culprit(world, suspects), found, suspects);
  Violation violation{std::string(found.property),
                      std::move(found.sentence),
                      world.now(),
                      world.events(),
                      failure->node,
                      handled_text(*failure, suspects),
                      {},
                      {}};
  if (!found.place.empty()) violation.details.push_back(concat({"checked at ", found.place}));
  return violation;
}

void blame_owner(const std::string& owner, const std::exception_ptr& thrown, const Suspects& suspects) {
  throw internal_failure(owner, look_at(thrown), suspects);
}

}  // namespace whitewater::scenarios
