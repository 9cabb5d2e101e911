// Objects out of streams that break anywhere; what waits to be sent.
#include "replica/transport/framing.hpp"

#include <sys/socket.h>

#include <vector>

#include "replica/transport/outbox.hpp"
#include "replica/transport/stream_transport.hpp"
#include "tests/catch.hpp"
#include "tests/property.hpp"

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
  whitewater::tests::check_property([] {
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
  });
}

TEST_CASE("an outbox keeps order, can be cut in front, and is bounded") {
  Outbox outbox;
  CHECK(outbox.push("abcdef", "\n"));
  CHECK(outbox.push("gh", ""));
  CHECK(outbox.size() == 2);
  CHECK(outbox[0] == "abcdef\n");
  outbox.cut_front(4);
  CHECK(outbox[0] == "ef\n");
  outbox.pop(1);
  CHECK(outbox[0] == "gh");
  outbox.pop(1);
  CHECK(outbox.empty());
  const std::string megabyte(1 << 20, 'x');
  for (int i = 0; i < 16; ++i) CHECK(outbox.push(megabyte, ""));
  CHECK_FALSE(outbox.push("one more", ""));
  outbox.pop(1);
  CHECK(outbox.push("one more", ""));
  CHECK(outbox[15] == "one more");
}

TEST_CASE("an outbox that is never empty stays in order") {
  Outbox outbox;
  unsigned next = 0;
  for (unsigned i = 0; i < 1'000; ++i) {
    outbox.push(std::to_string(i), "");
    if (i % 7 < 5 || outbox.size() < 3) continue;
    for (unsigned k = 0; k < 3; ++k, outbox.pop(1)) REQUIRE(outbox[0] == std::to_string(next++));
  }
  while (!outbox.empty()) {
    REQUIRE(outbox[0] == std::to_string(next++));
    outbox.pop(1);
  }
  CHECK(next == 1'000);
}

TEST_CASE("a socket that nobody reads takes what it can, and the rest waits and leaves in order") {
  int ends[2] = {-1, -1};
  REQUIRE(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends) == 0);
  StreamTransport transport{Descriptor(ends[0])};
  const Descriptor other(ends[1]);
  std::string expected;
  for (int i = 0; i < 3'000; ++i) {
    const std::string message = "{\"number\":\"" + std::to_string(i) + std::string(300, '.') + "\"}";
    CHECK(transport.send(message) == Sent::yes);
    expected += message + "\n";
    if (i % 5 == 0) transport.flush();
  }
  transport.flush();
  CHECK(transport.waits_to_write());
  std::string found;
  std::vector<char> buffer(10'000);
  while (found.size() < expected.size()) {
    const ssize_t count = recv(other.get(), buffer.data(), buffer.size(), 0);
    REQUIRE(count > 0);
    found.append(buffer.data(), static_cast<std::size_t>(count));
    transport.write_waiting();
  }
  CHECK(found == expected);
  CHECK_FALSE(transport.waits_to_write());
}
