// check_property: RapidCheck's properties inside Catch2's test cases. When one does not hold, the test case fails with
// the counterexample and one line to paste that fails again at that very example. Inputs are the same in every run,
// unless RC_PARAMS (seed=…, max_success=…) says otherwise.
#pragma once

#include <rapidcheck.h>

#include <functional>
#include <string>
#include <utility>

namespace whitewater::tests {

struct PropertyOptions {
  std::string name;                   // when a test case checks several properties
  int cases = 100;                    // unless RC_PARAMS says otherwise
  std::function<std::string()> more;  // a line that is printed too when the property does not hold, about the smallest
                                      // example, which is the last one tried of those that fail
};

namespace detail {
void require_property(const rc::detail::Property& property, const PropertyOptions& options);
}  // namespace detail

// As rc::check, for a test case of Catch2.
template <class Testable>
void check_property(Testable&& testable, const PropertyOptions& options = {}) {
  detail::require_property(rc::detail::toProperty(std::forward<Testable>(testable)), options);
}

}  // namespace whitewater::tests
