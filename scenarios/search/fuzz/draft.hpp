// Draft: what one run of a campaign is to be.
#pragma once

#include <cstdint>

#include "scenarios/format/scenario.hpp"
#include "scenarios/search/fuzz/corpus.hpp"

namespace whitewater::scenarios::fuzz {

struct Draft {
  enum class Origin : std::uint8_t {
    corpus,   // handed in
    drawn,    // from its seed alone
    mutated,  // from a scenario that the campaign kept
  };

  std::uint64_t number = 0;  // of the run, from 0
  Origin origin = Origin::drawn;
  std::uint64_t parent = 0;  // of a mutated one: the number of the run
  Rank rank = Rank::rare;    // by which the parent was taken
  bool wire = false;
  Scenario scenario;  // with its seed
};

}  // namespace whitewater::scenarios::fuzz
