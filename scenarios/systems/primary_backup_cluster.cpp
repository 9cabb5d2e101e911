// Owns the replicas and hands them to the world; there is nothing cluster-wide to check.
#include "scenarios/systems/primary_backup_cluster.hpp"

#include <vector>

#include "core/base/hash.hpp"
#include "core/primary_backup/codec.hpp"
#include "core/primary_backup/primary_backup.hpp"
#include "core/text/concat.hpp"
#include "scenarios/story/event_text.hpp"
#include "scenarios/systems/primary_backup_options.hpp"
#include "scenarios/systems/primary_backup_vocabulary.hpp"

namespace whitewater::scenarios {

namespace {

class PrimaryBackupCluster final : public Cluster {
 public:
  void reset(const Scenario& scenario, std::uint64_t) override {
    const unsigned replicas = scenario.replicas;
    if (actors_.size() < replicas) actors_.resize(replicas);
    for (unsigned i = 0; i < replicas; ++i) actors_[i].reset(config(scenario, i));
    replicas_ = replicas;
  }

  void release() override {
    for (primary_backup::Replica& actor : actors_) actor.reset({});
  }

  Actor& replica(NodeId node) override { return actors_[node.value]; }
  const BodyCodec* bodies() const override { return &codec_; }
  NodeSet in_role(ReplicaRole role, NodeSet living) const override {
    const NodeSet primary = living & NodeSet::of(NodeId{0});
    return role == ReplicaRole::leader ? primary : role == ReplicaRole::followers ? living - primary : NodeSet{};
  }
  // Whether the primary lives, and how far each living backup is behind it. Sums forget who is who.
  std::optional<std::uint64_t> coverage(NodeSet living) const override {
    const std::uint64_t first = actors_[primary_backup::primary.value].applied();
    std::uint64_t word = living.contains(primary_backup::primary) ? 1 : 0;
    for (const NodeId node : (living & NodeSet::first(replicas_)) - NodeSet::of(primary_backup::primary)) {
      const std::uint64_t here = actors_[node.value].applied();
      const std::uint64_t apart = here < first ? first - here : here - first;
      word += hash_words(here < first ? 1 : 0, apart == 0 ? 0u : apart < 4 ? 1u : 2u);
    }
    return word;
  }
  std::string describe(NodeId node) const override {
    return concat({node == primary_backup::primary ? "primary" : "backup", "; applied ",
                   std::to_string(actors_[node.value].applied())});
  }
  std::string handled(const Event& event, unsigned replicas) const override {
    return event_text(event, replicas, primary_backup_vocabulary);
  }

 private:
  static primary_backup::Config config(const Scenario& scenario, unsigned self) {
    primary_backup::Config config;
    config.self = NodeId{static_cast<std::uint16_t>(self)};
    config.replicas = scenario.replicas;
    config.retransmit_after = primary_backup_options(scenario).retransmit_after;
    return config;
  }

  std::vector<primary_backup::Replica> actors_;
  unsigned replicas_ = 0;
  primary_backup::PrimaryBackupCodec codec_;
};

}  // namespace

std::unique_ptr<Cluster> make_primary_backup_cluster() {
  return std::make_unique<PrimaryBackupCluster>();
}

}  // namespace whitewater::scenarios
