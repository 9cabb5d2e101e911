// Fates in a file: what they do to a run, and which are refused.
#include <algorithm>

#include "scenarios/experiment/runner.hpp"
#include "scenarios/format/scenario_reader.hpp"
#include "scenarios/format/scenario_writer.hpp"
#include "scenarios/standard/standard.hpp"
#include "tests/catch.hpp"
#include "tests/scenarios/scenario_texts.hpp"

namespace whitewater::scenarios {

namespace {

std::string file_with(const std::string& fates, const std::string& more = "") {
  return R"({"lifetime": 30, "replicas": 5, "requests": 500, "disk_delay": "1ms")" + more + ",\n\"fates\": [" + fates +
         "]}";
}
std::string error_of(const std::string& fates, const std::string& more = "") {
  const Result<ReadScenario> read = read_standard(file_with(fates, more), "f.json");
  return read ? "no error" : read.error().text();
}
// Of the only fate.
std::string complaint_of(const std::string& fate, const std::string& more = "") {
  const std::string text = error_of("{" + fate + "}", more);
  const std::string place = "f.json:2: $.fates[0]";
  return text.starts_with(place) ? text.substr(place.size()) : text;
}

Scenario scenario_with(const std::string& fates, const std::string& more = "") {
  const Result<ReadScenario> read = read_standard(file_with(fates, more), "f.json");
  INFO((read ? std::string() : read.error().text()));
  REQUIRE(read.ok());
  return read.value().scenario;
}

struct Message {
  Time time;
  Fate name;
  simnet::SendOutcome outcome;
  Duration delay;

  bool like(const Message& other) const {
    return name.message == other.name.message && name.from == other.name.from && name.to == other.name.to;
  }
  friend bool operator==(const Message&, const Message&) = default;
};

class Recorder final : public simnet::FateRecorder {
 public:
  explicit Recorder(const Scenario& scenario) : scenario_(scenario) {}
  void on_message(const simnet::MessageFate& fate) override {
    messages.push_back({fate.time, name_of(fate, scenario_), fate.outcome, fate.delays[0]});
  }
  void on_write(const simnet::WriteFate& fate) override {
    writes.emplace_back(name_of(fate), fate.delay);
    write_times.push_back(fate.time);
  }
  // The first of this type from a time on.
  std::size_t first(std::string_view type, Duration from = {}) const {
    const std::vector<std::string_view> words = message_words(*scenario_.system);
    for (std::size_t i = 0; i < messages.size(); ++i)
      if (messages[i].time >= Time{} + from && words[static_cast<std::size_t>(*messages[i].name.message)] == type)
        return i;
    FAIL("there is a " << type);
    return 0;
  }

  std::vector<Message> messages;
  std::vector<std::pair<Fate, Duration>> writes;
  std::vector<Time> write_times;

 private:
  const Scenario& scenario_;
};

Recorder recorded(const Scenario& scenario) {
  Runner runner;
  Recorder recorder(scenario);
  RunOptions options;
  options.fate_recorder = &recorder;
  runner.run(scenario, 1, options);
  return recorder;
}

constexpr const char* link = R"("from": "0000", "to": "0001", )";
std::string on_link(const std::string& rest) {
  return link + rest;
}

}  // namespace

TEST_CASE("a fate decides on the message that it names, of either plane") {
  const Scenario scenario = scenario_with("");
  const Recorder before = recorded(scenario);
  for (const std::string_view type : {"append_entries", "vote_granted", "request", "reply"}) {
    CAPTURE(type);
    const std::size_t place = before.first(type);
    for (const bool lost : {true, false}) {
      Scenario changed = scenario;
      Fate fate = before.messages[place].name;
      fate.lost = lost;
      if (!lost) fate.delay = milliseconds(77);
      changed.fates = {fate};
      const Recorder after = recorded(changed);
      CHECK(after.messages[place].name == before.messages[place].name);
      CHECK((after.messages[place].outcome == simnet::SendOutcome::lost) == lost);
      if (!lost) CHECK(after.messages[place].delay == milliseconds(77));
      for (std::size_t i = 0; i < place; ++i) REQUIRE(after.messages[i] == before.messages[i]);
    }
  }
}

TEST_CASE("a fate decides on the write that it names") {
  const Scenario scenario = scenario_with("");
  const Recorder before = recorded(scenario);
  REQUIRE(before.writes.size() > 100);
  Scenario changed = scenario;
  changed.fates = {before.writes[20].first};
  changed.fates[0].delay = milliseconds(9);
  const Recorder after = recorded(changed);
  CHECK(before.writes[20].second == milliseconds(1));
  CHECK(after.writes[20] == std::pair(before.writes[20].first, milliseconds(9)));
}

TEST_CASE("an aimed fate decides on the first message of its type from a time on, or on a later one") {
  const Scenario scenario = scenario_with("");
  const Recorder before = recorded(scenario);
  const std::size_t first = before.first("append_entries", seconds(7));
  for (const std::size_t occurrence : {1u, 3u}) {
    CAPTURE(occurrence);
    const Fate& name = before.messages[first].name;
    Scenario changed = scenario;
    Fate fate;
    fate.message = name.message;
    fate.from = name.from;
    fate.to = name.to;
    fate.first_from = before.messages[first].time - Time{};
    fate.occurrence = static_cast<std::uint32_t>(occurrence);
    fate.lost = true;
    changed.fates = {fate};
    const Recorder after = recorded(changed);
    std::size_t place = first;
    for (std::size_t seen = 1; seen < occurrence; ++seen) do
        ++place;
      while (!before.messages[place].like(before.messages[first]));
    for (std::size_t i = 0; i < place; ++i) REQUIRE(after.messages[i] == before.messages[i]);
    CHECK(after.messages[place].name == before.messages[place].name);
    CHECK(after.messages[place].outcome == simnet::SendOutcome::lost);
    CHECK(std::count_if(after.messages.begin(), after.messages.end(),
                        [](const Message& m) { return m.outcome == simnet::SendOutcome::lost; }) == 1);
  }
}

TEST_CASE("an aimed fate decides on the first write of its kind from a time on, or on a later one") {
  const Scenario scenario = scenario_with("");
  const Recorder before = recorded(scenario);
  std::size_t first = 20;
  while (before.writes.at(first).first.write != WriteKind::append) ++first;
  const Fate& name = before.writes[first].first;
  for (const std::uint32_t occurrence : {1u, 3u}) {
    CAPTURE(occurrence);
    Fate fate;
    fate.write = WriteKind::append;
    fate.node = name.node;
    fate.first_from = before.write_times[first] - Time{};
    fate.occurrence = occurrence;
    fate.delay = milliseconds(9);
    Scenario changed = scenario;
    changed.fates = {fate};
    const Recorder after = recorded(changed);
    std::size_t place = first;
    for (std::uint32_t seen = 1; seen < occurrence; ++seen) do
        ++place;
      while (before.writes[place].first.write != WriteKind::append || before.writes[place].first.node != name.node);
    for (std::size_t i = 0; i < place; ++i) REQUIRE(after.writes[i] == before.writes[i]);
    CHECK(after.writes[place] == std::pair(before.writes[place].first, milliseconds(9)));
  }
}

TEST_CASE("a fate that met no message is a warning by name") {
  Runner runner;
  const RunReport report =
      runner.run(scenario_with(R"({"message": "append_entries", "from": "0002", "to": "0004", "life": 1, "term": 3,)"
                               R"( "index": 17, "lost": true},)"
                               R"({"write": "append", "node": "0001", "index": 999999, "delay": "3ms"},)"
                               R"({"message": "reply", "from": "0002", "to": "0015", "first_from": "25s",)"
                               R"( "occurrence": 100000, "lost": true})"),
                 1);
  REQUIRE(report.warnings.size() == 3);
  CHECK(report.warnings[0] ==
        "fate 1, append_entries of term 3 at index 17 from 0002 to 0004 in life 1: no effect, no such message left its "
        "node");
  CHECK(report.warnings[1] == "fate 2, append of 0001 at index 999999: no effect, there was no such write");
  CHECK(report.warnings[2] ==
        "fate 3, reply from 0002 to 0015, occurrence 100000, from 25s on: no effect, no such message left its node");
}

TEST_CASE("a fate names one message or one write, in full") {
  const std::string lost = R"(, "lost": true)";
  const std::string place = R"("term": 3, "index": 17)";
  const auto appended = [&](const std::string& rest) {
    return complaint_of(on_link(R"("message": "append_entries", )" + rest));
  };
  CHECK(appended(place + lost) == "no error");
  CHECK(appended(R"("identity": "0x2a")" + lost) == "no error");
  CHECK(appended(R"("first_from": "2.983s")" + lost) == "no error");
  CHECK(complaint_of(R"("from": "0000")") == ".message: expected \"message\" or \"write\", found nothing");
  CHECK(complaint_of(R"("message": "append_entries", "from": "0000", )" + place + lost) ==
        ".to: expected who sends and who receives the message, found nothing");
  CHECK(
      complaint_of(on_link(R"("message": "append_entry", )" + place + lost)).find("did you mean \"append_entries\"") !=
      std::string::npos);
  CHECK(complaint_of(on_link(R"("message": "reply", "write": "append", "node": "0000", "index": 3, "delay": "1ms")")) ==
        ".write: expected nothing: a fate is that of a message or of a write");
  CHECK(complaint_of(on_link(R"("message": "reply", "node": "0000", "identity": "0x1")" + lost)) ==
        ".node: expected nothing: a message has a sender and a receiver");
  CHECK(appended(R"("index": 17)" + lost) == ".term: expected \"term\", \"identity\" or \"first_from\", found nothing");
  CHECK(appended(R"("term": 3)" + lost) == ".index: expected the index that names the message, found nothing");
  CHECK(complaint_of(on_link(R"("message": "vote_granted", )" + place + lost)) ==
        ".index: expected nothing: this message has no index");
  CHECK(complaint_of(on_link(R"("message": "reply", )" + place + lost)) ==
        ".term: expected nothing: this message has no term and no index; \"identity\" or \"first_from\" names it");
  CHECK(complaint_of(on_link(R"("message": "reply")" + lost)) ==
        ".identity: expected \"identity\" or \"first_from\", found nothing");
  CHECK(appended(place + R"(, "identity": "0x2a")" + lost) ==
        ".identity: expected nothing: \"term\" and \"index\" name the message");
  CHECK(appended(R"("first_from": "1s", "life": 1)" + lost) ==
        ".life: expected nothing: \"first_from\" names the message by its type and time");
  CHECK(complaint_of(on_link(R"("message": "update", "identity": "0x1")" + lost), R"(, "system": "primary-backup")") ==
        "no error");
  CHECK(complaint_of(on_link(R"("message": "update", "term": 1)" + lost), R"(, "system": "primary-backup")") ==
        ".term: expected nothing: this message has no term and no index; \"identity\" or \"first_from\" names it");
}

TEST_CASE("a fate names nodes that there are") {
  const auto from = [](const std::string& node) {
    return complaint_of(R"("message": "request", "to": "0001", "identity": "0x1", "lost": true, "from": ")" + node +
                        "\"");
  };
  const std::string expected =
      R"(.from: expected the id of a replica, "0000" to "0004", or of a client, "0015" to "001C", found )";
  CHECK(from("0015") == "no error");
  CHECK(from("001C") == "no error");
  CHECK(from("0005") == expected + "\"0005\"");
  CHECK(from("001D") == expected + "\"001D\"");
  CHECK(from("15") == R"(.from: expected the id of a replica or of a client, like "0003", found "15")");
}

TEST_CASE("a fate says one outcome") {
  const auto outcome = [](const std::string& rest) {
    return complaint_of(on_link(R"("message": "append_entries", "term": 3, "index": 17)" + rest));
  };
  CHECK(outcome(R"(, "delay": "3ms", "again": "4ms")") == "no error");
  CHECK(outcome("") == R"(.lost: expected "lost", "delay" or "again", found nothing)");
  CHECK(outcome(R"(, "lost": true, "delay": "3ms")") == ".delay: expected nothing: the message is lost");
  CHECK(outcome(R"(, "lost": true, "again": "3ms")") == ".again: expected nothing: the message is lost");
}

TEST_CASE("a fate of a write says how long it takes") {
  CHECK(complaint_of(R"("write": "append", "node": "0001", "index": 4, "delay": "3ms")") == "no error");
  CHECK(complaint_of(R"("write": "replace", "node": "0001", "identity": "0x4", "delay": "3ms")") == "no error");
  CHECK(complaint_of(R"("write": "append", "index": 4, "delay": "3ms")") ==
        ".node: expected who writes, found nothing");
  CHECK(complaint_of(R"("write": "append", "node": "0001", "delay": "3ms")") ==
        ".index: expected the index of the write, or \"first_from\", found nothing");
  CHECK(complaint_of(R"("write": "replace", "node": "0001", "delay": "3ms")") ==
        ".identity: expected the fold of what is written, or \"first_from\", found nothing");
  CHECK(complaint_of(R"("write": "append", "node": "0001", "index": 4)") ==
        ".delay: expected how long the write takes, found nothing");
  CHECK(complaint_of(R"("write": "append", "node": "0001", "first_from": "2s", "delay": "3ms")") == "no error");
  CHECK(complaint_of(R"("write": "append", "node": "0001", "index": 4, "first_from": "2s", "delay": "3ms")") ==
        ".index: expected nothing: \"first_from\" names the write by its kind and time");
  CHECK(complaint_of(R"("write": "append", "node": "0001", "index": 4, "lost": true)") ==
        ".lost: expected nothing: a write has none of it");
}

TEST_CASE("a message has one fate") {
  const std::string one = R"({"message": "append_entries", "from": "0000", "to": "0001", "term": 3, "index": 17, )";
  CHECK(error_of(one + R"("lost": true}, )" + one + R"("delay": "1ms"})") ==
        "f.json:2: $.fates[1]: expected one fate of each message and write, found that of fates[0] again");
  CHECK(error_of(one + R"("lost": true}, )" + one + R"("occurrence": 2, "delay": "1ms"})") == "no error");
}

}  // namespace whitewater::scenarios
