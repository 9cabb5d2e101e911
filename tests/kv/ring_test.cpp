// The ring against std::deque.
#include "core/kv/ring.hpp"

#include <deque>
#include <string>
#include <vector>

#include "tests/catch.hpp"
#include "tests/property.hpp"

using whitewater::kv::Ring;

TEST_CASE("a ring gives back in order what it was given, at the positions it told") {
  whitewater::tests::check_property([](const std::vector<bool>& pushes) {
    Ring<std::string> ring;
    std::deque<std::pair<std::uint64_t, std::string>> model;
    int pushed = 0;
    for (const bool push : pushes) {
      if (push || model.empty()) {
        const std::string text = std::to_string(++pushed);
        const std::uint64_t position = ring.push_back(text);
        model.emplace_back(position, text);
      } else {
        RC_ASSERT(ring.pop_front() == model.front().second);
        RC_ASSERT(!ring.contains(model.front().first));
        model.pop_front();
      }
      RC_ASSERT(ring.size() == model.size());
      for (const auto& [position, text] : model) {
        RC_ASSERT(ring.contains(position));
        RC_ASSERT(ring[position] == text);
      }
    }
  });
}

TEST_CASE("a ring that was cleared names positions as a new one does") {
  Ring<int> ring;
  for (int i = 0; i < 20; ++i) ring.push_back(i);
  ring.pop_front();
  ring.clear();
  CHECK(ring.empty());
  CHECK(ring.push_back(1) == 0);
  CHECK_THROWS(Ring<int>{}.pop_front());
}
