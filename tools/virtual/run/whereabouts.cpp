// See proc(5) for /proc/PID/comm and /proc/PID/maps.
#include "tools/virtual/run/whereabouts.hpp"

#include <sys/ptrace.h>
#include <sys/user.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <string_view>

#include "core/text/concat.hpp"
#include "tools/virtual/kernel/process.hpp"
#include "tools/virtual/trace/process_status.hpp"

namespace whitewater::tools::virtual_time {

namespace {

// A program chooses the names of its threads.
std::string printable(std::string name) {
  std::replace_if(
      name.begin(), name.end(), [](char each) { return each < ' ' || each > '~'; }, '?');
  return name;
}

std::string hexadecimal(std::uint64_t value) {
  std::ostringstream text;
  text << "0x" << std::hex << value;
  return text.str();
}

}  // namespace

std::string whereabouts(const Thread& thread) {
  std::string words =
      concat({"in its process ", std::to_string(thread.process.number()), ", thread ", std::to_string(thread.number)});
  std::string name;
  std::ifstream comm(proc_path(thread.id, "comm"));
  std::getline(comm, name);
  if (!name.empty()) words += concat({" (", printable(name), ")"});
  return words;
}

std::string code_place(const Thread& thread) {
  user_regs_struct registers{};
  if (ptrace(PTRACE_GETREGS, thread.id, nullptr, &registers) != 0) return "";
  std::ifstream maps(proc_path(thread.id, "maps"));
  for (std::string line; std::getline(maps, line);) {
    std::istringstream words(line);
    std::uint64_t begin = 0, end = 0, offset = 0;
    char dash = 0;
    std::string access, device, inode, file;
    words >> std::hex >> begin >> dash >> end >> access >> offset >> device >> inode >> file;
    if (registers.rip < begin || registers.rip >= end) continue;
    if (file.empty()) break;
    return concat(
        {"at ", printable(file.substr(file.rfind('/') + 1)), "+", hexadecimal(registers.rip - begin + offset)});
  }
  return concat({"at ", hexadecimal(registers.rip)});
}

}  // namespace whitewater::tools::virtual_time
