// Integers and bytes survive the way through a string; no bytes make the reader read beyond its end.
#include <string>

#include "core/wire/base64.hpp"
#include "core/wire/byte_reader.hpp"
#include "core/wire/byte_writer.hpp"
#include "core/wire/crc32c.hpp"
#include "core/wire/frame.hpp"
#include "tests/catch.hpp"
#include "tests/property.hpp"

using namespace whitewater;
using Found = FrameScanner::Found;
using namespace std::string_literals;

TEST_CASE("golden bytes of every integer form") {
  std::string out;
  ByteWriter writer(out);
  writer.u8(0x01);
  writer.u16(0x0203);
  writer.u32(0x04050607);
  writer.u64(0x08090A0B0C0D0E0F);
  writer.varint(127);
  writer.varint(300);
  writer.prefixed("ab");
  CHECK(out == "\x01\x03\x02\x07\x06\x05\x04\x0F\x0E\x0D\x0C\x0B\x0A\x09\x08\x7F\xAC\x02\x02"s + "ab");
}

TEST_CASE("a reader fails for good, and answers nothing from then on") {
  ByteReader reader("\x01\x02\x03");
  CHECK(reader.u16() == 0x0201);
  CHECK(reader.u32() == 0);
  CHECK(reader.failed());
  CHECK(reader.u8() == 0);  // although a byte had been left
  CHECK(reader.prefixed().empty());
  CHECK_FALSE(reader.finished());
}

TEST_CASE("only the shortest varint of at most 64 bits is read") {
  const auto read = [](std::string bytes) {
    ByteReader reader(bytes);
    reader.varint();
    return reader.finished();
  };
  CHECK(read("\x00"s));
  CHECK(read("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01"));
  CHECK_FALSE(read("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x02"));
  CHECK_FALSE(read("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01"));
  CHECK_FALSE(read("\x80\x00"s));
  CHECK_FALSE(read("\x80"));
  ByteReader bounded("\x05");
  CHECK(bounded.varint(4) == 0);
  CHECK(bounded.failed());
}

TEST_CASE("a length beyond the end is refused") {
  std::string out;
  ByteWriter(out).varint(UINT64_MAX);
  ByteReader reader(out);
  CHECK(reader.prefixed().empty());
  CHECK(reader.failed());
}

TEST_CASE("property: integers and bytes round trip") {
  tests::check_property([](std::uint64_t a, std::uint32_t b, std::uint16_t c, const std::string& d) {
    std::string out;
    ByteWriter writer(out);
    const std::uint64_t small = a >> (c % 64);
    writer.varint(small);
    writer.u64(a);
    writer.u32(b);
    writer.prefixed(d);
    writer.u16(c);
    RC_ASSERT(out.size() == ByteWriter::varint_bytes(small) + 14 + ByteWriter::varint_bytes(d.size()) + d.size());
    ByteReader reader(out);
    RC_ASSERT(reader.varint() == small);
    RC_ASSERT(reader.u64() == a);
    RC_ASSERT(reader.u32() == b);
    RC_ASSERT(reader.prefixed() == d);
    RC_ASSERT(reader.u16() == c);
    RC_ASSERT(reader.finished());
  });
}

TEST_CASE("base64 as RFC 4648 gives it") {
  const std::pair<const char*, const char*> vectors[] = {{"", ""},        {"f", "Zg=="},        {"fo", "Zm8="},
                                                         {"foo", "Zm9v"}, {"foob", "Zm9vYg=="}, {"fooba", "Zm9vYmE="}};
  for (const auto& [plain, encoded] : vectors) {
    std::string out;
    append_base64(out, plain);
    CHECK(out == encoded);
    std::string back;
    CHECK(decode_base64(encoded, back));
    CHECK(back == plain);
  }
}

TEST_CASE("base64 that no encoder writes is refused, and leaves the output alone") {
  for (const char* text :
       {"Zg", "Zg=", "Zh==", "Zm9=", "Z===", "====", "Zg==Zg==", "Zm 9", "Zm9v\n", "Zm-_", "Zm9vZ*=="}) {
    std::string out = "before";
    INFO(text);
    CHECK_FALSE(decode_base64(text, out));
    CHECK(out == "before");
  }
}

TEST_CASE("property: base64 round trips, and what is decoded is encoded to the same text") {
  tests::check_property([](const std::string& bytes) {
    std::string text;
    append_base64(text, bytes);
    std::string back;
    RC_ASSERT(decode_base64(text, back));
    RC_ASSERT(back == bytes);
  });
}

TEST_CASE("the checksum is CRC-32C") {
  CHECK(crc32c("123456789") == 0xE3069283u);
  CHECK(crc32c(std::string(32, '\0')) == 0x8A9136AAu);  // RFC 3720 B.4
  CHECK(crc32c("6789", crc32c("12345")) == crc32c("123456789"));
}

TEST_CASE("golden bytes of a frame") {
  std::string out;
  append_frame(out, "123456789", {7, 258});
  REQUIRE(out.size() == frame_header_bytes + 9);
  CHECK(out.substr(0, 4) == "\x09\x00\x00\x00"s);
  // Both sums begin with the offset, of eight bytes, and that begins with the seed.
  const std::uint32_t place = crc32c("\x02\x01\x00\x00\x00\x00\x00\x00"s, 7);
  ByteReader sums(std::string_view(out).substr(4, 8));
  CHECK(sums.u32() == crc32c(out.substr(0, 4), place));
  CHECK(sums.u32() == crc32c("123456789", place));
  CHECK(out.substr(12) == "123456789");
}

namespace {

// How many frames, and what came behind them.
std::pair<int, Found> scan(std::string_view bytes) {
  FrameScanner scanner(bytes, {5, 40});
  std::string_view payload;
  for (int frames = 0;; ++frames) {
    const Found found = scanner.next(payload);
    if (found != Found::frame) return {frames, found};
  }
}

std::string frames(std::initializer_list<std::string_view> payloads) {
  std::string out;
  for (const std::string_view payload : payloads) append_frame(out, payload, {5, 40 + out.size()});
  return out;
}

}  // namespace

TEST_CASE("every cut of a file of frames is a torn tail, or the end") {
  const std::string file = frames({"one", "", "three"});
  const std::size_t ends[] = {0, frame_header_bytes + 3, 2 * frame_header_bytes + 3, file.size()};
  for (std::size_t cut = 0; cut <= file.size(); ++cut) {
    int whole = 0;
    bool at_end = false;
    for (int i = 0; i < 4; ++i)
      if (ends[i] <= cut) whole = i, at_end = ends[i] == cut;
    INFO(cut);
    CHECK(scan(std::string_view(file).substr(0, cut)) == std::pair(whole, at_end ? Found::end : Found::torn));
  }
}

TEST_CASE("zeros behind the last frame are a torn tail: blocks that were allocated and not written") {
  CHECK(scan(frames({"one"}) + std::string(4096, '\0')) == std::pair(1, Found::torn));
}

TEST_CASE("any changed byte is found: in the last frame as torn, before it as corrupt") {
  const std::string file = frames({"first", "second"});
  const std::size_t second = frame_header_bytes + 5;
  for (std::size_t i = 0; i < file.size(); ++i) {
    std::string changed = file;
    changed[i] = static_cast<char>(changed[i] ^ 0x40);
    INFO(i);
    CHECK(scan(changed) == (i < second ? std::pair(0, Found::corrupt) : std::pair(1, Found::torn)));
  }
}

TEST_CASE("a torn frame whose content looks like a frame is torn, not corrupt") {
  std::string inner;
  append_frame(inner, "inner", {5, 40 + frame_header_bytes});
  const std::string file = frames({inner + "more"});
  CHECK(scan(std::string_view(file).substr(0, file.size() - 1)) == std::pair(0, Found::torn));
}

TEST_CASE("a whole frame at another place, or of another file, is no frame") {
  const std::string file = frames({"first", "second"});
  const std::size_t second = frame_header_bytes + 5;
  CHECK(scan(file.substr(second)) == std::pair(0, Found::torn));
  CHECK(scan(file.substr(0, second) + file.substr(0, second)) == std::pair(1, Found::torn));
  std::string_view payload;
  CHECK(FrameScanner(file, {6, 40}).next(payload) == Found::torn);
  CHECK(FrameScanner(file, {5, 41}).next(payload) == Found::torn);
  CHECK(FrameScanner(file, {5, 40}).next(payload) == Found::frame);
}
