// Terms, votes and leaders.
#include <map>
#include <set>
#include <utility>

#include "core/text/concat.hpp"
#include "core/text/node_text.hpp"
#include "scenarios/systems/figure3/replay.hpp"
#include "scenarios/systems/figure3/rules.hpp"

namespace whitewater::scenarios::figure3 {

std::string name_of(NodeId node) {
  return node_text(node);
}
std::string of_index(std::uint64_t index) {
  return concat({"index ", std::to_string(index)});
}
std::string of_term(std::uint64_t term) {
  return concat({"term ", std::to_string(term)});
}

std::uint64_t leads_in_group(const Replay& replay) {
  for (const Fact& fact : replay.group()) {
    if (fact.kind == Fact::Kind::leads) return fact.term;
    if (fact.kind == Fact::Kind::sent &&
        (fact.message.type == MessageType::append || fact.message.type == MessageType::commit_notice))
      return fact.message.term;
  }
  return 0;
}

// Figure 3: at most one leader can be elected in a given term.
Finding election_safety(const Record& record) {
  std::map<std::uint64_t, NodeId> leaders;  // by term
  for (Replay replay(record); replay.next();) {
    const std::uint64_t term = leads_in_group(replay);
    if (term == 0) continue;
    const NodeId first = leaders.emplace(term, replay.node()).first->second;
    if (first != replay.node())
      return concat({name_of(first), " and ", name_of(replay.node()), " both act as the leader of ", of_term(term)});
  }
  return std::nullopt;
}

// Figure 2: votedFor is one candidate, and is on stable storage before an answer.
Finding one_vote(const Record& record) {
  std::map<std::pair<std::uint64_t, NodeId>, NodeId> votes;  // by term and voter
  for (Replay replay(record); replay.next();) {
    const Contents& disk = replay.disk(replay.node());
    if (disk.vote == no_node) continue;
    const NodeId first = votes.emplace(std::pair(disk.term, replay.node()), disk.vote).first->second;
    if (first != disk.vote)
      return concat({"the disk of ", name_of(replay.node()), " held a vote for ", name_of(first), " and later one for ",
                     name_of(disk.vote), " in ", of_term(disk.term)});
  }
  return std::nullopt;
}

// §5.2: a candidate wins if it receives votes from a majority.
Finding elected_by_majority(const Record& record) {
  std::map<std::pair<std::uint64_t, NodeId>, std::set<NodeId>> voters;  // by term and candidate
  std::set<std::pair<std::uint64_t, NodeId>> leaders;
  for (Replay replay(record); replay.next();) {
    const Contents& disk = replay.disk(replay.node());
    if (disk.vote != no_node) voters[{disk.term, disk.vote}].insert(replay.node());
    const std::uint64_t term = leads_in_group(replay);
    if (term == 0 || !leaders.emplace(term, replay.node()).second) continue;
    const std::size_t votes = voters[{term, replay.node()}].size();
    if (2 * votes <= record.replicas)
      return concat({name_of(replay.node()), " leads ", of_term(term), ", and ", std::to_string(votes), " of ",
                     std::to_string(record.replicas), " disks held a vote for it"});
  }
  return std::nullopt;
}

// Figure 2: state is updated on stable storage before an RPC is answered.
Finding vote_is_durable(const Record& record) {
  for (Replay replay(record); replay.next();)
    for (const Fact& fact : replay.group()) {
      const bool granted = fact.message.type == MessageType::vote_granted;
      if (fact.kind != Fact::Kind::sent || (!granted && fact.message.type != MessageType::vote_request)) continue;
      const NodeId candidate = granted ? fact.peer : fact.node;
      const Contents disk = replay.disk_after(fact.number);
      if (disk.term != fact.message.term || disk.vote != candidate)
        return concat({name_of(fact.node), granted ? " tells " : " asks ", name_of(fact.peer),
                       granted ? " of a vote in " : " for a vote in ", of_term(fact.message.term),
                       " before its own vote is on its disk"});
    }
  return std::nullopt;
}

Finding vote_kept(const Record& record) {
  for (Replay replay(record); replay.next();)
    for (const Fact& fact : replay.group())
      if (const Contents& before = replay.written_before(); fact.kind == Fact::Kind::term_vote &&
                                                            fact.term == before.term && before.vote != no_node &&
                                                            fact.vote != before.vote)
        return concat({name_of(fact.node), " had voted for ", name_of(before.vote), " in ", of_term(fact.term),
                       ", and writes another vote, or none"});
  return std::nullopt;
}

// Figure 2, RequestVote 2: the candidate's log is at least as up-to-date as the receiver's log.
Finding vote_for_newer_log(const Record& record) {
  for (Replay replay(record); replay.next();) {
    const Fact& cause = replay.group().front();
    if (cause.kind != Fact::Kind::received) continue;
    for (const Fact& fact : replay.group()) {
      const bool grants =
          fact.kind == Fact::Kind::sent && fact.peer == cause.peer &&
          (fact.message.type == MessageType::vote_granted || fact.message.type == MessageType::pre_vote_granted);
      if (!grants) continue;
      const std::pair candidate(cause.message.log_term, cause.message.index);
      const std::pair voter(replay.written_before().last_term(), replay.written_before().last_index());
      if (candidate < voter)
        return concat({name_of(fact.node), " holds a log up to ", of_index(voter.second), " of ", of_term(voter.first),
                       ", and votes for ", name_of(fact.peer), ", whose log ends at ", of_index(candidate.second),
                       " of ", of_term(candidate.first)});
    }
  }
  return std::nullopt;
}

Finding votes_are_answered(const Record& record) {
  for (Replay replay(record); replay.next();) {
    const Fact& cause = replay.group().front();
    const MessageType asked = cause.message.type;
    if (cause.kind != Fact::Kind::received ||
        (asked != MessageType::vote_request && asked != MessageType::pre_vote_request))
      continue;
    bool answered = false;
    for (const Fact& fact : replay.group())
      answered =
          answered ||
          (fact.kind == Fact::Kind::sent && fact.peer == cause.peer &&
           (fact.message.type == MessageType::vote_granted || fact.message.type == MessageType::vote_denied ||
            fact.message.type == MessageType::pre_vote_granted || fact.message.type == MessageType::pre_vote_denied));
    if (!answered)
      return concat({name_of(cause.node), " receives a request for its vote from ", name_of(cause.peer), " in ",
                     of_term(cause.message.term), ", and answers nothing"});
  }
  return std::nullopt;
}

// §5.2: to begin an election, a follower increments its current term and votes for itself.
Finding term_begun_by_candidate(const Record& record) {
  std::set<std::uint64_t> begun{0};
  for (Replay replay(record); replay.next();)
    for (const Fact& fact : replay.group())
      if (fact.kind == Fact::Kind::term_vote && begun.insert(fact.term).second && fact.vote != fact.node)
        return concat({name_of(fact.node), " is the first to write ", of_term(fact.term),
                       ", and does not vote for itself in it"});
  return std::nullopt;
}

// Figure 2: currentTerm increases monotonically.
Finding term_monotonic(const Record& record) {
  for (Replay replay(record); replay.next();)
    for (const Fact& fact : replay.group())
      if (fact.kind == Fact::Kind::term_vote && fact.term < replay.written_before().term)
        return concat(
            {name_of(fact.node), " writes ", of_term(fact.term), " after ", of_term(replay.written_before().term)});
  return std::nullopt;
}

// A pre-vote names a term that nobody may have begun, so it is not asked.
Finding term_of_messages(const Record& record) {
  for (Replay replay(record); replay.next();)
    for (const Fact& fact : replay.group()) {
      const bool pre = fact.message.type == MessageType::pre_vote_request ||
                       fact.message.type == MessageType::pre_vote_granted ||
                       fact.message.type == MessageType::pre_vote_denied;
      if (fact.kind == Fact::Kind::sent && !pre && replay.disk_after(fact.number).term < fact.message.term)
        return concat({name_of(fact.node), " sends a message of ", of_term(fact.message.term), " to ",
                       name_of(fact.peer), " before that term is on its disk"});
    }
  return std::nullopt;
}

}  // namespace whitewater::scenarios::figure3
