// Probes: what running programs in virtual time needs of kernel, container and machine, each really tried in a child
// process.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tools/virtual/trace/backend.hpp"

namespace whitewater::tools::virtual_time {

struct Probe {
  enum class Need : std::uint8_t {
    always,       // without it nothing can be run
    notify_only,  // without it the slower back end is used
    for_repeats,  // without it some programs differ from run to run
  };
  std::string_view name;  // in JSON: "user_notification"
  std::string_view words;
  Need need = Need::always;
  std::string_view without;  // what follows if it is missing
  bool works = false;
  std::string found;   // what is wrong; empty: nothing
  std::string remedy;  // what a user can do; empty: nothing
};

struct Examination {
  std::string kernel;       // "6.1.0 on x86_64"
  std::string confinement;  // what confines this process, and may be why something is missing; empty: nothing
  std::vector<Probe> probes;

  bool works() const;
  Backend backend() const;  // of what works
};

// Tries everything.
Examination examine();

std::string examination_text(const Examination& found);
std::string examination_json(const Examination& found);

}  // namespace whitewater::tools::virtual_time
