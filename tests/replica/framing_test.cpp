// Objects out of streams that break anywhere; what waits to be sent.
#include "replica/framing.hpp"

#include <rapidcheck.h>

#include <vector>

#include "replica/outbox.hpp"
#include "tests/catch.hpp"

using namespace whitewater::replica;

namespace {

struct Split {
  std::vector<std::string> objects;
  unsigned junk = 0;
};

// Feeds text in pieces of that size.
Split split(std::string_view text, std::size_t piece, std::size_t bytes_max = 1'000) {
  ObjectSplitter splitter(bytes_max);
  Split result;
  while (!text.empty()) {
    splitter.feed(text.substr(0, piece));
    text.remove_prefix(std::min(piece, text.size()));
    std::string_view object;
    for (auto found = splitter.next(object); found != ObjectSplitter::Found::nothing; found = splitter.next(object)) {
      if (found == ObjectSplitter::Found::object)
        result.objects.emplace_back(object);
      else
        ++result.junk;
    }
  }
  return result;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("objects are found whole, however the stream is cut") {
  const std::string text = "{\"a\":1}\n{\"b\":{\"c\":\"}{\"}}{\"d\":\"\\\"}\"}  \r\n\n{\"e\":\"\\\\\"}\n";
  for (std::size_t piece = 1; piece <= text.size(); ++piece) {
    const Split found = split(text, piece);
    CAPTURE(piece);
    CHECK(found.junk == 0);
    CHECK(found.objects == Texts{"{\"a\":1}", "{\"b\":{\"c\":\"}{\"}}", "{\"d\":\"\\\"}\"}", "{\"e\":\"\\\\\"}"});
  }
}

TEST_CASE("a bad message costs its own line and no more") {
  for (const char* bad : {"garbage", "\"", "}", "{\"open\":\"", "{\"open\":{", "[1,2]", "\xFF\xFE", "\\"})
    for (std::size_t piece : {1u, 3u, 100u}) {
      const Split found = split("{\"a\":1}\n" + std::string(bad) + "\n{\"b\":2}\n", piece);
      CAPTURE(bad, piece);
      CHECK(found.objects == Texts{"{\"a\":1}", "{\"b\":2}"});
      CHECK(found.junk >= 1);
    }
}

TEST_CASE("an object that grows too long is skipped to the end of its line") {
  const std::string text = "{\"long\":\"" + std::string(5'000, 'x') + "{\"}\n{\"b\":2}\n";
  for (std::size_t piece : {1u, 7u, 10'000u}) {
    const Split found = split(text, piece, 100);
    CHECK(found.objects == Texts{"{\"b\":2}"});
    CHECK(found.junk == 1);
  }
}

TEST_CASE("property: any bytes are split the same however they are cut, and good lines behind a line feed are found") {
  REQUIRE(rc::check("any bytes", [] {
    const auto pieces = *rc::gen::container<std::vector<std::string>>(
        rc::gen::element<std::string>("{", "}", "\"", "\\", "\n", "a", "{\"k\":\"v\"}", " ", "[", "\x80"));
    std::string text;
    for (const std::string& piece : pieces) text += piece;
    text += "\n{\"last\":1}\n";
    const Split whole = split(text, text.size());
    const std::size_t size = *rc::gen::inRange<std::size_t>(1, 9);
    const Split cut = split(text, size);
    RC_ASSERT(cut.objects == whole.objects);
    RC_ASSERT(!whole.objects.empty() && whole.objects.back() == "{\"last\":1}");
  }));
}

TEST_CASE("an outbox keeps order, finishes what it began, and is bounded") {
  Outbox outbox;
  std::string socket;
  std::size_t room = 0;
  const auto write = [&](std::string_view bytes) -> long {
    if (room == 0) return -1;
    const std::size_t taken = std::min(room, bytes.size());
    room -= taken;
    socket.append(bytes.substr(0, taken));
    return static_cast<long>(taken);
  };
  room = 3;
  CHECK(outbox.send("abcdef", write) == Sent::later);
  room = 100;
  CHECK(outbox.send("gh", write) == Sent::later);  // not before what waits
  CHECK(socket == "abc");
  room = 2;
  outbox.write_waiting(write);
  CHECK(socket == "abcde");
  room = 100;
  outbox.write_waiting(write);
  CHECK(socket == "abcdefgh");
  CHECK(outbox.empty());
  CHECK(outbox.send("i", write) == Sent::yes);
  room = 0;
  const std::string megabyte(1 << 20, 'x');
  for (int i = 0; i < 16; ++i) CHECK(outbox.send(megabyte, write) == Sent::later);
  CHECK(outbox.send("one more", write) == Sent::dropped);
}
