// Plays a campaign in one thread, run after run, for tests.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/format/scenario_reader.hpp"
#include "scenarios/search/fuzz/campaign.hpp"
#include "scenarios/search/fuzz/watch.hpp"
#include "tests/catch.hpp"

namespace whitewater::scenarios::fuzz {

// Of a scenario's text.
inline Frame frame_of(const std::string& text, const Toolbox& toolbox, const Frame::Choice& choice = {}) {
  const Result<ReadScenario> read = read_scenario(text, "test.json", toolbox);
  INFO((read.ok() ? "" : read.error().text()));
  REQUIRE(read.ok());
  Result<Frame> frame = Frame::make(read.value().scenario, read.value().given, choice);
  REQUIRE(frame.ok());
  return std::move(frame.value());
}
inline Frame frame_of(const Toolbox& toolbox) {
  Result<Frame> frame = Frame::make(base_scenario(toolbox), {}, {});
  REQUIRE(frame.ok());
  return std::move(frame.value());
}

// Returns how many runs were made: `runs`, or fewer when `enough` says so after one.
inline std::uint64_t play(Campaign& campaign, std::uint64_t runs,
                          const std::function<bool(const Campaign::Taken&)>& enough = nullptr) {
  Watcher watcher(campaign.frame().facts(), nullptr);
  for (std::uint64_t number = 0; number < runs; ++number) {
    Draft draft = campaign.round(number / round_size)->draft(number);
    const Observation seen = watcher.run(draft, false);
    const Campaign::Taken taken = campaign.take(std::move(draft), seen);
    if (enough && enough(taken)) return number + 1;
  }
  return runs;
}

}  // namespace whitewater::scenarios::fuzz
