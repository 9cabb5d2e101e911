// Frames: the layout of consecutive records in a file. Each frame is
//   u32 length of the payload | u32 CRC-32C of those four bytes | u32 CRC-32C of the payload | payload
// little-endian. Both checksums begin with the frame's place: the seed of its file and its first byte there. So a whole
// frame that lies elsewhere (a copy, an old block of the disk) is no frame. The length has its own checksum, so that a
// corrupt length is not mistaken for a torn write. A scan distinguishes a torn tail, which a crash leaves (cut it off),
// from corruption before good records (report it).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace whitewater {

inline constexpr std::size_t frame_header_bytes = 12;
// Longer payloads are never written. A header that claims a longer payload is invalid.
inline constexpr std::size_t frame_payload_max = std::size_t{1} << 30;

struct FramePlace {
  std::uint32_t seed = 0;    // differs between files
  std::uint64_t offset = 0;  // of the frame's first byte in its file
};

void append_frame(std::string& out, std::string_view payload, FramePlace place);

class FrameScanner {
 public:
  enum class Found : std::uint8_t {
    frame,    // payload holds the next frame's content
    end,      // the bytes end directly after the last frame
    torn,     // a broken frame without a whole frame after it: cut the file at valid_bytes()
    corrupt,  // a broken frame with a whole frame after it
  };

  // start: the place of the first of these bytes.
  FrameScanner(std::string_view bytes, FramePlace start) : bytes_(bytes), start_(start) {}

  // end, torn and corrupt are final: every later call returns the same.
  Found next(std::string_view& payload);

  // The total size of the frames found so far, counted from the start.
  std::size_t valid_bytes() const { return valid_; }

 private:
  std::string_view bytes_;
  FramePlace start_;
  std::size_t valid_ = 0;
};

}  // namespace whitewater
