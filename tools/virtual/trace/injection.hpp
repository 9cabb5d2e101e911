// Injection: calls that a stopped thread makes for us, right after its exec, when nothing of its program has run yet.
#pragma once

#include <sys/types.h>
#include <sys/user.h>

#include <array>
#include <cstdint>
#include <functional>
#include <optional>

namespace whitewater::tools::virtual_time {

class Injection {
 public:
  // instruction: the address of a `syscall`. pass: lets the thread enter the kernel with a call that the filter stops;
  // empty: such a call stops as ptrace sees it. The thread gets its own registers back at the end.
  Injection(pid_t thread, std::uint64_t instruction, std::function<void()> pass);
  ~Injection();
  Injection(const Injection&) = delete;
  Injection& operator=(const Injection&) = delete;

  enum class Filter : std::uint8_t { allows, stops };
  // The result of the call. Nothing: the thread did not come back.
  std::optional<std::uint64_t> call(Filter filter, long number, const std::array<std::uint64_t, 6>& arguments);
  const user_regs_struct& registers() const { return own_; }

 private:
  pid_t thread_;
  std::uint64_t instruction_;
  std::function<void()> pass_;
  user_regs_struct own_{};
};

// Lets the thread run to where it enters or leaves the kernel. False: it stopped for another reason.
bool run_to_kernel(pid_t thread);

}  // namespace whitewater::tools::virtual_time
