// What a replica remarks for observers, beside what Raft itself does (raft::NoteCode, 1 … 99, passed on as
// it is). name is client::Request::name(): the client and the MID as one word.
#pragma once

#include <cstdint>

namespace whitewater::kv {

enum class NoteCode : std::uint32_t {
  request_held = 100,  // a: client, b: name; no leader to send it to
  request_redirected,  // a: name, b: leader it was told
  request_refused,     // a: client, b: name; too many are held already, answered fail
  put_proposed,        // a: name, b: index
  put_displaced,       // a: name, b: index where it was; another entry is committed there
  put_applied,         // a: name, b: index
  put_duplicate,       // a: name, b: index, 0 when it never came into the log; had been applied, is not again
  put_answered,        // a: name, b: index, 0 when it had been applied before it arrived
  get_answered,        // a: name, b: index applied when it was evaluated
};

}  // namespace whitewater::kv
