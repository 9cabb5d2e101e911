// Exact conversion of decimal text into integers: "0.15" with six digits is 150000. No floating point.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/error.hpp"

namespace whitewater {

// Reads a JSON number and multiplies it by 10^digits. Exponents are exact ("1e-3" with six digits is 1000). Errors:
// text that is not a JSON number, more than `digits` fractional digits after the exponent is applied, a result beyond
// 64 bits.
Result<std::int64_t> scaled(std::string_view number_text, int digits);

// Reads a whole number from 0 to 2^64-1, without fraction or exponent (a seed).
Result<std::uint64_t> unsigned_integer(std::string_view number_text);

// The inverse of scaled: 150000 with six digits is "0.15", without trailing zeros.
std::string unscaled(std::int64_t value, int digits);

}  // namespace whitewater
