// Chooses by the property that failed.
#include "tools/virtual/account/accounts.hpp"

#include "core/text/concat.hpp"
#include "tools/virtual/judge/finding.hpp"

namespace whitewater::tools::virtual_time {

namespace {

// A process that ended by itself is the cause of much.
void account_of_findings(scenarios::Account& account, const scenarios::RunReport& report) {
  for (const auto& section : report.sections) {
    const auto* const messages = dynamic_cast<const MessageSection*>(section.get());
    if (messages == nullptr) continue;
    for (const ProgramFinding& finding : messages->findings) account.push_back(concat({"Beside that: ", finding.text}));
  }
}

}  // namespace

scenarios::Account account_of_program(const scenarios::AccountedRun& run) {
  scenarios::Account account;
  const MessageLog messages(run.log);
  const std::string property = run.report.violation ? run.report.violation->property : "";
  if (property == "two_leaders")
    account_of_votes(account, messages);
  else if (property == "majority_heard")
    account_of_early_ok(account, messages, *run.report.violation);
  else if (property == "refused_put")
    account_of_refused(account, messages, *run.report.violation);
  else if (property == "silence" || property == "redirect_storm")
    account_of_service(account, messages, property == "redirect_storm");
  else
    account_of_reads(account, messages, run);
  account_of_findings(account, run.report);
  return account;
}

}  // namespace whitewater::tools::virtual_time
