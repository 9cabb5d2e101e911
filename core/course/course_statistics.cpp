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

}  // namespace

Statistics Course::finish() {
  Statistics result = counts_;
  result.failures += result.unanswered_get + result.unanswered_put;
  result.died = rules_.replicas + restarted_ - living_.size() - counts_.killed;
  if (!latencies_.empty()) result.median_latency = nth_sample(latencies_, latencies_.size() / 2);
  result.mean_latency = mean(latencies_);
  if (!ok_latencies_.empty()) {
    result.ok_latency.p50 = percentile(ok_latencies_, 50);
    result.ok_latency.p90 = percentile(ok_latencies_, 90);
    result.ok_latency.p99 = percentile(ok_latencies_, 99);
    result.ok_latency.max = nth_sample(ok_latencies_, ok_latencies_.size() - 1);
  }
  return result;
}

}  // namespace whitewater::course
