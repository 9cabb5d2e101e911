// Numbers are compared one by one: the kernel itself remembers which ones it always allows, so their order costs
// nothing.
#include "tools/virtual/trace/filter.hpp"

#include <linux/audit.h>
#include <linux/seccomp.h>

#include <cstddef>

#include "tools/virtual/kernel/native_calls.hpp"

namespace whitewater::tools::virtual_time {

namespace {

sock_filter statement(std::uint16_t code, std::uint32_t k) {
  return {code, 0, 0, k};
}
sock_filter jump(std::uint16_t code, std::uint32_t k, std::uint8_t if_true, std::uint8_t if_false) {
  return {code, if_true, if_false, k};
}
sock_filter load(std::size_t offset) {
  return statement(BPF_LD | BPF_W | BPF_ABS, static_cast<std::uint32_t>(offset));
}
sock_filter equals(long number, std::uint8_t if_true, std::uint8_t if_false) {
  return jump(BPF_JMP | BPF_JEQ | BPF_K, static_cast<std::uint32_t>(number), if_true, if_false);
}
sock_filter give_back(std::uint32_t action) {
  return statement(BPF_RET | BPF_K, action);
}

}  // namespace

std::vector<sock_filter> call_filter(std::uint32_t stop) {
  std::vector<sock_filter> filter;
  filter.push_back(load(offsetof(seccomp_data, arch)));
  filter.push_back(jump(BPF_JMP | BPF_JEQ | BPF_K, AUDIT_ARCH_X86_64, 1, 0));
  filter.push_back(give_back(SECCOMP_RET_KILL_PROCESS));
  filter.push_back(load(offsetof(seccomp_data, nr)));
  for (const long number : native_calls) {
    filter.push_back(equals(number, 0, 1));
    filter.push_back(give_back(SECCOMP_RET_ALLOW));
  }
  filter.push_back(give_back(stop));
  return filter;
}

}  // namespace whitewater::tools::virtual_time
