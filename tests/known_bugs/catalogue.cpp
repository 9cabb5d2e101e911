// The rows.
#include "tests/known_bugs/catalogue.hpp"

#include <array>

namespace whitewater::known_bugs {

namespace {

using enum Kind;

constexpr Bug nothing{Mutation::none, "none", safety, "Nothing is planted.", ""};

constexpr std::array planted{
    // elections
    Bug{Mutation::count_not_set, "count-not-set", safety,
        "A candidate counts granted answers, so one voter that answers twice is two votes.",
        "elected_by_majority election_safety"},
    Bug{Mutation::prevote_as_vote, "prevote-as-vote", safety,
        "A granted pre-vote that arrives late is counted as a vote of the election that it led to.",
        "elected_by_majority election_safety"},
    Bug{Mutation::vote_lost_on_restart, "vote-lost-on-restart", safety,
        "The term is written to disk without the vote, so a restarted node votes a second time in it.",
        "vote_is_durable one_vote"},
    Bug{Mutation::vote_skips_logcheck, "vote-skips-logcheck", safety,
        "Term and vote are written separately, and a repeated vote skips the check of the log: after a crash between "
        "the two writes, the vote on disk is one of an older term.",
        "one_vote leader_completeness"},
    Bug{Mutation::term_lost, "term-lost", safety,
        "A restarted node takes the term of its last entry as its current term, and forgets its vote.",
        "restart_keeps_durable"},
    Bug{Mutation::length_only, "length-only", safety,
        "The longer of two logs counts as more up to date, whatever its last term.",
        "vote_for_newer_log leader_completeness"},
    Bug{Mutation::heartbeat_reply_term_ignored, "heartbeat-reply-term-ignored", linearizability,
        "A leader ignores the larger term in a rejection, stays leader, and counts the rejection as contact.",
        "liveness read_is_fresh"},
    Bug{Mutation::leader_grants, "leader-grants", safety,
        "A candidate, which has voted for itself, also grants its vote to others of its term.", "assertion one_vote"},
    Bug{Mutation::prevote_no_log, "prevote-no-log", liveness,
        "A pre-vote is granted without a check of the log, so a node that cannot win disturbs those that can.",
        "vote_for_newer_log"},
    Bug{Mutation::prevote_low_term_dropped, "prevote-low-term-dropped", liveness,
        "A pre-vote request of an old term is not answered, so its sender never learns the current term.",
        "votes_are_answered"},
    Bug{Mutation::prevote_stale_state, "prevote-stale-state", safety,
        "A node that becomes candidate keeps the granted pre-votes as votes.", "elected_by_majority"},
    Bug{Mutation::prevote_raises_term, "prevote-raises-term", liveness,
        "A voter adopts the term of a pre-vote request, so a node that cannot win still deposes leaders.",
        "term_begun_by_candidate"},
    Bug{Mutation::prevote_denial_counts, "prevote-denial-counts", liveness,
        "A denied pre-vote counts as granted, so pre-votes keep nobody from a campaign.", "campaign_after_prevotes"},
    Bug{Mutation::vote_withdrawn, "vote-withdrawn", safety,
        "A candidate or leader that becomes follower in its own term takes back its vote, and may give it again.",
        "assertion"},
    Bug{Mutation::check_quorum_any, "check-quorum-any", liveness,
        "A leader keeps leading as long as any follower answers it, however many do not.", "leader_heard_quorum"},
    Bug{Mutation::timer_on_anything, "timer-on-anything", liveness,
        "Even a vote that is denied restarts the election timer, so a hopeless candidate keeps all others quiet.",
        "liveness"},
    Bug{Mutation::fixed_jitter, "fixed-jitter", liveness, "All nodes wait for the same time before they campaign.",
        "liveness"},
    // replication and commit
    Bug{Mutation::fig8, "fig8", safety,
        "A leader commits an entry of an older term because a majority holds it (Raft figure 8).",
        "commit_of_own_term"},
    Bug{Mutation::break_on_old_term, "break-on-old-term", liveness,
        "The commit index never passes an entry of an older term, so a leader that inherits one commits nothing.",
        "commit_advances"},
    Bug{Mutation::truncate_eager, "truncate-eager", durability,
        "Every append with entries removes all entries after its previous entry, even if they agree.", "assertion"},
    Bug{Mutation::match_from_nack, "match-from-nack", safety,
        "The hint in a rejection is taken as the follower's match index.", "match_is_true"},
    Bug{Mutation::heartbeat_commit_unclamped, "heartbeat-commit-unclamped", safety,
        "A heartbeat raises the commit index of a follower whose log was not compared with the leader's.",
        "state_machine_safety"},
    Bug{Mutation::late_init, "late-init", safety,
        "A leader resets its progress after its first entry, and assumes that its followers hold this entry.",
        "match_is_true"},
    Bug{Mutation::index_only_conflict, "index-only-conflict", safety,
        "A follower keeps its entry at an index, although the leader's entry there has another term.", "log_matching"},
    Bug{Mutation::batch_shared_prev, "batch-shared-prev", safety,
        "Appends that are in flight together all name the previous entry of the first one.", "log_matching"},
    Bug{Mutation::double_decrement, "double-decrement", liveness,
        "A late or repeated rejection moves a leader back again, even before the follower's match index.", "assertion"},
    Bug{Mutation::next_not_advanced, "next-not-advanced", liveness,
        "An acknowledgement raises the match index of a follower, but not its next index.", "assertion"},
    Bug{Mutation::commit_regress, "commit-regress", linearizability,
        "A follower's commit index goes back when a leader knows less.", "assertion"},
    Bug{Mutation::self_ack_before_disk, "self-ack-before-disk", durability,
        "A leader counts itself while its entry is still on its way to its disk.", "committed_is_durable"},
    Bug{Mutation::ack_before_fsync, "ack-before-fsync", durability,
        "A follower acknowledges entries before they are durable.", "acknowledged_is_durable"},
    Bug{Mutation::reorder_vote_log_writes, "reorder-vote-log-writes", durability,
        "An entry is written before the term that it belongs to.", "term_before_entries assertion"},
    Bug{Mutation::success_by_index, "success-by-index", linearizability,
        "A put is answered when its index is committed, although another entry is there.", "answered_is_committed"},
    Bug{Mutation::commit_not_resent, "commit-not-resent", liveness,
        "Heartbeats do not carry the commit index, so a follower that missed it never learns it while there are no "
        "puts.",
        "liveness"},
    Bug{Mutation::conflict_scan_limit, "conflict-scan-limit", liveness,
        "A rejecting follower searches for the conflict only in its last eight entries, and repeats its answer for "
        "ever if the conflict begins before them.",
        "liveness"},
    Bug{Mutation::dedup_success_no_advance, "dedup-success-no-advance", liveness,
        "The acknowledgement of an append without new entries does not say that its entries are there.",
        "acknowledged_in_full liveness"},
    // snapshots
    Bug{Mutation::term_regress, "term-regress", safety,
        "A follower that installs a snapshot takes the term of its last entry as the current term, and forgets its "
        "vote.",
        "term_monotonic"},
    Bug{Mutation::empty_ae_at_snapshot_edge, "empty-ae-at-snapshot-edge", liveness,
        "A leader sends appends to a follower that lacks only the last entry of the compacted ones, and never a "
        "snapshot.",
        "liveness"},
    Bug{Mutation::keep_conflict_at_edge, "keep-conflict-at-edge", safety,
        "A follower takes its entry at a snapshot's last index for the leader's, although it has another term.",
        "state_machine_safety"},
    Bug{Mutation::index_after_data, "index-after-data", safety,
        "A snapshot names the commit index as its end, and holds the state of what is applied.", "effect_at_most_once"},
    Bug{Mutation::index_without_data, "index-without-data", safety,
        "An installed snapshot moves the applied index, and its state is not restored.", "effect_at_most_once"},
    Bug{Mutation::non_atomic_install, "non-atomic-install", durability,
        "The log that an installed snapshot replaces is removed from the disk before the snapshot is there.",
        "snapshot_before_trim"},
    Bug{Mutation::purge_marker_lost, "purge-marker-lost", durability,
        "A node that takes a snapshot removes the entries before it, and does not write the snapshot.",
        "snapshot_before_trim"},
    Bug{Mutation::snapshot_state_stuck, "snapshot-state-stuck", liveness,
        "A chunk of a snapshot that is lost is not sent again.", "liveness"},
    Bug{Mutation::session_table_missing, "session-table-missing", linearizability,
        "A snapshot holds no sessions, so a replica that installed it applies a repeated put again.",
        "effect_at_most_once"},
    // membership
    Bug{Mutation::amnesiac_member, "amnesiac-member", durability,
        "A restarted node has lost its disk, and takes part under its old name.", "restart_keeps_durable"},
    // reads
    Bug{Mutation::readindex_before_own_commit, "readindex-before-own-commit", linearizability,
        "A new leader answers reads before it has committed an entry of its own term.", "read_is_fresh"},
    Bug{Mutation::local_read, "local-read", linearizability, "Any replica answers reads from its applied state.",
        "read_is_fresh"},
    Bug{Mutation::lease_without_promise, "lease-without-promise", linearizability,
        "Followers vote although a leader may hold a lease on their promise not to.", "promise_kept read_is_fresh"},
    Bug{Mutation::promise_forgotten_on_restart, "promise-forgotten-on-restart", linearizability,
        "A restarted node votes at once, although it may have promised a leader not to just before.",
        "promise_kept read_is_fresh"},
    Bug{Mutation::promise_forgotten_on_term, "promise-forgotten-on-term", linearizability,
        "A node that learns of a larger term votes at once, although it promised the leader of its old term not to.",
        "promise_kept"},
    Bug{Mutation::lease_ignores_drift, "lease-ignores-drift", linearizability,
        "A leader's lease lasts as long by its own clock as a promise does by the voters', however far clocks drift.",
        "read_is_fresh"},
    Bug{Mutation::round_equals_read, "round-equals-read", linearizability,
        "An answer confirms a read by the time alone, so one to a message that left before it does while the clock "
        "stands "
        "still.",
        "read_is_fresh"},
    Bug{Mutation::reads_forgotten_on_stepdown, "reads-forgotten-on-stepdown", liveness,
        "A leader that steps down forgets the gets that wait, and never answers them.", "liveness"},
    Bug{Mutation::barrier_advances_commit, "barrier-advances-commit", safety,
        "A commit notice goes to any follower, and is applied up to the end of its log, not up to the verified index.",
        "state_machine_safety"},
    // flow
    Bug{Mutation::inflight_leak, "inflight-leak", liveness,
        "Appends that count as lost still count as in flight, until the window is full for ever.", "liveness"},
    Bug{Mutation::inflight_no_refill, "inflight-no-refill", liveness,
        "When a whole window of appends is lost, none is sent again.", "liveness"},
    Bug{Mutation::probe_stuck, "probe-stuck", liveness,
        "A follower that answers again after a long silence is still sent only heartbeats.", "liveness"},
    // clients
    Bug{Mutation::apply_duplicates, "apply-duplicates", linearizability,
        "A put that is in the log twice is applied twice.", "effect_at_most_once"},
    Bug{Mutation::nondeterministic_expiry, "nondeterministic-expiry", safety,
        "Sessions are forgotten by the clock of each replica, so some apply a put a second time and some do not.",
        "effect_at_most_once same_state"},
    Bug{Mutation::session_evicts_newest, "session-evicts-newest", linearizability,
        "A full session forgets its newest put instead of its oldest, so a repetition of that put is applied again.",
        "effect_at_most_once"},
    Bug{Mutation::everyone_answers, "everyone-answers", linearizability,
        "Every replica that applies a put answers it, not only the leader.", "answered_as_asked"},
    Bug{Mutation::re_propose_on_apply, "re-propose-on-apply", liveness,
        "A leader that applies a put proposes it again, so the log grows by itself.", "liveness"},
    Bug{Mutation::redirect_loop, "redirect-loop", liveness,
        "A node that has learned of a larger term still names the leader of the old term.", "assertion"},
    // what students of the course do
    Bug{Mutation::answer_before_commit, "answer-before-commit", linearizability,
        "A put is answered when it is appended to the leader's log.", "answered_is_committed"},
    Bug{Mutation::vote_without_log, "vote-without-log", safety, "Votes are given without a check of the log.",
        "vote_for_newer_log assertion leader_completeness"},
    Bug{Mutation::count_old_terms, "count-old-terms", safety,
        "A new leader takes all inherited entries as committed, because a majority has voted for it.",
        "commit_of_own_term"},
    Bug{Mutation::no_truncate, "no-truncate", safety,
        "Conflicting entries stay in the log, and the leader's entries are appended after them.", "log_matching"},
    Bug{Mutation::deposed_read, "deposed-read", linearizability,
        "A node that believes that it leads answers reads without asking anybody.", "read_is_fresh"},
};

constexpr std::string_view no_membership = "needs changes of membership";
constexpr std::string_view no_transfer = "needs leadership transfer";

constexpr std::array absent{
    Absent{"sticky-lease-tie",
           "pre-votes are asked for again until the promise has run out: a tie costs one repetition"},
    Absent{"sticky-blocks-transfer", no_transfer},
    Absent{"timer-not-on-reject",
           "a refused append is repaired within a few round trips, by a snapshot if need be, whose chunks restart the "
           "timer"},
    Absent{"vote-toctou", "a node handles one event at a time and looks at its log in the event that grants the vote"},
    Absent{"same-term-second-leader-ignored",
           "does nothing without another bug, and the checks need no help to see that"},
    Absent{
        "fallback-not-conflicting",
        "a leader's next append begins behind what was acknowledged; what is left of it is dedup-success-no-advance"},
    Absent{"snap-index-regress", "a snapshot is taken in one event, so no installation comes in between"},
    Absent{"config-missing", no_membership},
    Absent{"stale-effective-config", no_membership},
    Absent{"candidate-rejects-is",
           "heartbeats go on beside a snapshot, and the first of them makes the candidate follow"},
    Absent{"is-reply-term-ignored",
           "a leader of an old term is refused its appends and heartbeats, too, and heeds the term of those"},
    Absent{"snapshot-ack-no-contact", "heartbeats go on beside a snapshot, and their answers count as contact"},
    Absent{"ongaro-bug", no_membership},
    Absent{"overlap", no_membership},
    Absent{"joint-one-side", no_membership},
    Absent{"campaign-with-pending", no_membership},
    Absent{"startup-not-joint", no_membership},
    Absent{"learner-counts", "needs learners"},
    Absent{"nonvoter-self-commit", no_membership},
    Absent{"role-after-restart", "needs learners"},
    Absent{"removed-leader-stays", no_membership},
    Absent{"disruptive-removed", no_membership},
    Absent{"read-quorum-set", no_membership},
    Absent{"lease-survives-transfer", no_transfer},
    Absent{"barrier-ignores-failure",
           "here a refusal in the leader's own term does confirm it; one in a larger term is "
           "heartbeat-reply-term-ignored"},
    Absent{"paused-clock",
           "an actor reads no clock: the host hands it the time, taken after the input, so none is older than a pause"},
    Absent{"read-before-replay",
           "only leaders answer, and only behind an entry of their own term, which comes after all that is replayed; "
           "without that it is readindex-before-own-commit"},
    Absent{"transfer-stuck", no_transfer},
    Absent{"transfer-to-laggard", no_transfer},
    Absent{"transfer-prevote", no_transfer},
    Absent{"hb-suppressed-while-stuck", "appends that are not answered are given up within a few repetitions"},
    Absent{"hb-overtakes-append", "costs messages and nothing else: what was refused is sent again"},
    Absent{"partial partition", "is a configuration (prevote and check_quorum off), and ends with the partition"},
    Absent{"leader-stays-on-dead-disk", "is a choice, not a slip, and simulated disks do not stall for good"},
    Absent{"session-pending-livelock", "requests have no order among each other: none waits for an earlier one"},
};

}  // namespace

std::string_view kind_name(Kind kind) {
  switch (kind) {
    case Kind::safety:
      return "safety";
    case Kind::linearizability:
      return "linearizability";
    case Kind::durability:
      return "durability";
    case Kind::liveness:
      return "liveness";
  }
  return "";
}

std::span<const Bug> bugs() {
  return planted;
}

std::span<const Absent> absent_bugs() {
  return absent;
}

const Bug* find_bug(std::string_view name) {
  for (const Bug& bug : planted)
    if (bug.name == name) return &bug;
  return name == nothing.name ? &nothing : nullptr;
}

}  // namespace whitewater::known_bugs
