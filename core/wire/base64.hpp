// Base64 with the standard alphabet and padding (RFC 4648 §4): bytes inside JSON strings.
// Decoding is strict, so that every byte string has exactly one encoding.
#pragma once

#include <string>
#include <string_view>

namespace whitewater {

void append_base64(std::string& out, std::string_view bytes);

// Appends the decoded bytes. Returns false, and leaves out unchanged, for any text that append_base64 does not write:
// other characters, white space, missing padding, nonzero bits after the last byte.
bool decode_base64(std::string_view text, std::string& out);

}  // namespace whitewater
