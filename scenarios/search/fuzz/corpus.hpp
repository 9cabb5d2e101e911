// Corpus: the scenarios that reached new ground, to be changed further. Bounded: when it is full, the one whose ground
// most runs reach goes. Those whose ground is rare are taken more often.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "scenarios/format/scenario.hpp"

namespace whitewater::scenarios::fuzz {

struct Seedling {
  static constexpr std::size_t words_max = 8;

  std::uint64_t number = 0;  // of the run that reached it
  bool wire = false;
  std::shared_ptr<const Scenario> scenario;
  std::vector<std::uint64_t> words;  // that no run before it had; at most words_max of them
  std::uint64_t children = 0;        // runs that changed it
  std::uint64_t score = 0;           // the smaller, the rarer
};

// As it stood at the end of a round; the rarest first.
using Snapshot = std::vector<Seedling>;

class Corpus {
 public:
  static constexpr std::size_t most = 1024;

  void add(Seedling seedling) { seedlings_.push_back(std::move(seedling)); }
  void count_child(std::uint64_t parent);
  std::size_t size() const { return seedlings_.size(); }
  const std::vector<Seedling>& seedlings() const { return seedlings_; }

  // At the end of a round. runs_with: how many runs have reached a word.
  std::shared_ptr<const Snapshot> publish(const std::function<std::uint64_t(std::uint64_t word)>& runs_with);

 private:
  std::vector<Seedling> seedlings_;
};

}  // namespace whitewater::scenarios::fuzz
