// A lane against a vector: whatever is added and removed, it holds the same, owns what it holds, and keeps its memory.
#include "core/base/lane.hpp"

#include <memory>
#include <vector>

#include "tests/catch.hpp"
#include "tests/property.hpp"

using namespace whitewater;

TEST_CASE("a lane holds what a vector would") {
  tests::check_property([](const std::vector<int>& steps) {
    Lane<std::shared_ptr<int>> lane;
    std::vector<int> model;
    const auto one = std::make_shared<int>(1);
    for (const int step : steps) {
      if (step % 4 == 3) {
        model.resize(model.size() / 2);
        lane.shrink(model.size());
      } else if (step % 4 == 2) {
        lane.emplace_back(one);
        model.push_back(1);
      } else {
        lane.push_back(std::make_shared<int>(step));
        model.push_back(step);
      }
      RC_ASSERT(lane.size() == model.size());
      RC_ASSERT(lane.empty() == model.empty());
      if (!model.empty()) RC_ASSERT(*lane.back() == model.back());
    }
    std::size_t i = 0;
    for (const std::shared_ptr<int>& element : lane) RC_ASSERT(*element == model[i++]);
    RC_ASSERT(i == model.size());
    lane.clear();
    RC_ASSERT(one.use_count() == 1);
  });
}

TEST_CASE("a lane that is moved takes its elements along, and lets go of them once") {
  const auto one = std::make_shared<int>(1);
  {
    Lane<std::shared_ptr<int>> first;
    first.push_back(one);
    Lane<std::shared_ptr<int>> second(std::move(first));
    CHECK(second.size() == 1);
    Lane<std::shared_ptr<int>> third;
    third = std::move(second);
    CHECK(third.size() == 1);
    CHECK(one.use_count() == 2);
  }
  CHECK(one.use_count() == 1);
}

TEST_CASE("a lane that is cleared keeps its memory") {
  Lane<int> lane;
  for (int i = 0; i < 100; ++i) lane.push_back(i);
  const int* memory = lane.begin();
  lane.clear();
  for (int i = 0; i < 100; ++i) lane.push_back(i);
  CHECK(lane.begin() == memory);
}

TEST_CASE("what meets a condition is taken out of a lane, the rest stays in order") {
  Lane<int> lane;
  for (int i = 0; i < 10; ++i) lane.push_back(i);
  erase_if(lane, [](int i) { return i % 3 == 0; });
  CHECK(std::vector<int>(lane.begin(), lane.end()) == std::vector<int>{1, 2, 4, 5, 7, 8});
}
