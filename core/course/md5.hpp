// MD5 (RFC 1321) as a format: the course derives a put's value from its key with MD5, and the values of our clients
// must look the same on the wire. MD5 protects nothing here and must never be used to.
#pragma once

#include <array>
#include <string_view>

namespace whitewater::course {

// Returns 32 lower-case hexadecimal digits.
std::array<char, 32> md5_hex(std::string_view bytes);

}  // namespace whitewater::course
