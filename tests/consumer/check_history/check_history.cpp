#include <cstdio>

#include "core/check/linearizability/linearizability.hpp"

int main() {
  whitewater::checks::History history;
  history.add(whitewater::checks::Operation::Kind::put, "x", "1", 0, 10);  // called at 0, returned at 10
  history.add(whitewater::checks::Operation::Kind::get, "x", "", 2'000, 9'000, /*client=*/1);  // read nothing, later
  const auto result = whitewater::checks::check_linearizability(history);
  for (const auto& found : result.contradictions)
    for (const auto& line : whitewater::checks::explained(history, found)) std::puts(line.c_str());
}
