// The first message of a term that speaks of votes asks for them; a voter's answer is of another type, or has a field
// that grants.
#include <algorithm>
#include <array>
#include <optional>

#include "core/check/messages/term_leaders.hpp"
#include "core/text/concat.hpp"
#include "core/text/lower_case.hpp"
#include "tools/virtual/account/accounts.hpp"

namespace whitewater::tools::virtual_time {

namespace {

using scenarios::Account;

bool speaks_of(std::string_view type, std::initializer_list<std::string_view> words) {
  const std::string text = lower_case(type);
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return text.find(word) != std::string::npos; });
}

bool of_a_vote(const Message& message) {
  return speaks_of(message.type(), {"vote", "elect", "candid", "ballot"}) && !speaks_of(message.type(), {"pre"});
}

std::optional<checks::TermLeaders::Two> two_leaders(const MessageLog& messages) {
  checks::TermLeaders leaders;
  leaders.reset();
  const Datagram* latest = nullptr;
  for (const Message& message : messages.all()) {
    if (message.datagram == latest) continue;
    latest = message.datagram;
    const bool itself = message.datagram->leader == message.from();
    if (const auto two =
            leaders.sent(message.from(), message.type(), itself, message.datagram->term, message.sent->time))
      return two;
  }
  return std::nullopt;
}

struct Candidacy {
  NodeId candidate;
  const Message* asks = nullptr;  // the first request for votes
  std::vector<const Message*> grants;
  NodeSet voters;  // the candidate too, if it asked
};

class Election {
 public:
  Election(const MessageLog& messages, const checks::TermLeaders::Two& two)
      : messages_(messages),
        term_(two.now.term),
        sides_{candidacy(two.before.leader, two.before.first), candidacy(two.now.leader, two.now.first)},
        leads_{two.before.first, two.now.first} {}

  void tell(Account& account) const {
    if (asking_.empty()) {
      account.push_back(concat({"No message of term ", std::to_string(term_),
                                " speaks of votes: from messages nobody can say who voted for whom"}));
      return;
    }
    for (std::size_t i = 0; i < sides_.size(); ++i) tell_side(account, sides_[i], leads_[i]);
    bool explained = false;
    for (const NodeId voter : sides_[0].voters& sides_[1].voters) {
      account.push_back(concat({messages_.name(voter), " voted twice in term ", std::to_string(term_), ": ",
                                vote_words(sides_[0], voter), ", and ", vote_words(sides_[1], voter),
                                "; a replica has one vote in a term, and gives it once (Raft §5.2)"}));
      explained = true;
    }
    for (const Candidacy& side : sides_) explained = tell_lack(account, side) || explained;
    if (!explained) account.push_back("No vote that was given twice is in these messages");
  }

 private:
  static std::optional<bool> granted(const Fields& fields, const std::string& candidate) {
    const Field* const field = fields.find(Meaning::granted);
    if (field == nullptr) return std::nullopt;
    if (field->text == candidate) return true;
    return field->truth();
  }

  // Of the answer to a request for votes.
  bool grants(const Message& message) const {
    const Fields fields = Fields::read(message.datagram->bytes());
    if (const auto said = granted(fields, messages_.name(message.to()))) return *said;
    if (const Field* const success = fields.find(Meaning::success))
      if (const auto said = success->truth()) return *said;
    return !speaks_of(message.type(), {"deny", "denied", "reject", "refus"});
  }

  Candidacy candidacy(NodeId candidate, Time leads) {
    Candidacy found;
    found.candidate = candidate;
    for (const Message& message : messages_.all()) {
      if (message.sent->time > leads) break;
      if (!of_a_vote(message)) continue;
      const std::optional<std::uint64_t> term = message.term();
      if (asking_.empty() && term == term_) asking_ = message.type();
      const bool answers =
          message.type() != asking_ || granted(Fields::read(message.datagram->bytes()), "").has_value();
      if (message.from() == candidate && term == term_ && !answers && found.asks == nullptr) found.asks = &message;
      if (message.to() != candidate || !answers || found.asks == nullptr || term.value_or(term_) != term_) continue;
      if (!grants(message) || message.arrived == nullptr || message.arrived->time > leads) continue;
      found.grants.push_back(&message);
      found.voters.insert(message.from());
    }
    if (found.asks != nullptr) found.voters.insert(candidate);
    return found;
  }

  void tell_side(Account& account, const Candidacy& side, Time leads) const {
    const std::string who = messages_.name(side.candidate);
    if (side.asks == nullptr) {
      account.push_back(concat({who, " leads term ", std::to_string(term_), " from ", moment(leads),
                                " on, and never asked for votes in that term"}));
      return;
    }
    account.push_back(
        concat({who, " asked for votes in term ", std::to_string(term_), " ", at(side.asks->sent->time), " by ",
                messages_.content(*side.asks), ", and led from ", moment(leads), " on, with ",
                std::to_string(side.voters.size()), " of ", std::to_string(messages_.replicas()), " votes:"}));
    account.push_back("  its own");
    for (const Message* const grant : side.grants)
      account.push_back(concat({"  that of ", messages_.name(grant->from()), ": ", messages_.content(*grant), ", ",
                                MessageLog::way(*grant)}));
  }

  std::string vote_words(const Candidacy& side, NodeId voter) const {
    if (voter == side.candidate) return concat({"for itself ", at(side.asks->sent->time)});
    for (const Message* const grant : side.grants)
      if (grant->from() == voter) return concat({"for ", messages_.name(side.candidate), " ", at(grant->sent->time)});
    return "";
  }

  bool tell_lack(Account& account, const Candidacy& side) const {
    if (side.asks == nullptr || side.voters.size() >= messages_.majority()) return false;
    account.push_back(
        concat({messages_.name(side.candidate), " led without a majority: ", std::to_string(side.voters.size()), " of ",
                std::to_string(messages_.replicas()), " replicas voted for it, and a majority is ",
                std::to_string(messages_.majority()),
                side.grants.size() + 1 > side.voters.size() ? "; a vote that comes twice counts once" : ""}));
    return true;
  }

  const MessageLog& messages_;
  std::uint64_t term_;
  std::string asking_;  // the type of requests for votes
  std::array<Candidacy, 2> sides_;
  std::array<Time, 2> leads_;
};

}  // namespace

void account_of_votes(Account& account, const MessageLog& messages) {
  if (const auto two = two_leaders(messages)) Election(messages, *two).tell(account);
}

}  // namespace whitewater::tools::virtual_time
