// What a replica tells observers, in addition to Raft's own notes (raft::NoteCode, 1 … 99, which are passed on
// unchanged). `name` is client::Request::name(): the client and the MID as one word.
#pragma once

#include <cstdint>

namespace whitewater::kv {

enum class NoteCode : std::uint32_t {
  request_held = 100,  // a: client, b: name; no leader is known
  request_redirected,  // a: name, b: the leader that the client was told
  request_refused,     // a: client, b: name; too many requests are held, so the answer is fail
  put_proposed,        // a: name, b: index
  put_displaced,       // a: name, b: index of the lost entry; another entry is committed there
  put_applied,         // a: name, b: index
  put_duplicate,       // a: name, b: index, or 0 if the put was not logged again; the put was applied before
  put_answered,        // a: name, b: index, or 0 if the put was applied before this request arrived
  get_answered,        // a: name, b: applied index at the evaluation
};

}  // namespace whitewater::kv
