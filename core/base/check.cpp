// Out of line, so that the cost of a check that holds is one branch.
#include "core/base/check.hpp"

namespace whitewater {

void fail_check(const char* sentence) {
  throw CheckFailure(sentence);
}

}  // namespace whitewater
