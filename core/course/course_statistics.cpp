// Computes the final statistics from the counters of a run.
#include <algorithm>

#include "core/course/course.hpp"

namespace whitewater::course {

namespace {

// The sample at position `rank` in sorted order.
Duration nth_sample(std::vector<std::int64_t>& samples, std::size_t rank) {
  const auto nth = samples.begin() + static_cast<std::ptrdiff_t>(rank);
  std::nth_element(samples.begin(), nth, samples.end());
  return Duration{*nth};
}

// Nearest rank: the smallest sample such that at least percent % of all samples are not larger.
Duration percentile(std::vector<std::int64_t>& samples, std::size_t percent) {
  return nth_sample(samples, (samples.size() * percent + 99) / 100 - 1);
}

// Rounds towards zero. 0 if there are no samples.
Duration mean(const std::vector<std::int64_t>& samples) {
  if (samples.empty()) return {};
  __extension__ using Wide = __int128;
  Wide sum = 0;
  for (const std::int64_t sample : samples) sum += sample;
  return Duration{static_cast<std::int64_t>(sum / static_cast<std::int64_t>(samples.size()))};
}

LatencySummary summary_of(std::vector<std::int64_t>& samples) {
  if (samples.empty()) return {};
  return {percentile(samples, 50), percentile(samples, 90), percentile(samples, 99),
          nth_sample(samples, samples.size() - 1)};
}

}  // namespace

Statistics Course::finish(Time end) {
  Statistics result = counts_;
  result.failures += result.unanswered_get + result.unanswered_put;
  result.died = rules_.replicas + restarted_ - living_.size() - counts_.killed;
  if (!latencies_.empty()) result.median_latency = nth_sample(latencies_, latencies_.size() / 2);
  result.mean_latency = mean(latencies_);
  result.ok_latency = summary_of(ok_latencies_);
  // Without a redirect there are no retries.
  result.ok_latency_from_first = result.redirects == 0 ? result.ok_latency : summary_of(ok_latencies_from_first_);
  result.silence = silence_.longest(std::min(end, Time{} + rules_.start_wait + rules_.load_time()));
  return result;
}

}  // namespace whitewater::course
