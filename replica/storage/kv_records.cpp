// One byte says which of the three kinds follows; then comes Raft's own binary form.
#include "replica/storage/kv_records.hpp"

#include "core/base/check.hpp"

namespace whitewater::replica {

namespace {

constexpr char batch_mark = 'b';
constexpr char hard_state_mark = 'h';
constexpr char chunk_mark = 'c';

}  // namespace

void KvRecords::encode(const PayloadRef& payload, std::string& bytes) const {
  ByteWriter writer(bytes);
  if (const auto* batch = payload.get_if<raft::EntryBatch>()) {
    bytes.push_back(batch_mark);
    raft::encode_batch(*batch, commands_, writer);
  } else if (const auto* chunk = payload.get_if<raft::SnapshotChunk>()) {
    bytes.push_back(chunk_mark);
    raft::encode_chunk(*chunk, writer);
  } else {
    const auto* state = payload.get_if<raft::HardState>();
    check(state != nullptr, "a replica writes entries, a chunk of a snapshot, or term and vote");
    bytes.push_back(hard_state_mark);
    raft::encode_hard_state(*state, writer);
  }
}

Result<PayloadRef> KvRecords::decode(std::string_view bytes, PayloadPool& pool) const {
  const char mark = bytes.empty() ? '\0' : bytes.front();
  if (mark == batch_mark) return raft::decode_batch(bytes.substr(1), commands_, pool);
  if (mark == chunk_mark) return raft::decode_chunk(bytes.substr(1), commands_, pool);
  if (mark != hard_state_mark) return Error{"", "expected entries, a chunk of a snapshot, or term and vote"};
  const Result<raft::HardState> state = raft::decode_hard_state(bytes.substr(1));
  if (!state) return state.error();
  return make_payload<raft::HardState>(pool, state.value().current_term, state.value().voted_for);
}

}  // namespace whitewater::replica
