// Corpus: the scenarios that reached new ground, to be changed further. Each has two ranks: how rare its ground is, and
// how many new words it and its children brought for the events that they cost. Which rank serves a search better is
// measured while it goes on. Bounded: when it is full, those stay that are first in one of the two.
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
  std::vector<std::uint64_t> words{};  // that no run before it had; at most words_max of them
  std::uint64_t children = 0;          // runs that changed it
  std::uint64_t fresh = 0;             // words that it and its children were the first to show
  std::uint64_t events = 0;            // of it and its children
  std::uint64_t commonness = 0;  // how many runs have reached its rarest word; more when its children bring nothing
};

// By which of its ranks a scenario is taken to be changed.
enum class Rank : std::uint8_t { rare, rich };

// As it stood at the end of a round.
struct Snapshot {
  std::vector<Seedling> seedlings;     // in the order of their numbers
  std::vector<std::uint32_t> rarest;   // places of seedlings, those on the rarest ground first
  std::vector<std::uint32_t> richest;  // those that bring the most new words for an event first
  Rank better = Rank::rare;            // whose children brought the most new words for an event lately
};

class Corpus {
 public:
  static constexpr std::size_t most = 1024;

  // Precondition: its number is larger than all before.
  void add(Seedling seedling) { seedlings_.push_back(std::move(seedling)); }
  void count_child(std::uint64_t parent, Rank rank, std::uint64_t fresh, std::uint64_t events);
  std::size_t size() const { return seedlings_.size(); }
  const std::vector<Seedling>& seedlings() const { return seedlings_; }

  // At the end of a round. runs_with: how many runs have reached a word.
  std::shared_ptr<const Snapshot> publish(const std::function<std::uint64_t(std::uint64_t word)>& runs_with);

 private:
  void shed();

  struct Yield {
    std::uint64_t fresh = 0;
    std::uint64_t events = 0;
  };
  std::vector<Seedling> seedlings_;
  std::array<Yield, 2> lately_{};  // of children, by rank; halved after each round
};

}  // namespace whitewater::scenarios::fuzz
