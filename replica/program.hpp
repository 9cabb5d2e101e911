// The replica program, apart from main(): from arguments to an exit status.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace whitewater::replica {

int run_program(const std::vector<std::string>& arguments, std::string_view environment);

}  // namespace whitewater::replica
