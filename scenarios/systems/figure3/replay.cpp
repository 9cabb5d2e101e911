// A write counts as written when it is issued, and is on the disk when it is durable. A start gives back the disk.
#include "scenarios/systems/figure3/replay.hpp"

#include <algorithm>

namespace whitewater::scenarios::figure3 {

namespace {

bool is_write(const Fact& fact) {
  using Kind = Fact::Kind;
  return fact.kind == Kind::term_vote || fact.kind == Kind::appended || fact.kind == Kind::truncated ||
         fact.kind == Kind::trimmed;
}

// Adds what the log lacks of the committed entries before index.
void fill(Log& log, std::uint64_t index, const Log& committed) {
  const std::size_t end = std::min<std::size_t>(committed.size(), index - 1);
  for (std::size_t i = log.size(); i < end; ++i) log.push_back(committed[i]);
}

}  // namespace

bool Replay::next() {
  if (at_ == record_.facts.size()) return false;
  const std::size_t first = at_;
  while (at_ < record_.facts.size() && record_.facts[at_].group == record_.facts[first].group) ++at_;
  group_ = std::span(record_.facts).subspan(first, at_ - first);
  Node& node = nodes_[group_.front().node.value];
  before_ = node;
  for (const Fact& fact : group_) apply_to(node, fact);
  return true;
}

void Replay::note_commit(const Node& node, std::uint64_t index) {
  const Log& log = node.written.log;
  for (std::size_t i = committed_.size(); i < std::min<std::size_t>(index, log.size()); ++i)
    committed_.push_back(log[i]);
}

void Replay::apply(Contents& contents, const Fact& write) const {
  if (write.kind == Fact::Kind::term_vote) {
    contents.term = write.term;
    contents.vote = write.vote;
    return;
  }
  if (write.kind == Fact::Kind::trimmed) return fill(contents.log, write.index, committed_);
  contents.log.resize(std::min<std::size_t>(contents.log.size(), write.index - 1));
  if (write.kind == Fact::Kind::appended) contents.log.insert(contents.log.end(), write.log.begin(), write.log.end());
}

void Replay::apply_to(Node& node, const Fact& fact) {
  if (fact.kind == Fact::Kind::started) {
    node.written = {fact.term, fact.vote, {}};
    fill(node.written.log, fact.index, committed_);
    node.written.log.insert(node.written.log.end(), fact.log.begin(), fact.log.end());
    node.disk = node.written;
    node.under_way.clear();
  } else if (is_write(fact)) {
    apply(node.written, fact);
    node.under_way.push_back(&fact);
  } else if (fact.kind == Fact::Kind::committed) {
    note_commit(node, fact.index);
  } else if (fact.kind == Fact::Kind::durable) {
    std::erase_if(node.under_way, [&](const Fact* write) {
      if (write->number > fact.number) return false;
      apply(node.disk, *write);
      return true;
    });
  }
}

Contents Replay::disk_after(std::uint64_t number) const {
  Contents disk = before_.disk;
  for (const Fact* write : before_.under_way)
    if (write->number <= number) apply(disk, *write);
  for (const Fact& fact : group_)
    if (is_write(fact) && fact.number <= number) apply(disk, fact);
  return disk;
}

}  // namespace whitewater::scenarios::figure3
