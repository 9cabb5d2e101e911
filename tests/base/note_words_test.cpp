// The tables of notes: every code has its own row and name, and both spellings come from it.
#include <set>
#include <string>

#include "core/base/note_filter.hpp"
#include "core/kv/note_words.hpp"
#include "core/raft/note_words.hpp"
#include "core/text/node_text.hpp"
#include "core/text/note_text.hpp"
#include "tests/catch.hpp"

using namespace whitewater;

namespace {

const NoteWords& words_of(std::string_view name) {
  for (const std::span<const NoteWords> table :
       {std::span<const NoteWords>(raft::note_words), std::span<const NoteWords>(kv::note_words)})
    if (const NoteWords* words = find_note(table, name)) return *words;
  FAIL("no note is called " << name);
  return raft::note_words[0];
}

}  // namespace

TEST_CASE("no two notes share a code or a name, and every sentence names a node") {
  std::set<std::uint32_t> codes;
  std::set<std::string_view> names;
  for (const std::span<const NoteWords> table :
       {std::span<const NoteWords>(raft::note_words), std::span<const NoteWords>(kv::note_words)})
    for (const NoteWords& words : table) {
      INFO(words.name);
      CHECK(codes.insert(words.code).second);
      CHECK(names.insert(words.name).second);
      CHECK((words.a == NoteWords::Number::none) == words.a_label.empty());
      CHECK((words.b == NoteWords::Number::none) == words.b_label.empty());
      const bool named = words.sentence.find("{node}") != std::string_view::npos ||
                         words.sentence.find("{who}") != std::string_view::npos;
      CHECK((words.sentence.empty() || named));
      CHECK((words.leads == NoteWords::Leads::unchanged || !words.sentence.empty()));
    }
}

TEST_CASE("a table that lacks a row, or has one twice, does not cover its enum") {
  const NoteWords one{1, "one"}, two{2, "two"};
  const NoteWords whole[] = {one, two}, twice[] = {one, one}, nameless[] = {one, {2, ""}};
  CHECK(covers(whole, 1, 2));
  CHECK_FALSE(covers(whole, 1, 3));
  CHECK_FALSE(covers(twice, 1, 2));
  CHECK_FALSE(covers(nameless, 1, 2));
  CHECK(find_note(whole, 3u) == nullptr);
}

TEST_CASE("a note in words and in fields") {
  const NoteWords& leader = words_of("became_leader");
  CHECK(note_in_words(leader, 2, 119, 5) == "became_leader term 2, last index 119");
  CHECK(note_in_fields(leader, 2, 119, 5) == "became_leader term=2 last_index=119");
  const NoteWords& held = words_of("request_held");
  CHECK(note_in_words(held, 5, 0xABC, 5) == "request_held client 0015");
  CHECK(note_in_fields(held, 5, 0xABC, 5) == "request_held client=0015 name=0000000000000abc");
  CHECK(note_in_words(words_of("put_applied"), 0xABC, 7, 5) == "put_applied index 7");
  CHECK(note_in_words(words_of("became_follower"), 3, no_node.value, 5) == "became_follower term 3, leader FFFF");
}

TEST_CASE("nodes by name") {
  CHECK(node_text(NodeId{4}, 5) == "0004");
  CHECK(node_text(NodeId{5}, 5) == "0015");
  CHECK(node_text(no_node, 5) == "FFFF");
  CHECK(nodes_text({}, 5) == "nobody");
  CHECK(nodes_text(NodeSet::first(2), 5) == "0000, 0001");
}

TEST_CASE("a filter wants its codes, and those that share their bit") {
  const NoteFilter none;
  CHECK(none.none());
  CHECK_FALSE(none.wants(3));
  const NoteFilter two = NoteFilter::of(3) | NoteFilter::of(100);
  CHECK(two.wants(3));
  CHECK(two.wants(100));
  CHECK(two.wants(36));  // 100 modulo 64
  CHECK_FALSE(two.wants(4));
  for (std::uint32_t code = 0; code < 200; ++code) CHECK(NoteFilter::all().wants(code));
  // Marks of Raft cost nothing in the key-value replica: no note of it shares their bits.
  for (const NoteWords& mark : raft::note_words) {
    if (mark.leads == NoteWords::Leads::unchanged) continue;
    for (const NoteWords& words : kv::note_words) CHECK_FALSE(NoteFilter::of(mark.code).wants(words.code));
  }
}
