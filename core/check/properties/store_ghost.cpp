// Reset.
#include "core/check/properties/store_ghost.hpp"

namespace whitewater::checks {

void StoreGhost::reset() {
  latest_.clear();
  versions_.clear();
  content_ = 0;
}

}  // namespace whitewater::checks
