// CodePatch: replaces the instructions in a program's code whose results would differ from run to run, and which this
// machine cannot stop. Of the processor's random generator, where cpuid cannot be stopped and so cannot deny it, these
// are rdrand and rdseed: a detour (detour.hpp) stands for them, or one that faults and is carried out here. Only those
// are found whose success is tested right behind them, as compilers write it: other bytes that look like one stay what
// they are. Of the processor's clock see clock_instructions.hpp.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "tools/virtual/trace/memory.hpp"

namespace whitewater::tools::virtual_time {

// Where rdrand and rdseed stand in machine code.
std::vector<std::size_t> generator_instructions(std::string_view code);

// Remembers what it found in files: many processes map the same ones.
class CodePatch {
 public:
  CodePatch();

  // Readers of the processor's clock cannot be stopped here, so their instructions are replaced.
  bool clock() const { return clock_; }
  // Replaces reads of the clock if clock(), and rdrand and rdseed if `generator`, in all code that the stopped process
  // has mapped from files so far.
  void apply(pid_t process, bool generator);

 private:
  struct Found {
    std::vector<std::size_t> generator;
    std::vector<std::size_t> clock;
  };
  const Found& search(const std::string& path);

  bool clock_;
  std::map<std::tuple<std::string, ino_t, off_t, long>, Found> known_;
};

// The thread, stopped by SIGILL, was about to execute a replaced one: it gets the next number of
// `state`. False: it was not.
bool answer_generator(pid_t thread, const Memory& memory, std::uint64_t& state);

}  // namespace whitewater::tools::virtual_time
