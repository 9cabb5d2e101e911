// What messages of any program say is read by the names of their fields, however programs spell them.
#include <set>
#include <string>

#include "core/base/payload_pool.hpp"
#include "core/text/concat.hpp"
#include "tests/catch.hpp"
#include "tools/virtual/host/datagram_words.hpp"
#include "tools/virtual/judge/fields.hpp"

namespace whitewater::tools::virtual_time {
namespace {

std::string said(const std::string& message, Meaning meaning) {
  const Fields fields = Fields::read(message);
  const Field* const field = fields.find(meaning);
  if (field == nullptr) return "";
  return concat({field->path, "=", field->kind == json::Kind::array ? std::to_string(field->length) : field->text});
}

TEST_CASE("Two programs say the same in other words") {
  const std::string ours = R"({"type":"append","term":4,"prev":7,"prev_term":3,"entries":[1,2],"commit":6})";
  const std::string theirs = R"({"type":"AppendEntries","data":{"currentTerm":4,"prevLogIndex":7,"prevLogTerm":3,)"
                             R"("log":[1,2],"leaderCommit":6}})";
  CHECK(said(ours, Meaning::term) == "term=4");
  CHECK(said(theirs, Meaning::term) == "data.currentTerm=4");
  CHECK(said(ours, Meaning::prev_index) == "prev=7");
  CHECK(said(theirs, Meaning::prev_index) == "data.prevLogIndex=7");
  CHECK(said(theirs, Meaning::term_of_prev) == "data.prevLogTerm=3");
  CHECK(said(ours, Meaning::entries) == "entries=2");
  CHECK(said(theirs, Meaning::entries) == "data.log=2");
  CHECK(said(theirs, Meaning::commit) == "data.leaderCommit=6");
}

TEST_CASE("Fields are found in strings that hold an object, and in words") {
  CHECK(said(R"({"data":"{\"voteGranted\":true,\"term\":2}"})", Meaning::granted) == "data.voteGranted=true");
  CHECK(said(R"({"data":"term=2; candidate_id=0003"})", Meaning::candidate) == "data.candidate_id=0003");
  CHECK(said(R"({"data":"term: 2, granted: yes"})", Meaning::granted) == "data.granted=yes");
  CHECK(said(R"({"data":"a=b"})", Meaning::unknown) == "data=a=b");
  CHECK(said("term=2", Meaning::term).empty());
}

TEST_CASE("A vote is told in several words") {
  const auto truth = [](const std::string& value) {
    const Fields fields = Fields::read(concat({R"({"granted":)", value, "}"}));
    const auto found = fields.find(Meaning::granted)->truth();
    return !found ? "?" : *found ? "yes" : "no";
  };
  CHECK(std::string(truth("true")) == "yes");
  CHECK(std::string(truth("\"True\"")) == "yes");
  CHECK(std::string(truth("1")) == "yes");
  CHECK(std::string(truth("0")) == "no");
  CHECK(std::string(truth("\"no\"")) == "no");
  CHECK(std::string(truth("\"0003\"")) == "?");
}

TEST_CASE("No run is judged by a field that mostly means something else, nor by the term of an entry") {
  CHECK(said(R"({"t":5})", Meaning::term) == "t=5");
  CHECK_FALSE(term_of(R"({"t":5,"term_":"x"})", "").has_value());
  CHECK_FALSE(term_of(R"({"last_entry":{"term":5}})", "").has_value());
  CHECK(term_of(R"({"header":{"term":5}})", "")->field == "header.term");
}

TEST_CASE("The table names each spelling once, as it is compared") {
  std::set<std::string_view> seen;
  for (const Spelling& spelling : spellings()) {
    CAPTURE(std::string(spelling.name));
    CHECK(seen.insert(spelling.name).second);
    CHECK(spelling_of(spelling.name) == &spelling);
  }
}

TEST_CASE("Of a message in which nothing can be read, the beginning of its bytes is told") {
  CHECK(datagram_details(R"({"type":"x","data":{"term":4,"n":1}})") == "data.term 4, data.n 1");
  const std::string long_text(500, 'q');
  CHECK(datagram_details(concat({R"({"src":"0000","type":"x","blob":")", long_text, "\"}"})) ==
        "blob 'qqqqqqqqqqqqqqqqqqqqqqqq...' (500 bytes)");
}

}  // namespace
}  // namespace whitewater::tools::virtual_time
