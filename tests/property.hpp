// check_property: RapidCheck's properties inside Catch2's test cases. When one does not hold, the test case fails with
// the counterexample and one line to paste that fails again at that very example. Inputs are the same in every run,
// unless RC_PARAMS (seed=…, max_success=…) says otherwise.
#pragma once

#include <rapidcheck.h>

#include <string>
#include <utility>

namespace whitewater::tests {

namespace detail {
// name: set when a test case checks several properties.
void require_property(const rc::detail::Property& property, const std::string& name);
}  // namespace detail

// As rc::check. For a test case that checks one property.
template <class Testable>
void check_property(Testable&& testable) {
  detail::require_property(rc::detail::toProperty(std::forward<Testable>(testable)), "");
}

// For one that checks several, each under a name of its own.
template <class Testable>
void check_property(const std::string& name, Testable&& testable) {
  detail::require_property(rc::detail::toProperty(std::forward<Testable>(testable)), name);
}

}  // namespace whitewater::tests
