// Census: how often a replica made each system call that stopped it, and what became of the call.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace whitewater::tools::virtual_time {

class Census {
 public:
  enum class Fate : std::uint8_t {
    handled,  // answered here
    native,   // carried out by the kernel, after a look at it
    refused,  // the run ended
  };
  struct Row {
    std::string call;
    std::array<std::uint64_t, 3> times{};  // by fate
  };

  void count(long number, Fate fate);
  void clear() { counts_ = {}; }
  // Of the calls that were made, by name.
  std::vector<Row> rows() const;

 private:
  // The last place is of calls beyond all numbers.
  static constexpr std::size_t numbers_max = 512;

  std::array<std::array<std::uint64_t, 3>, numbers_max> counts_{};
};

}  // namespace whitewater::tools::virtual_time
