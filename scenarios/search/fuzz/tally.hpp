// Tally: what all runs of a campaign have exercised: words of states, cells, faults by kind, checks. And the chance
// that a further run shows something new (Good and Turing): among the runs that were drawn without guidance, the share
// of those that show a word that no other of them shows.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>

#include "scenarios/search/fuzz/draft.hpp"
#include "scenarios/search/fuzz/observation.hpp"
#include "scenarios/search/fuzz/word_table.hpp"

namespace whitewater::scenarios::fuzz {

// Of runs that are drawn from their seeds alone.
struct Novelty {
  std::uint64_t runs = 0;
  std::uint64_t alone = 0;  // so many show a word that no other one shows
};

class Tally {
 public:
  static constexpr std::size_t words_max = std::size_t{1} << 20;

  // Returns the words that no run before had, of which it remembers them all until the table is full.
  std::vector<std::uint64_t> add(const Draft& draft, const Observation& seen);

  // How many runs have shown the word.
  std::uint64_t runs_with(std::uint64_t word) const;

  std::uint64_t runs = 0;
  std::uint64_t passed = 0;
  std::uint64_t failed = 0;
  std::uint64_t by_chance = 0;  // of those that failed: an ideal system would, too
  std::uint64_t unknown = 0;
  std::uint64_t nondeterministic = 0;
  std::uint64_t events = 0;
  Duration virtual_time;
  std::array<std::uint64_t, 3> by_origin{};
  std::array<std::uint64_t, checks_count> check_applies{};
  std::array<std::uint64_t, checks_count> check_ran{};
  struct FaultTotals {
    std::uint64_t planned = 0;
    std::uint64_t struck = 0;
    std::uint64_t effects = 0;
  };
  std::array<FaultTotals, fault_kinds> faults{};
  Cells cells;
  bool knows_leaders = false;
  // Of the runs without a verdict: why, and how many.
  static constexpr std::size_t reasons_max = 20;
  std::map<std::string, std::uint64_t> reasons;

  std::size_t words() const { return words_.size(); }
  bool words_full() const { return words_.full(); }
  Novelty novelty() const { return {unguided_, singles_.size()}; }

 private:
  struct Word {
    std::uint64_t runs = 0;
    std::uint64_t owner = 0;  // 0: no unguided run; all bits: several; else one more than its number
  };
  static constexpr std::uint64_t several = ~std::uint64_t{0};
  void sees_unguided(Word& word, std::uint64_t number);

  mutable WordTable<Word> words_{words_max};
  std::uint64_t unguided_ = 0;
  std::map<std::uint64_t, std::uint32_t> singles_;  // by run: how many words only it shows
};

}  // namespace whitewater::scenarios::fuzz
