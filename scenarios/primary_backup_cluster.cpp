// Owns the replicas and hands them to the world; there is nothing cluster-wide to check.
#include "scenarios/primary_backup_cluster.hpp"

#include <vector>

#include "core/primary_backup/primary_backup.hpp"

namespace whitewater::scenarios {

namespace {

class PrimaryBackupCluster final : public Cluster {
 public:
  void reset(const Scenario& scenario, std::uint64_t) override {
    const unsigned replicas = scenario.rules.replicas;
    if (actors_.size() < replicas) actors_.resize(replicas);
    for (unsigned i = 0; i < replicas; ++i)
      actors_[i].reset({NodeId{static_cast<std::uint16_t>(i)}, replicas, scenario.replica.timing.retransmit_after});
  }

  void release() override {
    for (primary_backup::Replica& actor : actors_) actor.reset({});
  }

  Actor& replica(NodeId node) override { return actors_[node.value]; }
  const BodyCodec& bodies() const override { return codec_; }

 private:
  std::vector<primary_backup::Replica> actors_;
  primary_backup::PrimaryBackupCodec codec_;
};

}  // namespace

std::unique_ptr<Cluster> make_primary_backup_cluster() { return std::make_unique<PrimaryBackupCluster>(); }

}  // namespace whitewater::scenarios
