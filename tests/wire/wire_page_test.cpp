// docs/wire-format.md: its table of messages names every kind with as many fields as the codec writes, and its examples
// are what the codec writes.
#include <fstream>
#include <sstream>
#include <string>
#include <variant>
#include <vector>

#include "core/kv/peer_codec.hpp"
#include "core/raft/codec.hpp"
#include "tests/catch.hpp"

using namespace whitewater;
using namespace whitewater::raft;

namespace {

const kv::RequestCommandCodec commands;

std::string encoded(const Message& message) {
  std::string bytes;
  ByteWriter writer(bytes);
  encode_message(message, commands, writer);
  return bytes;
}

std::string hexadecimal(const std::string& bytes) {
  constexpr const char* digits = "0123456789abcdef";
  std::string text;
  for (const char byte : bytes) {
    const auto value = static_cast<unsigned char>(byte);
    text += ' ';
    text += digits[value >> 4];
    text += digits[value & 15];
  }
  return text;
}

std::vector<std::string> page_lines() {
  std::ifstream file("docs/wire-format.md");
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

bool has_line(const std::string& wanted) {
  for (const std::string& line : page_lines())
    if (line == wanted) return true;
  return false;
}

template <std::size_t... numbers>
std::vector<Message> all_kinds(std::index_sequence<numbers...>) {
  return {Message(std::in_place_index<numbers>)...};
}

// The row of the table that names kind and message, and how many fields it lists.
std::size_t fields_in_row(std::size_t kind, const std::string& name) {
  const std::string begin = "| " + std::to_string(kind) + " | `" + name + "` | ";
  for (const std::string& line : page_lines()) {
    if (line.rfind(begin, 0) != 0) continue;
    std::size_t fields = 1;
    for (const char c : line) fields += c == ',' ? 1 : 0;
    return fields;
  }
  return 0;
}

}  // namespace

TEST_CASE("the page on the wire format lists every kind of message with its fields") {
  const auto kinds = all_kinds(std::make_index_sequence<std::variant_size_v<Message>>());
  PayloadPool pool;
  for (Message message : kinds) {
    const bool append = std::holds_alternative<AppendEntries>(message);
    const std::string name = append ? "append_entries" : message_name(message);
    INFO(name);
    // Without entries, their count takes four bytes instead of a field's eight. An empty chunk takes 60.
    auto* install = std::get_if<InstallSnapshot>(&message);
    if (install != nullptr) install->chunk = make_snapshot_chunk(pool, {}, 0, "");
    const std::size_t bytes = encoded(message).size() + (append ? 4 : 0) - (install != nullptr ? 52 : 0);
    CHECK(fields_in_row(message.index(), name) == (bytes - 2) / 8);
  }
}

TEST_CASE("the page on the wire format shows what the codec writes") {
  CHECK(has_line("vote_request" + hexadecimal(encoded(VoteRequest{Term{1}, Index{2}, Term{3}}))));
  CHECK(has_line("append_accepted" + hexadecimal(encoded(AppendAccepted{Term{5}, Index{6}, 7}))));
}
