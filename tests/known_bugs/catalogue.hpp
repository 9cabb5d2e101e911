// The known bugs: one row for each mistake that can be planted (tests/known_bugs/mutation.hpp), and one for each of the
// collection that can not, with the reason. docs/known-bugs.md shows both, and is tested against them.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "tests/known_bugs/mutation.hpp"

namespace whitewater::known_bugs {

// What it breaks in the end; a check may see it long before.
enum class Kind : std::uint8_t {
  safety,           // replicas disagree, or what was committed is lost
  linearizability,  // a client is told something that cannot be
  durability,       // only a crash at the wrong moment shows it
  liveness,         // nothing wrong is done, but something that should happen never does
};
std::string_view kind_name(Kind kind);

struct Bug {
  Mutation mutation;
  std::string_view name;
  Kind kind;
  std::string_view what;         // it does, in a sentence
  std::string_view expected_by;  // the checks that find it, separated by spaces, the one that does so most often first
};

struct Absent {
  std::string_view name;
  std::string_view why;  // it cannot be planted, or would change nothing that anybody could call wrong
};

// In the order of the enumeration, none apart.
std::span<const Bug> bugs();
std::span<const Absent> absent_bugs();
// none is found by its name too, for those who want to see that nothing is caught.
const Bug* find_bug(std::string_view name);

}  // namespace whitewater::known_bugs
