// The loop is that of RunSession, with time that jumps.
#include "tests/real/fake_run.hpp"

#include <algorithm>
#include <sstream>
#include <utility>

#include "core/text/concat.hpp"
#include "core/text/duration_text.hpp"
#include "core/text/node_text.hpp"
#include "scenarios/standard/standard.hpp"
#include "scenarios/workloads/course_options.hpp"
#include "scenarios/workloads/course_report.hpp"
#include "tests/catch.hpp"
#include "tools/real/run/real_fields.hpp"

namespace whitewater::tools::real::testing {

namespace {

constexpr Duration hop = microseconds(100);

}  // namespace

Result<scenarios::ReadScenario> FakeRun::read(const std::vector<std::string>& overrides, const char* file) {
  std::vector<scenarios::Override> changes;
  for (const std::string& override : overrides) {
    const std::size_t equals = override.find('=');
    changes.push_back({override.substr(0, equals), override.substr(equals + 1)});
  }
  return scenarios::read_scenario(file, "small.json", scenarios::standard_toolbox(), changes);
}

FakeRun::FakeRun(const std::vector<std::string>& overrides, const char* file) {
  Result<scenarios::ReadScenario> read_ = read(overrides, file);
  INFO((read_ ? "" : read_.error().text()));
  REQUIRE(read_.ok());
  scenario = std::move(read_.value().scenario);
  const std::optional<Error> refused = refusal(scenario, read_.value().given, false);
  INFO((refused ? refused->text() : ""));
  REQUIRE_FALSE(refused);
  set_real_defaults(scenario, read_.value().given);
  seed = scenario.seed.value_or(1);
  counters = RunCounters(scenario.replicas);
  up_ = NodeSet::first(scenario.replicas);
  transport.known = up_;
  watchers_.add(*this);
  watchers_.add(counters);
  ProcessControl& processes = *this;
  core_.emplace(scenario, seed, RunCore::Parts{course, transport, processes, watchers_, findings, pool},
                Router::Config{});
}

void FakeRun::run() {
  while (!core_->over(now)) {
    const Time limit = core_->sleeps_until(now);
    bool read = false;
    do {
      if (served_ == transport.sent.size()) now = std::max(now, std::min(limit, core_->next_step()));
      core_->take_steps(now);
      read = serve();
    } while (!read && now < limit && !course.over());
    core_->fire(now);
  }
}

// Replicas read what came. Returns false if nothing came.
bool FakeRun::serve() {
  bool any = false;
  for (; served_ < transport.sent.size(); any = true) {
    const FakeTransport::Delivery delivery = transport.sent[served_++];
    note(now, concat({"arrives at ", node_text(delivery.to), ": ", delivery.bytes}));
    if (paused_.contains(delivery.to))
      kept_.push_back(delivery);
    else
      handle(delivery.to, delivery.bytes);
  }
  return any;
}

NodeId FakeRun::leader() const {
  return up_.empty() ? no_node : *up_.begin();
}

void FakeRun::handle(NodeId replica, const std::string& bytes) {
  const Result<course::MessageText> parsed = course::MessageText::parse(bytes);
  REQUIRE(parsed.ok());
  const course::MessageText& message = parsed.value();
  if (!serves || message.type() == "store") return;
  now = now + hop;
  const std::string client(message.src());
  const std::string mid = concat({",\"MID\":\"", *message.text("MID"), "\""});
  const std::string key(*message.text("key"));
  if (replica != leader()) return say(replica, client, "redirect", mid);
  if (message.type() == "get") return say(replica, client, "ok", concat({mid, ",\"value\":\"", store_[key], "\""}));
  store_[key] = std::string(*message.text("value"));
  say(replica, "FFFF", "store", "");
  say(replica, client, "ok", mid);
}

void FakeRun::say(NodeId replica, const std::string& dst, const std::string& type, const std::string& more) {
  const std::string bytes = concat({"{\"src\":\"", node_text(replica), "\",\"dst\":\"", dst, "\",\"leader\":\"",
                                    node_text(leader()), "\",\"type\":\"", type, "\"", more, "}"});
  Read read;
  read.kind = Read::Kind::messages;
  read.messages.push_back(bytes);
  core_->router().take(replica, read, now);
}

void FakeRun::act(const std::string& what, NodeId replica, Time time) {
  acts.push_back(concat({duration_text(time - Time{}), " ", what, " ", node_text(replica)}));
  note(time, concat({what, " ", node_text(replica)}));
}

void FakeRun::end(NodeId replica, const std::string&, Time time) {
  act("end", replica, time);
  transport.close(replica);
  up_.erase(replica);
}

void FakeRun::crash(NodeId replica, const std::string& why, Time time) {
  act("crash", replica, time);
  note(time, why);
  transport.close(replica);
  up_.erase(replica);
  paused_.erase(replica);
}

bool FakeRun::start_again(NodeId replica, Time time) {
  if (fails_to_start == replica) return false;
  act("start", replica, time);
  (void)transport.reopen(replica);
  transport.known.insert(replica);
  up_.insert(replica);
  return true;
}

void FakeRun::stop(NodeId replica) {
  act("stop", replica, now);
  paused_.insert(replica);
}

void FakeRun::go_on(NodeId replica) {
  act("go_on", replica, now);
  paused_.erase(replica);
  for (const FakeTransport::Delivery& delivery : std::exchange(kept_, {})) {
    if (delivery.to == replica)
      handle(replica, delivery.bytes);
    else
      kept_.push_back(delivery);
  }
}

void FakeRun::note(Time time, const std::string& text) {
  seen_ += concat({duration_text(time - Time{}), " ", text, "\n"});
}

void FakeRun::on_message(const MessageSeen& seen) {
  note(seen.time, concat({"message ", node_text(seen.from), " ", node_text(seen.to), " fate ",
                          std::to_string(static_cast<int>(seen.fate)), " copies ", std::to_string(seen.copies)}));
}

void FakeRun::on_request(const RequestSeen& seen) {
  note(seen.time, concat({"request ", seen.record.mid(), " ", seen.record.is_get() ? "get " : "put ", seen.record.key(),
                          " to ", node_text(seen.to), seen.again ? " again" : ""}));
}

void FakeRun::on_answer(const AnswerSeen& seen) {
  note(seen.time, concat({"answer ", seen.mid, " ", std::to_string(static_cast<int>(seen.judgement))}));
}

scenarios::RunReport FakeRun::report() const {
  course::Course judged = course;
  scenarios::RunReport report;
  set_course_report(report, scenarios::judged_by_the_course(rules_of(scenario), judged.finish(), {}));
  core_->explain(report);
  return report;
}

std::string FakeRun::verdict() const {
  const scenarios::RunReport report = this->report();
  std::string text = concat({"end ", duration_text(now - Time{}), "\n"});
  for (const std::string& check : report.failed_checks) text += concat({"failed ", check, "\n"});
  for (const auto& grade : report.grades)
    text += concat({"grade ", grade.metric, " ", std::to_string(grade.rank), "\n"});
  if (const HealProbe* const probe = core_->probe())
    text += probe->done() ? "served\n" : concat({"waits for ", probe->waits_for(), "\n"});
  return text;
}

std::size_t FakeRun::count(const std::string& part) const {
  std::istringstream lines(seen_);
  std::size_t found = 0;
  for (std::string line; std::getline(lines, line);) found += line.find(part) != std::string::npos ? 1u : 0u;
  return found;
}

}  // namespace whitewater::tools::real::testing
