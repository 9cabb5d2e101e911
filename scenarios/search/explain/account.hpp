// What an explanation tells in words: the lives of the puts that wrong gets missed, for every system; and what the
// system itself reads from its messages.
#pragma once

#include "scenarios/format/toolbox.hpp"
#include "scenarios/story/account.hpp"

namespace whitewater::scenarios {

Account account_of(const AccountedRun& run, const System& system);

}  // namespace whitewater::scenarios
