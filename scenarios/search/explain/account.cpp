// A run may have many wrong gets of one cause: the first ones are told.
#include "scenarios/search/explain/account.hpp"

#include <set>

#include "scenarios/story/put_life.hpp"
#include "scenarios/story/story_events.hpp"

namespace whitewater::scenarios {

namespace {

constexpr std::size_t gets_told_max = 2;

void add_missed_puts(Account& account, const AccountedRun& run) {
  StoryForm form;
  form.wrong = wrong_gets(run.requests, run.report.violation);
  if (form.wrong.gets.empty()) return;
  const std::vector<StoryEvent> events = story_events(run.log);
  std::set<std::string> keys;
  for (const ReportedRequest& request : run.requests) {
    if (keys.size() == gets_told_max) return;
    if (!form.wrong.contains(request) || keys.contains(request.key)) continue;
    const std::vector<std::string> lines = missed_put_lines(run.log, events, run.requests, request, form);
    if (lines.empty()) continue;
    keys.insert(request.key);
    for (const std::string& line : lines) account.push_back(line.substr(account.empty() || line == lines[0] ? 2 : 0));
  }
}

}  // namespace

Account account_of(const AccountedRun& run, const System& system) {
  Account account;
  add_missed_puts(account, run);
  if (system.account != nullptr)
    for (std::string& line : system.account(run)) account.push_back(std::move(line));
  return account;
}

}  // namespace whitewater::scenarios
