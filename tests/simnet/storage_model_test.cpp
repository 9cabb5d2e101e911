// Disk, waiting lane and slot slab against the plainest containers that do the same: any order of writes, completions,
// crashes, sends and releases.
#include <algorithm>
#include <array>
#include <map>
#include <vector>

#include "simnet/disk.hpp"
#include "simnet/slot_slab.hpp"
#include "simnet/waiting_lane.hpp"
#include "tests/catch.hpp"
#include "tests/property.hpp"
#include "tests/simnet/probe.hpp"

using namespace whitewater;
using namespace whitewater::simnet;
using namespace whitewater::simnet::test;

namespace {

using Numbers = std::vector<std::uint64_t>;

// What is durable, and what is on its way, as numbers.
struct DiskModel {
  struct Write {
    Effects::Write::Kind kind;
    std::uint64_t index;
    std::uint64_t number;
    std::uint32_t count;
  };
  std::uint64_t first = 1;  // the index of log's first record
  Numbers log;
  std::array<Numbers, slots_max> slots;
  std::array<Numbers, slots_max> chunks;  // not committed
  std::vector<Write> under_way;
  std::int64_t last_done = 0;

  void apply(const Write& write) {
    if (write.kind == Effects::Write::Kind::truncate) log.resize(write.index - first);
    if (write.kind == Effects::Write::Kind::trim) {
      for (; first < write.index && !log.empty(); ++first) log.erase(log.begin());
      first = write.index;
    }
    const std::uint64_t slot = write.index % slots_max;
    if (write.kind == Effects::Write::Kind::append_chunk) {
      if (write.count == 0) chunks[slot].clear();
      chunks[slot].push_back(write.number);
    }
    if (write.kind == Effects::Write::Kind::replace) slots[slot] = {write.number};
    if (write.kind == Effects::Write::Kind::commit_slot) slots[slot] = chunks[slot];
    if (write.kind == Effects::Write::Kind::replace || write.kind == Effects::Write::Kind::commit_slot)
      chunks[slot].clear();
    if (write.kind == Effects::Write::Kind::append)
      for (std::uint32_t i = 0; i < write.count; ++i) log.push_back(write.number + i);
  }
  // As it will be when all is done: what an actor that appends reckons with.
  DiskModel later() const {
    DiskModel later = *this;
    for (const Write& write : under_way) later.apply(write);
    return later;
  }
};

DiskModel::Write drawn_write(const DiskModel& model, std::uint16_t step) {
  const DiskModel later = model.later();
  const std::uint64_t length = later.log.size();
  const std::uint64_t slot = step % slots_max;
  const auto chunks = static_cast<std::uint32_t>(later.chunks[slot].size());
  switch (step / 8 % 8) {
    case 0:
      return {Effects::Write::Kind::truncate, later.first + step % (length + 1), 0, 0};
    case 4:
      return {Effects::Write::Kind::trim, later.first + step % (length + 3), 0, 0};
    case 1:
      return {Effects::Write::Kind::replace, slot, step + 1u, 0};
    case 5:
      if (chunks != 0) return {Effects::Write::Kind::commit_slot, slot, 0, chunks};
      [[fallthrough]];
    case 6:
      return {Effects::Write::Kind::append_chunk, slot, step + 1u, step % 11 == 0 ? 0 : chunks};
    default:
      return {Effects::Write::Kind::append, later.first + length, step * 10u, 1u + step % 3u};
  }
}

Effects::Write real_write(const DiskModel::Write& write, PayloadPool& pool) {
  Effects effects(pool);
  if (write.kind == Effects::Write::Kind::truncate) effects.truncate(write.index);
  if (write.kind == Effects::Write::Kind::trim) effects.trim(write.index);
  const SlotId slot{static_cast<std::uint8_t>(write.index)};
  if (write.kind == Effects::Write::Kind::replace) effects.replace(slot, effects.make<Probe>(Probe{write.number}));
  if (write.kind == Effects::Write::Kind::append_chunk)
    effects.append_chunk(slot, write.count, effects.make<Probe>(Probe{write.number}));
  if (write.kind == Effects::Write::Kind::commit_slot) effects.commit_slot(slot, write.count);
  if (write.kind == Effects::Write::Kind::append)
    effects.append(write.index, write.count, effects.make<Probe>(Probe{write.number}));
  return std::move(effects.writes.front());
}

void require_same(const Disk& disk, const DiskModel& model) {
  const Recovered recovered = disk.recovered();
  RC_ASSERT(recovered.log_first == model.first);
  RC_ASSERT(recovered.damaged == 0u);
  Numbers log;
  for (const LogRecord& record : recovered.log) log.push_back(number_of(record.payload) + record.ordinal);
  RC_ASSERT(log == model.log);
  for (std::size_t i = 0; i < slots_max; ++i) {
    Numbers content;
    for (const PayloadRef& chunk : recovered.content(SlotId{static_cast<std::uint8_t>(i)}))
      content.push_back(number_of(chunk));
    RC_ASSERT(content == model.slots[i]);
    RC_ASSERT((recovered.slots[i] ? number_of(recovered.slots[i]) : 0) == (content.empty() ? 0 : content.front()));
  }
}

}  // namespace

TEST_CASE("a disk holds what a list of writes says, whatever completes and crashes in between") {
  tests::check_property([](const std::vector<std::uint16_t>& steps) {
    PayloadPool pool;
    {
      Disk disk;
      DiskModel model;
      std::int64_t now = 0;
      for (const std::uint16_t step : steps) {
        ++now;
        const DiskModel::Write write = drawn_write(model, step);
        if (step % 8 == 0) {
          disk.crash();
          for (Numbers& chunks : model.chunks) chunks.clear();
          model.under_way.clear();
          model.last_done = 0;
        } else if (step % 8 == 1 && model.under_way.empty()) {
          disk.write(real_write(write, pool));
          model.apply(write);
        } else if (step % 8 <= 3 && !model.under_way.empty()) {
          disk.complete();
          model.apply(model.under_way.front());
          model.under_way.erase(model.under_way.begin());
        } else {
          const std::int64_t done = now + step % 20;
          model.last_done = std::max(model.last_done, done);
          RC_ASSERT(disk.issue(real_write(write, pool), Time{done}).ns == model.last_done);
          model.under_way.push_back(write);
        }
        require_same(disk, model);
      }
      if (steps.size() % 2 == 0) {
        disk.reset();
        require_same(disk, DiskModel{});
      }
    }
    RC_ASSERT(pool.blocks_in_use() == 0u);
  });
}

TEST_CASE("a waiting lane releases as a list sorted by write, then by issue, does") {
  tests::check_property([](const std::vector<std::uint16_t>& steps) {
    PayloadPool pool;
    WaitingLane lane;
    std::multimap<WriteNumber, std::uint64_t> model;  // equal keys stay in the order of insertion
    WriteNumber durable = 0;
    std::uint64_t sent = 0;
    for (const std::uint16_t step : steps) {
      if (step % 16 == 0) {
        lane.clear();
        model.clear();
      } else if (step % 4 != 1) {
        const WriteNumber write = durable + step / 4 % 5;
        lane.push({SendKind::message, NodeId{0}, make_payload<Probe>(pool, ++sent), 0, write});
        model.emplace(write, sent);
      } else {
        durable += step / 4 % 3;
        Effects::Send send;
        while (!model.empty() && model.begin()->first <= durable) {
          RC_ASSERT(lane.pop(durable, send));
          RC_ASSERT(number_of(send.payload) == model.begin()->second);
          RC_ASSERT(send.after_write == model.begin()->first);
          model.erase(model.begin());
        }
        RC_ASSERT(!lane.pop(durable, send));
      }
      RC_ASSERT(pool.blocks_in_use() == model.size());
    }
  });
}

TEST_CASE("a slot slab gives back what a map would, each payload counted once") {
  tests::check_property([](const std::vector<std::uint16_t>& steps) {
    PayloadPool pool;
    struct Kept {
      std::uint64_t number;  // of the probe, or the incarnation
      bool probe;
      NodeId from;
      NodeId to;
    };
    SlotSlab slots;
    std::map<std::uint32_t, Kept> model;
    std::vector<std::uint32_t> freed;  // the last one is used next
    std::size_t probes = 0;
    for (const std::uint16_t step : steps) {
      const NodeId from{static_cast<std::uint16_t>(step % 5)};
      const NodeId to{static_cast<std::uint16_t>(step % 7)};
      if (step % 3 != 0 || model.empty()) {
        const bool probe = step % 2 == 0;
        const std::uint32_t at =
            probe ? slots.put(Slot::Kind::reply, from, to, step, make_payload<Probe>(pool, step + 0u))
                  : slots.put(Slot::Kind::write, to, step);
        RC_ASSERT(at == (freed.empty() ? model.size() : freed.back()));
        if (!freed.empty()) freed.pop_back();
        RC_ASSERT(model.emplace(at, Kept{step, probe, from, to}).second);
        probes += probe ? 1 : 0;
      } else {
        const auto chosen = std::next(model.begin(), step % static_cast<std::ptrdiff_t>(model.size()));
        const Slot slot = slots.take(chosen->first);
        const Kept& kept = chosen->second;
        RC_ASSERT(slot.to == kept.to.value);
        RC_ASSERT(slot.kind == (kept.probe ? Slot::Kind::reply : Slot::Kind::write));
        if (kept.probe) {
          RC_ASSERT(slot.from == kept.from.value);
          RC_ASSERT(number_of(PayloadRef::adopt(slot.payload)) == kept.number);
          --probes;
        } else {
          RC_ASSERT(slot.payload == nullptr);
          RC_ASSERT(slot.word == kept.number);
        }
        freed.push_back(chosen->first);
        model.erase(chosen);
      }
      RC_ASSERT(pool.blocks_in_use() == probes);
    }
    slots.clear();
    RC_ASSERT(pool.blocks_in_use() == 0u);
    RC_ASSERT(slots.put(Slot::Kind::start, NodeId{0}, 1) == 0u);
  });
}
