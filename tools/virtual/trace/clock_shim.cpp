// Code that runs inside the traced processes, right behind the page. It must not depend on where it stands, may use no
// stack and no register that a C function has to keep, and stands in the data of this program, where it is never run.
#include <sys/syscall.h>

#include <cstddef>

#include "tools/virtual/trace/clock_page.hpp"

namespace whitewater::tools::virtual_time {

static_assert(offsetof(ClockReads, now) == 0 && offsetof(ClockReads, until) == 8 && offsetof(ClockReads, cost) == 16);
static_assert(offsetof(ClockReads, in_a_row) == 24 && offsetof(ClockReads, in_a_row_max) == 32);
static_assert(offsetof(ClockReads, counts) == 40 && offsetof(ClockReads, starts) == 72);
static_assert(SYS_clock_gettime == 228 && SYS_clock_getres == 229 && SYS_gettimeofday == 96 && SYS_time == 201);

}  // namespace whitewater::tools::virtual_time

// whitewater_read: one read: rax is the instant, or it goes on at `call`. rcx: the page.
// whitewater_shown: rax and rdx are seconds and nanoseconds of rax.
asm(R"(
  .pushsection .rodata
  .balign 16
  .macro whitewater_read count call
    movq 24(%rcx), %r8
    cmpq 32(%rcx), %r8
    jae \call
    movq 0(%rcx), %rax
    addq 16(%rcx), %rax
    cmpq 8(%rcx), %rax
    jge \call
    movq %rax, 0(%rcx)
    incq 24(%rcx)
    incq \count(%rcx)
  .endm
  .macro whitewater_shown
    movl $1000000000, %r8d
    xorl %edx, %edx
    divq %r8
  .endm

  .globl whitewater_clock_shim
  .hidden whitewater_clock_shim
  .set whitewater_clock_page, whitewater_clock_shim - 4096
whitewater_clock_shim:

  .globl whitewater_shim_gettime
  .hidden whitewater_shim_gettime
whitewater_shim_gettime:
    cmpl $15, %edi
    ja 1f
    leaq whitewater_clock_page(%rip), %rcx
    movl %edi, %eax
    movq 72(%rcx,%rax,8), %r9
    testq %r9, %r9
    js 1f
    whitewater_read 40 1f
    addq %r9, %rax
    whitewater_shown
    movq %rax, 0(%rsi)
    movq %rdx, 8(%rsi)
    xorl %eax, %eax
    ret
1:  movl $228, %eax
    syscall
    ret

  .globl whitewater_shim_timeofday
  .hidden whitewater_shim_timeofday
whitewater_shim_timeofday:
    testq %rdi, %rdi
    jz 1f
    leaq whitewater_clock_page(%rip), %rcx
    whitewater_read 48 1f
    addq 72(%rcx), %rax
    whitewater_shown
    movq %rax, 0(%rdi)
    movl %edx, %eax
    xorl %edx, %edx
    movl $1000, %r8d
    divl %r8d
    movq %rax, 8(%rdi)
    xorl %eax, %eax
    ret
1:  movl $96, %eax
    syscall
    ret

  .globl whitewater_shim_time
  .hidden whitewater_shim_time
whitewater_shim_time:
    leaq whitewater_clock_page(%rip), %rcx
    whitewater_read 56 1f
    addq 72(%rcx), %rax
    whitewater_shown
    testq %rdi, %rdi
    jz 2f
    movq %rax, 0(%rdi)
2:  ret
1:  movl $201, %eax
    syscall
    ret

  .globl whitewater_shim_getcpu
  .hidden whitewater_shim_getcpu
whitewater_shim_getcpu:
    leaq whitewater_clock_page(%rip), %rcx
    movq $0, 24(%rcx)
    incq 64(%rcx)
    testq %rdi, %rdi
    jz 1f
    movl $0, 0(%rdi)
1:  testq %rsi, %rsi
    jz 2f
    movl $0, 0(%rsi)
2:  xorl %eax, %eax
    ret

  .globl whitewater_shim_getres
  .hidden whitewater_shim_getres
whitewater_shim_getres:
    movl $229, %eax
    syscall
    ret

  .globl whitewater_shim_getrandom
  .hidden whitewater_shim_getrandom
whitewater_shim_getrandom:
    movq $-38, %rax
    ret

  .globl whitewater_clock_shim_end
  .hidden whitewater_clock_shim_end
whitewater_clock_shim_end:
  .popsection
)");

extern "C" {
extern const unsigned char whitewater_clock_shim[];
extern const unsigned char whitewater_clock_shim_end[];
extern const unsigned char whitewater_shim_gettime[];
extern const unsigned char whitewater_shim_timeofday[];
extern const unsigned char whitewater_shim_time[];
extern const unsigned char whitewater_shim_getcpu[];
extern const unsigned char whitewater_shim_getres[];
extern const unsigned char whitewater_shim_getrandom[];
}

namespace whitewater::tools::virtual_time {

std::span<const unsigned char> clock_shim() {
  return {whitewater_clock_shim, whitewater_clock_shim_end};
}

std::span<const VdsoFunction> clock_shim_functions() {
  const auto offset = [](const unsigned char* function) {
    return static_cast<std::uint64_t>(function - whitewater_clock_shim);
  };
  static const std::array functions{
      VdsoFunction{"__vdso_clock_gettime", offset(whitewater_shim_gettime)},
      VdsoFunction{"__vdso_gettimeofday", offset(whitewater_shim_timeofday)},
      VdsoFunction{"__vdso_time", offset(whitewater_shim_time)},
      VdsoFunction{"__vdso_getcpu", offset(whitewater_shim_getcpu)},
      VdsoFunction{"__vdso_clock_getres", offset(whitewater_shim_getres)},
      // It says that there is none (ENOSYS): a library then makes the call.
      VdsoFunction{"__vdso_getrandom", offset(whitewater_shim_getrandom)},
  };
  return functions;
}

}  // namespace whitewater::tools::virtual_time
