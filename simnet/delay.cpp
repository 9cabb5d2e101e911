// The exponential in integers. For a uniform word u of 64 bits, read as the fraction u / 2^64, the
// sample is mean * -ln(u) = mean * ln 2 * -log2(u). The whole part of the logarithm is the number of
// leading zeros, the rest comes from a table of 257 points in 32-bit fixed point, made at compile time
// by repeated squaring, with straight lines between. The lines run at most 2.8e-6 below the curve, so the
// mean of all samples is exact to 2e-6 of itself; no sample exceeds 64 ln 2 = 44.4 means.
#include "simnet/delay.hpp"

#include <array>
#include <bit>

namespace whitewater::simnet {

namespace {

__extension__ using Wide = unsigned __int128;

constexpr unsigned table_bits = 8;
constexpr std::size_t table_points = (1u << table_bits) + 1;
constexpr std::uint64_t ln2_q32 = 2'977'044'472;  // ln 2 * 2^32

// log2 of a number in [1, 2), given in 63-bit and answered in 32-bit fixed point. Squaring a number
// doubles its logarithm: whether the square reaches 2 is the next binary digit.
constexpr std::uint64_t log2_q32(std::uint64_t x) {
  std::uint64_t digits = 0;
  for (int i = 0; i < 32; ++i) {
    const Wide square = (static_cast<Wide>(x) * x) >> 63;
    const bool carries = (square >> 64) != 0;
    x = static_cast<std::uint64_t>(carries ? square >> 1 : square);
    digits = (digits << 1) | (carries ? 1u : 0u);
  }
  return digits;
}

constexpr std::array<std::uint64_t, table_points> make_table() {
  std::array<std::uint64_t, table_points> table{};
  for (std::uint64_t i = 0; i + 1 < table_points; ++i)
    table[i] = log2_q32((std::uint64_t{1} << 63) + (i << (63 - table_bits)));
  table[table_points - 1] = std::uint64_t{1} << 32;
  return table;
}

constexpr std::array<std::uint64_t, table_points> log2_table = make_table();

// -ln(word / 2^64) in 32-bit fixed point.
std::uint64_t negative_log(std::uint64_t word) {
  word |= 1;
  const auto zeros = static_cast<unsigned>(std::countl_zero(word));
  const std::uint64_t fraction = (word << zeros) << 1;  // what follows the leading one, as 64 bits
  const std::size_t point = fraction >> (64 - table_bits);
  const std::uint64_t rest = fraction << table_bits;
  const std::uint64_t log2 = log2_table[point] + scale(rest, log2_table[point + 1] - log2_table[point]);
  const std::uint64_t negative_log2 = (std::uint64_t{zeros + 1} << 32) - log2;
  return static_cast<std::uint64_t>((static_cast<Wide>(negative_log2) * ln2_q32) >> 32);
}

Duration exponential(std::uint64_t word, Duration mean) {
  const Wide product = static_cast<Wide>(static_cast<std::uint64_t>(mean.ns)) * negative_log(word);
  return Duration{static_cast<std::int64_t>(product >> 32)};
}

constexpr Duration longest = seconds(std::int64_t{100} * 366 * 86'400);

bool sane(Duration d) {
  return d >= Duration{} && d <= longest;
}

}  // namespace

Duration DelayModel::sample_tailed(std::uint64_t word) const {
  if (kind == Kind::exponential) {
    const Duration delay = low + exponential(word, mean);
    return high > Duration{} && delay > high ? high : delay;
  }
  // One word serves two decisions, so mix it again: the position must not depend on which of the two ranges was chosen.
  const std::uint64_t place = mix(word ^ stream("bimodal place"));
  return happens(word, tail) ? uniform(place, tail_low, tail_high) : uniform(place, low, high);
}

bool DelayModel::valid() const {
  // Limits the mean to a fiftieth of the limit, so that the longest sample, 44.4 means, stays below the limit, too.
  return sane(low) && sane(high) && mean >= Duration{} && mean.ns <= longest.ns / 50 && sane(tail_low) &&
         sane(tail_high) && tail.ppm <= Probability::ppm_max;
}

}  // namespace whitewater::simnet
