// Every put has a value of its own, so that a get tells which put it saw.
#include "tests/replica/register_load.hpp"

namespace whitewater::replica::test {

namespace {

constexpr Duration patience = milliseconds(400);

std::string key_of(unsigned number) {
  return "key" + std::to_string(number);
}

}  // namespace

void RegisterLoad::ask(Asked& asked, bool put, const std::string& key) {
  const unsigned leader = router_.leader();
  const unsigned target = leader < router_.replicas() && drawn_below(8) != 0 ? leader : drawn_below(router_.replicas());
  asked = {"", now(), put, key, put ? "v" + std::to_string(++values_) : ""};
  asked.mid = put ? router_.put(target, key, asked.value) : router_.get(target, key);
}

void RegisterLoad::write_down(const Asked& asked, const std::string& value, std::optional<Time> returned) {
  const auto kind = asked.put ? checks::Operation::Kind::put : checks::Operation::Kind::get;
  history_.add(kind, asked.key, value, asked.at.ns, returned ? returned->ns : checks::Operation::never);
}

void RegisterLoad::settle(Asked& asked, const Answer* answer) {
  if (answer != nullptr && answer->type == "ok") {
    write_down(asked, asked.put ? asked.value : answer->value, answer->at);
    ++(asked.put ? acknowledged_ : reads_);
  } else if (asked.put) {
    // A redirect of a leader that lost its office says nothing of the entry either.
    write_down(asked, asked.value, std::nullopt);
  }
  asked.mid.clear();
}

void RegisterLoad::step() {
  for (Asked& asked : asked_) {
    const Answer* answer = asked.mid.empty() ? nullptr : router_.answer(asked.mid);
    if (!asked.mid.empty() && answer == nullptr && now() - asked.at < patience) continue;
    if (!asked.mid.empty()) settle(asked, answer);
    ask(asked, drawn_below(3) != 0, key_of(drawn_below(keys)));
  }
}

bool RegisterLoad::read_all(Duration limit) {
  const Time end = now() + limit;
  for (unsigned key = 0; key < keys; ++key)
    for (bool answered = false; !answered;) {
      if (now() > end) return false;
      Asked asked;
      ask(asked, false, key_of(key));
      router_.run_until([&] { return router_.answer(asked.mid) != nullptr; }, patience);
      const Answer* answer = router_.answer(asked.mid);
      answered = answer != nullptr && answer->type == "ok";
      settle(asked, answer);
      if (!answered) router_.run_for(milliseconds(20));
    }
  return true;
}

checks::History RegisterLoad::history() const {
  checks::History history = history_;
  for (const Asked& asked : asked_)
    if (!asked.mid.empty() && asked.put) history.add(checks::Operation::Kind::put, asked.key, asked.value, asked.at.ns);
  return history;
}

}  // namespace whitewater::replica::test
