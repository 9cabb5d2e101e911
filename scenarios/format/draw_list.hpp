// DrawList: what a system tells of the list in its options that pins what it draws. So whoever takes draws out of a
// scenario knows no system.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "scenarios/format/options.hpp"

namespace whitewater::scenarios {

struct DrawList {
  std::string_view field;  // the path of the list
  std::size_t (*size)(const Options& options) = nullptr;
  // Takes those out of the list for which kept is false. Precondition: kept is as long as the list.
  void (*keep)(Options& options, const std::vector<bool>& kept) = nullptr;
};

}  // namespace whitewater::scenarios
