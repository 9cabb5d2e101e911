// In the copy of the core whose checks are compiled to nothing, every check() is an uncheck(): compiled, and never
// evaluated. What is caught there is caught by those who judge from outside, as in a core that checks nothing of
// itself.
#pragma once

namespace whitewater::known_bugs {

int not_checked(bool condition, const char* sentence);  // never defined

}  // namespace whitewater::known_bugs

#define uncheck(...) static_cast<void>(sizeof(::whitewater::known_bugs::not_checked(__VA_ARGS__)))
