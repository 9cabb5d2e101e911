// Shows a batch of sends one by one. Out of line, because the world would take a copy of it into its hot path.
#include "simnet/observer.hpp"

namespace whitewater::simnet {

void Observer::on_sends(const SendBatch& batch) {
  std::uint64_t next = batch.first_sequence;
  for (std::size_t i = 0; i < batch.sends.size(); ++i) {
    const Effects::Send& send = batch.sends[i];
    const SendBatch::Fate fate = batch.fate(i);
    const std::uint64_t sequence = fate.copies > 0 ? next : 0;
    next += fate.copies;
    on_send(
        {batch.time, batch.from, send.to, send.kind, fate.outcome, fate.copies, sequence, send.identity, send.payload});
  }
}

}  // namespace whitewater::simnet
