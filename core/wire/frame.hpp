// Frames: how records lie one after another in a file. Each is
//   u32 length of the payload | u32 CRC-32C of those four bytes | u32 CRC-32C of the payload | payload
// little-endian. The length has its own checksum, so that a rotten length is not taken for a torn write. Scanning
// tells the torn tail that a crash leaves (to be cut off) from rot before good records (to be reported).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace whitewater {

inline constexpr std::size_t frame_header_bytes = 12;
// Longer payloads are never written, and a header that claims more is no header.
inline constexpr std::size_t frame_payload_max = std::size_t{1} << 30;

void append_frame(std::string& out, std::string_view payload);

class FrameScanner {
 public:
  enum class Found : std::uint8_t {
    frame,    // payload holds the next one
    end,      // the bytes end behind the last frame
    torn,     // a broken frame, and no whole one behind it: valid_bytes() is where to cut
    corrupt,  // a broken frame with a whole one behind it
  };

  explicit FrameScanner(std::string_view bytes) : bytes_(bytes) {}

  // The last three answers are final.
  Found next(std::string_view& payload);

  // The frames found so far take so many bytes from the start.
  std::size_t valid_bytes() const { return valid_; }

 private:
  std::string_view bytes_;
  std::size_t valid_ = 0;
};

}  // namespace whitewater
