#include "core/base/check.hpp"

namespace whitewater {

void fail_check(const char* sentence) { throw CheckFailure(sentence); }

}  // namespace whitewater
