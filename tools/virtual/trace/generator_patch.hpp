// The processor's random generator, where cpuid cannot be stopped and so cannot deny it: the instructions rdrand and
// rdseed in a program's code are replaced by a detour (detour.hpp), or by one that faults and is carried out here. Only
// those are found whose success is tested right behind them, as compilers write it: other bytes that look like one stay
// what they are.
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
class GeneratorPatch {
 public:
  // Replaces them in all code that the stopped process has mapped from files so far.
  void apply(pid_t process);

 private:
  const std::vector<std::size_t>& search(const std::string& path);

  std::map<std::tuple<std::string, ino_t, off_t, long>, std::vector<std::size_t>> known_;
};

// The thread, stopped by SIGILL, was about to execute a replaced one: it gets the next number of
// `state`. False: it was not.
bool answer_generator(pid_t thread, const Memory& memory, std::uint64_t& state);

}  // namespace whitewater::tools::virtual_time
