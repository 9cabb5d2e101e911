// Three replicas of a log that a test moves by hand, and the properties that are shown them.
#pragma once

#include <array>
#include <string>

#include "core/check/properties/log_properties.hpp"
#include "tests/catch.hpp"
#include "tests/check/fake_replica.hpp"

namespace whitewater::checks {

struct LogCluster {
  LogCluster() { properties.reset(3); }

  void show(unsigned node) {
    const NodeId id{static_cast<std::uint16_t>(node)};
    if (!properties.goes_on(id, replicas.at(node))) properties.judge(id, replicas.at(node));
  }
  void show_all() {
    for (unsigned i = 0; i < 3; ++i) show(i);
  }
  // The property that node's event violated, and how the sentence about it begins.
  void require_violation(const std::string& property, unsigned node, const std::string& beginning) {
    REQUIRE(violation.get().has_value());
    CHECK(std::string(violation.get()->property) == property);
    CHECK(violation.get()->node.value == node);
    CHECK(violation.get()->sentence.substr(0, beginning.size()) == beginning);
  }
  void require_peace() {
    INFO((violation ? violation.get()->sentence : std::string()));
    REQUIRE_FALSE(violation.get().has_value());
  }

  // Node 0 leads term 1 and commits three entries of it, which everybody holds and has applied.
  void settle() {
    replicas[0].leading = true;
    for (FakeReplica& replica : replicas)
      for (int i = 0; i < 3; ++i) replica.append(1);
    show_all();
    for (FakeReplica& replica : replicas) replica.commit_and_apply(3);
    show_all();
    require_peace();
  }
  // node lost its disk: what no correct replica does, and what leaves it without committed entries.
  void replace_disk(unsigned node) {
    replicas.at(node) = FakeReplica{};
    properties.restarted(NodeId{static_cast<std::uint16_t>(node)});
  }
  void elect(unsigned node, std::uint64_t term) {
    replicas.at(node).term_now = term;
    replicas.at(node).leading = true;
  }

  // The leader of a term makes an entry in it.
  void make_entry(unsigned leader, std::uint64_t term, std::uint64_t command = 0) {
    elect(leader, term);
    replicas.at(leader).append(term, command);
    show(leader);
  }
  void depose(unsigned node, std::uint64_t term) {
    replicas.at(node).leading = false;
    replicas.at(node).term_now = term;
    show(node);
  }

  std::array<FakeReplica, 3> replicas;
  FirstViolation violation;
  LogProperties properties{violation};
};

}  // namespace whitewater::checks
