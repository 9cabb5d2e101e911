// Names of messages.
#include "core/raft/message.hpp"

#include "core/base/check.hpp"

namespace whitewater::raft {

const char* message_name(const Message& message) {
  switch (kind_of(message)) {
    case MessageKind::pre_vote_request:
      return "pre_vote_request";
    case MessageKind::pre_vote_granted:
      return "pre_vote_granted";
    case MessageKind::pre_vote_denied:
      return "pre_vote_denied";
    case MessageKind::vote_request:
      return "vote_request";
    case MessageKind::vote_granted:
      return "vote_granted";
    case MessageKind::vote_denied:
      return "vote_denied";
    case MessageKind::append_entries:
      return "append_entries";
    case MessageKind::append_accepted:
      return "append_accepted";
    case MessageKind::append_rejected:
      return "append_rejected";
    case MessageKind::commit_notice:
      return "commit_notice";
    case MessageKind::heartbeat:
      return "heartbeat";
    case MessageKind::install_snapshot:
      return "install_snapshot";
    case MessageKind::snapshot_accepted:
      return "snapshot_accepted";
  }
  fail_check("every kind of message has a name");
}

std::optional<Term> term_of_refusal(const Message& message) {
  return std::visit(
      []<class Body>(const Body& body) -> std::optional<Term> {
        constexpr bool refuses = std::is_same_v<Body, PreVoteDenied> || std::is_same_v<Body, VoteDenied> ||
                                 std::is_same_v<Body, AppendRejected> || std::is_same_v<Body, SnapshotAccepted>;
        if constexpr (refuses)
          return body.term;
        else
          return std::nullopt;
      },
      message);
}

}  // namespace whitewater::raft
