// One sentence for each fate that met nothing.
#include "scenarios/experiment/fate_warnings.hpp"

#include "core/text/concat.hpp"

namespace whitewater::scenarios {

void add_fate_warnings(const simnet::World& world, const Scenario& scenario, std::vector<std::string>& warnings) {
  constexpr std::size_t named_max = 10;
  const std::span<const std::uint32_t> met = world.fates_met();
  std::size_t unmet = 0;
  for (std::size_t i = 0; i < met.size(); ++i) {
    const Fate& fate = scenario.fates[i];
    // It may still have met its message if the run had gone on.
    const bool ahead = world.stopped() && fate.first_from && Time{} + *fate.first_from > world.now();
    if (met[i] != 0 || ahead || ++unmet > named_max) continue;
    warnings.push_back(concat({"fate ", std::to_string(i + 1), ", ", fate_text(fate, scenario), ": no effect, ",
                               fate.write ? "there was no such write" : "no such message left its node"}));
  }
  if (unmet > named_max) warnings.push_back(concat({std::to_string(unmet - named_max), " more fates had no effect"}));
}

}  // namespace whitewater::scenarios
