// The Error for a failed system call.
#pragma once

#include <cerrno>
#include <string>
#include <system_error>

#include "core/base/error.hpp"

namespace whitewater::tools::real {

inline Error system_error(std::string what, int code = errno) {
  return {std::move(what), std::generic_category().message(code)};
}

}  // namespace whitewater::tools::real
