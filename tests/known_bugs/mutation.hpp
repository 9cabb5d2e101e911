// Mutation: the name of each mistake that can be planted. Its patch (tests/known_bugs/patches) puts it where somebody
// once made it; catalogue.cpp says what it does and who finds it.
#pragma once

#include <cstdint>

namespace whitewater {

enum class Mutation : std::uint8_t {
  none,
  // elections
  count_not_set,
  prevote_as_vote,
  vote_lost_on_restart,
  vote_skips_logcheck,
  term_lost,
  length_only,
  heartbeat_reply_term_ignored,
  leader_grants,
  prevote_no_log,
  prevote_low_term_dropped,
  prevote_stale_state,
  prevote_raises_term,
  prevote_denial_counts,
  vote_withdrawn,
  check_quorum_any,
  timer_on_anything,
  fixed_jitter,
  // replication and commit
  fig8,
  break_on_old_term,
  truncate_eager,
  match_from_nack,
  heartbeat_commit_unclamped,
  late_init,
  index_only_conflict,
  batch_shared_prev,
  double_decrement,
  next_not_advanced,
  commit_regress,
  self_ack_before_disk,
  ack_before_fsync,
  reorder_vote_log_writes,
  success_by_index,
  commit_not_resent,
  conflict_scan_limit,
  dedup_success_no_advance,
  // snapshots
  term_regress,
  empty_ae_at_snapshot_edge,
  keep_conflict_at_edge,
  index_after_data,
  index_without_data,
  non_atomic_install,
  purge_marker_lost,
  snapshot_state_stuck,
  session_table_missing,
  // membership
  amnesiac_member,
  // reads
  readindex_before_own_commit,
  local_read,
  lease_without_promise,
  promise_forgotten_on_restart,
  promise_forgotten_on_term,
  lease_ignores_drift,
  round_equals_read,
  reads_forgotten_on_stepdown,
  barrier_advances_commit,
  // flow
  inflight_leak,
  inflight_no_refill,
  probe_stuck,
  // clients
  apply_duplicates,
  nondeterministic_expiry,
  session_evicts_newest,
  everyone_answers,
  re_propose_on_apply,
  redirect_loop,
  // what students of the course do
  answer_before_commit,
  vote_without_log,
  count_old_terms,
  no_truncate,
  deposed_read,

  behind_the_last,

  // changes that are no mistakes: recorded failures outlive them (survival_test.cpp)
  change_draw,
  change_timeout,
  change_heartbeat,
  change_message,
  change_notice,
  change_type,
};

}  // namespace whitewater
