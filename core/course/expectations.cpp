// The chances are sums over the few states that a load can reach, in fixed point: see LoadStates.
#include "core/course/expectations.hpp"

#include <array>
#include <vector>

namespace whitewater::course {

namespace {

__extension__ using Wide = unsigned __int128;

// A probability as a multiple of 2^-60: the rounding errors of a whole run stay far below a millionth.
constexpr std::uint64_t one = std::uint64_t{1} << 60;
// A smaller weight cannot change the result, which is in millionths.
constexpr std::uint64_t negligible = one >> 30;

// The probability of each state of the load after some requests. A state is: how many clients have made a request, how
// many of those clients began with a get that could not be made, and how many gets were drawn. With gets_max or more
// gets the check cannot fail any more, so all such counts share one state.
class LoadStates {
 public:
  explicit LoadStates(std::uint32_t gets_max) : gets_max_(gets_max), states_(gets_max + 1) { states_[0][0][0] = one; }

  // Adds one more request. Counts only grow, so iterating downwards needs no copy.
  void advance(Probability mix) {
    for (std::uint32_t gets = gets_max_ + 1; gets-- > 0;)
      for (unsigned seen = clients + 1; seen-- > 0;)
        for (unsigned failed = 0; failed <= seen; ++failed) advance_state(gets, seen, failed, mix);
  }

  // The total weight of the states in which failed · 10^6 > gets · max.
  std::uint64_t failing(Probability max) const {
    std::uint64_t sum = 0;
    for (std::uint32_t gets = 0; gets <= gets_max_; ++gets)
      for (unsigned seen = 0; seen <= clients; ++seen)
        for (unsigned failed = 0; failed <= seen; ++failed)
          if (std::uint64_t{failed} * Probability::ppm_max > std::uint64_t{gets} * max.ppm)
            sum += states_[gets][seen][failed];
    return sum;
  }

 private:
  static std::uint64_t part(std::uint64_t weight, Probability p) {
    return static_cast<std::uint64_t>(static_cast<Wide>(weight) * p.ppm / Probability::ppm_max);
  }

  void advance_state(std::uint32_t gets, unsigned seen, unsigned failed, Probability mix) {
    const std::uint64_t weight = states_[gets][seen][failed];
    if (weight == 0) return;
    const std::uint32_t more_gets = gets < gets_max_ ? gets + 1 : gets;
    const std::uint64_t of_new = weight / clients * (clients - seen);
    const std::uint64_t of_known = weight - of_new;
    const std::uint64_t get_of_new = part(of_new, mix);
    const std::uint64_t get_of_known = part(of_known, mix);
    states_[gets][seen][failed] = of_known - get_of_known;
    states_[more_gets][seen][failed] += get_of_known;
    if (of_new == 0) return;
    states_[more_gets][seen + 1][failed + 1] += get_of_new;
    states_[gets][seen + 1][failed] += of_new - get_of_new;
  }

  using ByClients = std::array<std::array<std::uint64_t, clients + 1>, clients + 1>;

  std::uint32_t gets_max_;
  std::vector<ByClients> states_;  // indexed by gets, then clients seen, then failed
};

}  // namespace

std::uint32_t unanswered_par(const Rules& rules) {
  std::uint32_t par = 0;
  for (const TimedEvent& event : rules.events) {
    if (event.type != EventType::kill_leader || rules.load_time().ns <= 0) continue;
    // Request i is due at i · load_time / requests. Is some request due at exactly this time?
    const Wide scaled = static_cast<Wide>(event.time.ns) * rules.requests;
    const auto load_time = static_cast<Wide>(rules.load_time().ns);
    if (scaled % load_time == 0 && scaled / load_time < rules.requests) ++par;
  }
  return par;
}

std::optional<Probability> get_generation_failure_chance(const Rules& rules) {
  constexpr std::uint32_t requests_max = 5'000;
  constexpr std::uint32_t gets_max_max = 2'000;
  if (rules.mix.never() || rules.requests == 0) return Probability{0};
  const Probability max = rules.get_generation_fail_max;
  // With gets_max gets or more, the check holds even if no client could make its first get. If max is 0, one such get
  // fails the check, whatever the number of gets: then 0 is enough.
  const std::uint32_t gets_max = max.never() ? 0 : (clients * Probability::ppm_max + max.ppm - 1) / max.ppm;
  if (rules.requests > requests_max || gets_max > gets_max_max) return std::nullopt;
  LoadStates states(gets_max);
  for (std::uint32_t request = 0; request < rules.requests; ++request) {
    states.advance(rules.mix);
    // By now every client has almost surely made its first request, and the weight can only shrink.
    if (request % 64 == 63 && request >= 256 && states.failing(max) < negligible) break;
  }
  return Probability{static_cast<std::uint32_t>(states.failing(max) / (one / Probability::ppm_max))};
}

}  // namespace whitewater::course
