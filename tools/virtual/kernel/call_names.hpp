// The names of system calls, for those who are told of one.
#pragma once

#include <string>
#include <string_view>

namespace whitewater::tools::virtual_time {

// "epoll_wait", or "system call 999".
std::string call_name(long number);

}  // namespace whitewater::tools::virtual_time
