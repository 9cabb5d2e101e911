// The replica program without main(): takes arguments, returns an exit status.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace whitewater::replica {

int run_program(const std::vector<std::string>& arguments, std::string_view environment);

}  // namespace whitewater::replica
