// A trial of what this machine offers, in a child: whatever it changes there ends with it.
#pragma once

namespace whitewater::tools::virtual_time {

// The child was killed.
inline constexpr int did_not_end = 255;

// The probe returns 0 if it works, or an errno; it calls only what a signal handler may. Returns the same, the errno of
// a child that could not be made, or did_not_end.
int attempt(int (*probe)());

}  // namespace whitewater::tools::virtual_time
