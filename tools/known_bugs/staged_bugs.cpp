// A bug is staged by the schedule that its meaning asks for; several share one.
#include "tools/known_bugs/staged_bugs.hpp"

#include <array>

namespace whitewater::tools {

namespace {

constexpr std::string_view restart = "a program keeps nothing over a restart, so none is restarted";
constexpr std::string_view disk = "needs a disk that loses what was not synced";
constexpr std::string_view twice =
    "clients of the course send no request twice, so programs need not tell repetitions apart";
constexpr std::string_view snapshots = "no message of the course shows whether a program takes snapshots";

constexpr std::array rows{
    StagedBug{"count-not-set", "split-votes"},
    StagedBug{"prevote-as-vote", "late-messages"},
    StagedBug{"vote-lost-on-restart", "", restart},
    StagedBug{"vote-skips-logcheck", "", restart},
    StagedBug{"term-lost", "", restart},
    StagedBug{"length-only", "lagging-candidates"},
    StagedBug{"heartbeat-reply-term-ignored", "deaf-followers"},
    StagedBug{"leader-grants", "split-votes"},
    StagedBug{"prevote-no-log", "lagging-candidates"},
    StagedBug{"prevote-low-term-dropped", "returning-member"},
    StagedBug{"prevote-stale-state", "split-votes"},
    StagedBug{"prevote-raises-term", "returning-member"},
    StagedBug{"prevote-denial-counts", "returning-member"},
    StagedBug{"vote-withdrawn", "split-votes"},
    StagedBug{"check-quorum-any", "conflict-suffix-pair"},
    StagedBug{"timer-on-anything", "returning-member"},
    StagedBug{"fixed-jitter", "dead-leader"},
    StagedBug{"fig8", "figure-8"},
    StagedBug{"break-on-old-term", "figure-8"},
    StagedBug{"truncate-eager", "reordered-appends"},
    StagedBug{"match-from-nack", "conflict-suffix"},
    StagedBug{"heartbeat-commit-unclamped", "conflict-suffix"},
    StagedBug{"late-init", "repeated-elections"},
    StagedBug{"index-only-conflict", "conflict-suffix"},
    StagedBug{"batch-shared-prev", "reordered-appends"},
    StagedBug{"double-decrement", "late-messages"},
    StagedBug{"next-not-advanced", "lost-messages"},
    StagedBug{"commit-regress", "repeated-elections"},
    StagedBug{"self-ack-before-disk", "", disk},
    StagedBug{"ack-before-fsync", "", disk},
    StagedBug{"reorder-vote-log-writes", "", disk},
    StagedBug{"success-by-index", "conflict-suffix"},
    StagedBug{"commit-not-resent", "lost-messages"},
    StagedBug{"conflict-scan-limit", "long-conflict"},
    StagedBug{"dedup-success-no-advance", "late-messages"},
    StagedBug{"term-regress", "", snapshots},
    StagedBug{"empty-ae-at-snapshot-edge", "", snapshots},
    StagedBug{"keep-conflict-at-edge", "", snapshots},
    StagedBug{"index-after-data", "", snapshots},
    StagedBug{"index-without-data", "", snapshots},
    StagedBug{"non-atomic-install", "", snapshots},
    StagedBug{"purge-marker-lost", "", snapshots},
    StagedBug{"snapshot-state-stuck", "", snapshots},
    StagedBug{"session-table-missing", "", snapshots},
    StagedBug{"amnesiac-member", "", restart},
    StagedBug{"readindex-before-own-commit", "repeated-elections"},
    StagedBug{"local-read", "deposed-leader-reads"},
    StagedBug{"lease-without-promise", "deaf-followers"},
    StagedBug{"promise-forgotten-on-restart", "", restart},
    StagedBug{"promise-forgotten-on-term", "deaf-leader"},
    StagedBug{"lease-ignores-drift", "", "the clocks of all programs keep pace"},
    StagedBug{"round-equals-read", "paused-leader-reads"},
    StagedBug{"reads-forgotten-on-stepdown", "",
              "a single request that is never answered is no failure by the course's rules"},
    StagedBug{"barrier-advances-commit", "conflict-suffix-pair"},
    StagedBug{"inflight-leak", "lost-messages"},
    StagedBug{"inflight-no-refill", "lost-messages"},
    StagedBug{"probe-stuck", "lost-messages"},
    StagedBug{"apply-duplicates", "", twice},
    StagedBug{"nondeterministic-expiry", "", twice},
    StagedBug{"session-evicts-newest", "", twice},
    StagedBug{"everyone-answers", "", "a second answer to a request is no failure by the course's rules"},
    StagedBug{"re-propose-on-apply", "", "no rule bounds how many messages a program sends"},
    StagedBug{"redirect-loop", "dead-leader"},
    StagedBug{"answer-before-commit", "acknowledged-put-lost"},
    StagedBug{"vote-without-log", "lagging-candidates"},
    StagedBug{"count-old-terms", "figure-8"},
    StagedBug{"no-truncate", "conflict-suffix"},
    StagedBug{"deposed-read", "deposed-leader-reads"},
};

}  // namespace

std::span<const StagedBug> staged_bugs() {
  return rows;
}

}  // namespace whitewater::tools
