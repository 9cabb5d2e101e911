// ClockPage: a page that the supervisor shares with the processes of one replica, so that they read clocks without a
// stop. Code in front of which stands the page answers what the vDSO would: it counts and charges each read as the
// handler of the call does, and makes the call as soon as the turn ends or anything is unusual. So a run is the same
// with the page and without.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace whitewater::tools::virtual_time {

// As it stands in the page; the code (clock_shim.cpp) knows the places.
struct ClockReads {
  std::int64_t now = 0;    // of the process, in nanoseconds; each read adds `cost` first
  std::int64_t until = 0;  // a read that would get there is a call
  std::int64_t cost = 0;
  std::uint64_t in_a_row = 0;      // reads without any other call in between
  std::uint64_t in_a_row_max = 0;  // a further one is a call
  // How many there were: of clock_gettime, gettimeofday, time, getcpu.
  std::array<std::uint64_t, 4> counts{};
  // What clock N shows at the instant 0. Below 0: its reads are calls.
  std::array<std::int64_t, 16> starts{};
  std::uint64_t generator = 0;  // the state of the processor's random generator: see detour.hpp
};

class ClockPage {
 public:
  // The file is made. Null: it cannot be; all reads are calls then.
  static std::unique_ptr<ClockPage> make(const std::string& path);
  ~ClockPage();
  ClockPage(const ClockPage&) = delete;
  ClockPage& operator=(const ClockPage&) = delete;

  const std::string& path() const { return path_; }
  ClockReads& reads() { return *reads_; }

  // Where processes have it; its code stands in the page behind. The kernel keeps these 128 MB free for a stack that
  // may be 8 MiB: no program maps anything there, and no sanitizer keeps its shadow of the memory there.
  static constexpr std::uint64_t address = 0x7ffff9000000;
  static constexpr std::uint64_t bytes = 4096;

 private:
  ClockPage(std::string path, ClockReads* reads) : path_(std::move(path)), reads_(reads) {}

  std::string path_;
  ClockReads* reads_;
};

// The code, and where in it the replacement of a function of the vDSO begins.
std::span<const unsigned char> clock_shim();
struct VdsoFunction {
  std::string_view name;
  std::uint64_t offset = 0;
};
std::span<const VdsoFunction> clock_shim_functions();

}  // namespace whitewater::tools::virtual_time
