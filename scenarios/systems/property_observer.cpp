// Calls the properties once per event. Everything else here happens at most once per run, or only if disks take time.
#include "scenarios/systems/property_observer.hpp"

#include "core/base/check.hpp"
#include "scenarios/story/event_text.hpp"
#include "scenarios/systems/raft_states.hpp"
#include "scenarios/systems/raft_vocabulary.hpp"

namespace whitewater::scenarios {

void PropertyObserver::watch(simnet::World& world, const kv::ReplicaActor* actors, unsigned replicas) {
  world_ = &world;
  actors_ = actors;
  replicas_ = replicas;
  judged_ = checks::KvProperties::judges(replicas, world.instant_disks()) ? replicas : 0;
  instant_disks_ = world.instant_disks();
  writes_told_ = 0;
  properties_.reset(actors[0].config(), instant_disks_);
  violation_.reset();
}

void PropertyObserver::on_event(const simnet::EventRecord& record) {
  if (record.node.value >= judged_) return;
  if (!instant_disks_) [[unlikely]] {
    tell_what_is_durable();
    if (properties_.violation()) return stop_at(record);
  }
  const kv::ReplicaActor& actor = actors_[record.node.value];
  const Time clock = world_->shown_by_clock(record.node);
  if (!properties_.after_event(clock, record.node, record.event, record.effects, actor)) [[unlikely]]
    stop_at(record);
}

void PropertyObserver::on_episode(const simnet::EpisodeRecord& record) {
  const NodeSet died = record.died & NodeSet::first(replicas_);
  if (died.empty()) return;
  tell_what_is_durable();
  for (const NodeId node : died) properties_.crashed(node);
}

void PropertyObserver::tell_what_is_durable() {
  if (writes_told_ == world_->writes_completed()) return;
  writes_told_ = world_->writes_completed();
  for (const NodeId node : NodeSet::first(replicas_)) properties_.durable_up_to(node, world_->writes_durable(node));
}

std::shared_ptr<const NodeStates> PropertyObserver::states() const {
  std::vector<RaftState> states;
  for (const NodeId node : NodeSet::first(replicas_)) {
    const kv::ReplicaActor& actor = actors_[node.value];
    const raft::Node& raft = actor.raft();
    states.push_back({node, world_->alive(node), std::string(raft_role_name(raft.role())), raft.current_term().value,
                      raft.voted_for(), raft.commit_index().value, actor.applied().value, raft.last_index().value,
                      raft.last_term().value, properties_.durable(node)});
  }
  return std::make_shared<RaftStates>(std::move(states));
}

[[gnu::noinline, gnu::cold]] void PropertyObserver::stop_at(const simnet::EventRecord& record) {
  const std::optional<checks::PropertyViolation>& found = properties_.violation();
  check(found.has_value(), "what does not hold has a name");
  violation_ = Violation{std::string(found->property),
                         found->sentence,
                         record.time,
                         world_->events(),
                         record.node,
                         event_text(record.event, replicas_, raft_vocabulary),
                         states()};
  world_->stop();
}

}  // namespace whitewater::scenarios
