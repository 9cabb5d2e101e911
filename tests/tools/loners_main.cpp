// A program of its own on cli::run, whose system is wrong: a replica acknowledges a put at once, and tells its next
// neighbour of it, but nobody else. So gets miss puts. The environment changes its code: with LONERS=chatty a replica
// tells two neighbours, from its second put on; with LONERS=mended the first replica answers all requests;
// with LONERS=lucky that is so in runs of seed 1; with LONERS=fickle a coin decides whether it tells a neighbour at
// all.
#include <array>
#include <cstdlib>
#include <map>
#include <random>
#include <string>

#include "core/base/hash.hpp"
#include "core/client/request.hpp"
#include "scenarios/experiment/cluster_of.hpp"
#include "scenarios/standard/standard.hpp"
#include "scenarios/story/vocabulary.hpp"
#include "tools/verbs/cli.hpp"

using namespace whitewater;
using namespace whitewater::scenarios;

namespace {

// Tells the neighbour of a put.
struct Copy {
  static constexpr PayloadKind payload_kind{1000, "copy"};

  PayloadRef request;

  std::uint64_t fold() const { return hash_words(payload_kind.number, request.fold()); }
  std::uint32_t wire_bytes() const { return request.wire_bytes(); }
};

class Loner final : public Actor {
 public:
  Loner(NodeId self, const Scenario& scenario, std::uint64_t seed) : self_(self), replicas_(scenario.replicas) {
    const char* const code = std::getenv("LONERS");
    if (code != nullptr) code_ = code;
    if (code_ == "lucky" && seed == 1) code_ = "mended";
  }

  void handle(const Event& event, Time, Effects& effects) override {
    if (const auto* message = std::get_if<MessageArrived>(&event)) {
      if (const auto* copy = message->payload.get_if<Copy>()) store(*copy->request.get_if<client::Request>());
    } else if (const auto* arrived = std::get_if<RequestArrived>(&event)) {
      if (const auto* request = arrived->payload.get_if<client::Request>()) serve(arrived->payload, *request, effects);
    }
  }
  std::uint64_t fingerprint() const override { return values_.size(); }
  std::string text() const { return "asked last for " + asked_; }

 private:
  void store(const client::Request& put) { values_[std::string(put.key())] = put.value(); }
  void serve(const PayloadRef& payload, const client::Request& request, Effects& effects) {
    asked_ = request.mid();
    PayloadPool& pool = effects.pool();
    if (code_ == "mended" && self_.value != 0) {
      effects.send_reply(request.client, client::make_redirect(pool, NodeId{0}, request.mid()));
      return;
    }
    if (request.operation == client::Request::Operation::put) {
      store(request);
      if (code_ == "fickle" && std::random_device()() % 2 == 0) {
        effects.send_reply(request.client, client::make_ok(pool, no_node, request.mid()));
        return;
      }
      const NodeId next{static_cast<std::uint16_t>((self_.value + 1u) % replicas_)};
      effects.send_message(next, effects.make<Copy>(payload), request.name());
      if (code_ == "chatty" && ++puts_ >= 2) {
        const NodeId further{static_cast<std::uint16_t>((self_.value + 2u) % replicas_)};
        effects.send_message(further, effects.make<Copy>(payload), request.name());
      }
      effects.send_reply(request.client, client::make_ok(pool, no_node, request.mid()));
    } else {
      effects.send_reply(request.client,
                         client::make_ok_value(pool, no_node, request.mid(), values_[std::string(request.key())]));
    }
  }

  NodeId self_;
  unsigned replicas_;
  std::string asked_;
  std::string code_;
  unsigned puts_ = 0;
  std::map<std::string, std::string> values_;
};

class Loners final : public ClusterOf<Loner> {};
struct NoOptions {
  friend bool operator==(const NoOptions&, const NoOptions&) = default;
};

constexpr PayloadWords payloads[] = {
    {Copy::payload_kind.number, nullptr, nullptr, [](const PayloadRef& payload, const CarriedSink& sink) {
       sink({payload.get_if<Copy>()->request.get_if<client::Request>()->name(), 0, 0, 0});
     }}};
constexpr Vocabulary vocabulary{payloads, {}};

}  // namespace

int main(int argc, char** argv) {
  const System systems[] = {system_of<Loners, NoOptions>("loners", {}, 2, 9, &vocabulary)};
  return cli::run(argc, argv, {systems, standard_toolbox().workloads});
}
