// Writes frames, and distinguishes a torn tail from bit rot.
#include "core/wire/frame.hpp"

#include "core/base/check.hpp"
#include "core/wire/byte_reader.hpp"
#include "core/wire/byte_writer.hpp"
#include "core/wire/crc32c.hpp"

namespace whitewater {

namespace {

// What both checksums of a frame begin with.
std::uint32_t sum_of(FramePlace place) {
  char little[8];
  for (unsigned i = 0; i < 8; ++i) little[i] = static_cast<char>(static_cast<unsigned char>(place.offset >> (8 * i)));
  return crc32c({little, sizeof(little)}, place.seed);
}

struct Header {
  bool valid = false;
  std::uint32_t length = 0;
  std::uint32_t payload_sum = 0;
};

Header read_header(std::string_view bytes, FramePlace place) {
  ByteReader reader(bytes);
  Header header;
  header.length = reader.u32();
  const std::uint32_t length_sum = reader.u32();
  header.payload_sum = reader.u32();
  header.valid =
      reader.ok() && header.length <= frame_payload_max && crc32c(bytes.substr(0, 4), sum_of(place)) == length_sum;
  return header;
}

bool payload_lies_in(std::string_view bytes, const Header& header) {
  return header.valid && header.length <= bytes.size() - frame_header_bytes;
}

// True if a complete, intact frame starts at bytes.
bool whole_frame(std::string_view bytes, const Header& header, FramePlace place) {
  return payload_lies_in(bytes, header) &&
         crc32c(bytes.substr(frame_header_bytes, header.length), sum_of(place)) == header.payload_sum;
}

}  // namespace

void append_frame(std::string& out, std::string_view payload, FramePlace place) {
  check(payload.size() <= frame_payload_max, "a frame's payload is at most a gibibyte");
  ByteWriter writer(out);
  const std::size_t start = out.size();
  writer.u32(static_cast<std::uint32_t>(payload.size()));
  writer.u32(crc32c(std::string_view(out).substr(start, 4), sum_of(place)));
  writer.u32(crc32c(payload, sum_of(place)));
  writer.bytes(payload);
}

FrameScanner::Found FrameScanner::next(std::string_view& payload) {
  const std::string_view rest = bytes_.substr(valid_);
  const auto place = [this](std::size_t i) { return FramePlace{start_.seed, start_.offset + valid_ + i}; };
  if (rest.empty()) return Found::end;
  const Header header = read_header(rest, place(0));
  if (whole_frame(rest, header, place(0))) {
    payload = rest.substr(frame_header_bytes, header.length);
    valid_ += frame_header_bytes + payload.size();
    return Found::frame;
  }
  // A valid length says where the next frame starts; bytes inside this payload that look like a frame are content.
  if (header.valid && !payload_lies_in(rest, header)) return Found::torn;
  const std::size_t from = header.valid ? frame_header_bytes + header.length : 1;
  for (std::size_t i = from; i + frame_header_bytes <= rest.size(); ++i)
    if (whole_frame(rest.substr(i), read_header(rest.substr(i), place(i)), place(i))) return Found::corrupt;
  return Found::torn;
}

}  // namespace whitewater
