// What a program sees of the machine it runs on: the same machine everywhere, so that no run depends on this one.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string_view>

namespace whitewater::tools::virtual_time {

// Who a program is.
inline constexpr uid_t user = 1'000;

struct SeenFile {
  std::string_view path;
  std::string_view content;  // empty: there is no such file
};
// A file of /proc or /sys that tells of the machine. Null: it is another one, and real.
const SeenFile* seen_file(std::string_view path);

}  // namespace whitewater::tools::virtual_time
