// What a reader makes of a file is what the file means: random histories are written in every form of every format,
// read as `check` reads them, and judged; the verdict is that of brute force on the history that was meant.
#include <map>

#include "core/check/linearizability/linearizability.hpp"
#include "tests/catch.hpp"
#include "tests/check/brute_force.hpp"
#include "tests/effort.hpp"
#include "tests/history/read_text.hpp"
#include "tests/history/written_history.hpp"
#include "tests/property.hpp"

using namespace whitewater;
using namespace whitewater::tools;
using testing::Form;
using testing::WrittenHistory;

namespace {

struct Tally {
  std::uint64_t good = 0;
  std::uint64_t bad = 0;
};

void check_form(Form form, const std::string& name) {
  Tally tally;
  std::string text, wrong;
  tests::check_property(
      [&](std::uint64_t seed) {
        const WrittenHistory written = testing::written_history(form, seed);
        text = written.text;
        ByteSource source = testing::source_of(written.text, 1 + seed % 97);
        const HistoryFormat* const format = detect_history_format(source.ahead());
        RC_ASSERT(format != nullptr);
        const Result<HistoryFile> read = read_history(source, "h", *format, written.initial);
        wrong = read.ok() ? "" : read.error().text();
        RC_ASSERT(wrong.empty());
        RC_ASSERT(read.value().history.operations.size() == written.operations);
        bool expected = true;
        for (const checks::History& meant : written.meant)
          expected = expected && checks::linearizable_by_brute_force(meant);
        const checks::Answer answer = checks::check_linearizability(read.value().history).answer;
        RC_ASSERT(answer == (expected ? checks::Answer::linearizable : checks::Answer::not_linearizable));
        ++(expected ? tally.good : tally.bad);
      },
      {.name = name, .cases = static_cast<int>(tests::effort(4'000u)), .more = [&] { return wrong + "\n" + text; }});
  INFO(name << ": " << tally.good << " good, " << tally.bad << " bad");
  CHECK(tally.good > tests::effort(300u));
  CHECK(tally.bad > tests::effort(300u));
}

}  // namespace

TEST_CASE("our own lines are judged as they are meant") {
  check_form(Form::whitewater, "whitewater");
}

TEST_CASE("JSON events are judged as they are meant") {
  check_form(Form::json, "json");
}

TEST_CASE("Jepsen's EDN is judged as it is meant") {
  check_form(Form::jepsen, "jepsen");
}

TEST_CASE("EDN with keys is judged as it is meant") {
  check_form(Form::key_value, "kv");
}

TEST_CASE("logs of the etcd test are judged as they are meant") {
  check_form(Form::etcd, "etcd");
}

TEST_CASE("logs of Jepsen runs are judged as they are meant") {
  check_form(Form::log, "log");
}

TEST_CASE("columns of history.txt are judged as they are meant") {
  check_form(Form::columns, "txt");
}
