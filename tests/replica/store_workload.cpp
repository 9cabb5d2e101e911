// The model is as simple as the contract.
#include "tests/replica/store_workload.hpp"

#include <algorithm>
#include <stdexcept>

namespace whitewater::replica::test {

namespace {

std::string encoded(const PayloadRef& payload, const RecordCodec& codec) {
  std::string bytes;
  codec.encode(payload, bytes);
  return bytes;
}

std::string entry(const PayloadRef& payload, std::uint32_t ordinal, const RecordCodec& codec) {
  return encoded(payload, codec) + "#" + std::to_string(ordinal);
}

std::string told(const Contents& contents) {
  std::string text = "log from " + std::to_string(contents.log_first) + ":";
  for (const std::string& record : contents.log) text += " " + record;
  for (const auto& slot : contents.slots) {
    text += " |";
    for (const std::string& chunk : slot) text += " " + chunk;
  }
  return text;
}

bool one_of(const std::vector<Contents>& possible, const Contents& found) {
  return std::find(possible.begin(), possible.end(), found) != possible.end();
}

// A payload of the kind that the log holds; none, if the log is empty.
PayloadRef more_of(const Contents& contents, const RecordCodec& codec, PayloadPool& pool) {
  if (contents.log.empty()) return {};
  const std::string& last = contents.log.back();
  return codec.decode(std::string_view(last).substr(0, last.rfind('#')), pool).value();
}

// One start on an image, on files of its own.
struct Start {
  Start(const Image& image, const RecordCodec& codec, const StoreOptions& options) : files(image) {
    Result<std::unique_ptr<Store>> opened = Store::open(files, codec, pool, options);
    if (!opened) {
      refusal = opened.error().text();
      return;
    }
    store = std::move(opened.value());
    found = contents_of(store->recovered(), codec);
  }

  CrashFiles files;
  PayloadPool pool;
  std::unique_ptr<Store> store;
  Contents found;
  std::string refusal;
};

// One more turn in a new life: what the store must hold then.
Contents goes_on(Start& start, const RecordCodec& codec) {
  Contents model = start.found;
  Effects effects(start.pool);
  const PayloadRef payload = more_of(model, codec, start.pool);
  effects.begin(0);
  if (payload) effects.append(model.log_first + model.log.size(), 1, payload);
  effects.trim(model.log_first + 1);
  for (const Effects::Write& write : effects.writes) {
    if (const auto failed = start.store->write(write)) throw std::runtime_error(failed->text());
    model.apply(write, codec);
  }
  if (const auto failed = start.store->sync()) throw std::runtime_error(failed->text());
  return model;
}

}  // namespace

void Contents::apply(const Effects::Write& write, const RecordCodec& codec) {
  using Kind = Effects::Write::Kind;
  if (write.kind == Kind::append)
    for (std::uint32_t ordinal = 0; ordinal < write.count; ++ordinal)
      log.push_back(entry(write.payload, ordinal, codec));
  if (write.kind == Kind::truncate) log.resize(static_cast<std::size_t>(write.index - log_first));
  if (write.kind == Kind::trim) {
    const auto gone = static_cast<std::ptrdiff_t>(std::min<std::uint64_t>(write.index - log_first, log.size()));
    log.erase(log.begin(), log.begin() + gone);
    log_first = write.index;
  }
  auto& slot = slots[write.slot.value];
  auto& next = unfinished[write.slot.value];
  if (write.kind == Kind::replace) slot = {encoded(write.payload, codec)};
  if (write.kind == Kind::append_chunk && write.index == 0) next.clear();
  if (write.kind == Kind::append_chunk) next.push_back(encoded(write.payload, codec));
  if (write.kind == Kind::commit_slot) slot = next;
  if (write.kind == Kind::commit_slot || write.kind == Kind::replace) next.clear();
}

Contents Contents::durable() const {
  Contents result = *this;
  for (auto& next : result.unfinished) next.clear();
  return result;
}

Contents contents_of(const Recovered& recovered, const RecordCodec& codec) {
  Contents result;
  result.log_first = recovered.log_first;
  for (const LogRecord& record : recovered.log) result.log.push_back(entry(record.payload, record.ordinal, codec));
  for (std::uint8_t slot = 0; slot < slots_max; ++slot)
    for (const PayloadRef& chunk : recovered.content(SlotId{slot})) result.slots[slot].push_back(encoded(chunk, codec));
  return result;
}

RecordedLife::RecordedLife(CrashFiles& files, const RecordCodec& codec, const StoreOptions& options)
    : files_(files), codec_(codec), pool_(std::make_unique<PayloadPool>()), effects_(*pool_) {
  Result<std::unique_ptr<Store>> opened = Store::open(files, codec, *pool_, options);
  if (!opened) throw std::runtime_error(opened.error().text());
  store_ = std::move(opened.value());
  model_ = contents_of(store_->recovered(), codec);
  states_.push_back(model_);
  syncs_.push_back({files.calls().size(), 0});
}

void RecordedLife::turn(const Turn& turn) {
  effects_.begin(issued_);
  turn(effects_);
  perform(effects_);
}

void RecordedLife::perform(const Effects& effects) {
  for (const Effects::Write& write : effects.writes) {
    ++issued_;
    if (const auto failed = store_->write(write)) throw std::runtime_error(failed->text());
    model_.apply(write, codec_);
    states_.push_back(model_.durable());
  }
  if (const auto failed = store_->sync()) throw std::runtime_error(failed->text());
  syncs_.push_back({files_.calls().size(), static_cast<std::size_t>(issued_)});
}

std::vector<Contents> RecordedLife::possible_after(std::size_t calls) const {
  std::size_t acknowledged = 0;
  std::size_t issued = 0;
  for (std::size_t i = 0; i < syncs_.size(); ++i) {
    if (syncs_[i].calls <= calls) acknowledged = syncs_[i].writes;
    if (i == 0 || syncs_[i - 1].calls <= calls) issued = syncs_[i].writes;
  }
  const auto begin = states_.begin();
  return {begin + static_cast<std::ptrdiff_t>(acknowledged), begin + static_cast<std::ptrdiff_t>(issued) + 1};
}

CrashFindings crash_everywhere(const CrashFiles& files, const RecordedLife& life, const RecordCodec& codec,
                               const StoreOptions& options, bool deep) {
  CrashFindings findings;
  const auto judge = [&](const std::string& where, const Start& start, const std::vector<Contents>& possible) {
    ++findings.crashes;
    if (!findings.broken.empty() || (start.refusal.empty() && one_of(possible, start.found))) return;
    findings.broken = where + ": " + (start.refusal.empty() ? told(start.found) : start.refusal);
    for (const Contents& contents : possible) findings.broken += "\n  expected " + told(contents);
  };
  for (std::size_t calls = 0; calls <= files.calls().size() && findings.broken.empty(); ++calls) {
    const std::string where = "crash behind call " + std::to_string(calls);
    const std::vector<Contents> possible = life.possible_after(calls);
    each_crash_image(files.begin(), files.calls(), calls, [&](const Image& image) {
      if (!findings.broken.empty()) return;
      Start start(image, codec, options);
      judge(where, start, possible);
      if (!start.refusal.empty()) return;
      const std::vector<CrashFiles::Call> again = start.files.calls();
      for (std::size_t more = 1; deep && more < again.size(); ++more)
        each_crash_image(image, again, more, [&](const Image& second) {
          judge(where + ", then behind call " + std::to_string(more) + " of the start", Start(second, codec, options),
                possible);
        });
      // What a start has returned is durable, whatever happens next; and the store goes on from there.
      judge(where + ", then behind the start", Start(synced_image(image, again, again.size()), codec, options),
            {start.found});
      const Contents more = goes_on(start, codec);
      const auto& all = start.files.calls();
      judge(where + ", then behind more writes", Start(synced_image(image, all, all.size()), codec, options), {more});
    });
    // The process dies, and the machine does not: then power fails behind the next start.
    std::vector<CrashFiles::Call> both(files.calls().begin(),
                                       files.calls().begin() + static_cast<std::ptrdiff_t>(calls));
    CrashFiles replayed(files.begin());
    for (const CrashFiles::Call& call : both) replayed.repeat(call);
    const Start start(replayed.live(), codec, options);
    judge(where + " of the process", start, possible);
    both.insert(both.end(), start.files.calls().begin(), start.files.calls().end());
    each_crash_image(files.begin(), both, both.size(), [&](const Image& image) {
      judge(where + " of the process, then of the machine behind the start", Start(image, codec, options),
            {start.found});
    });
  }
  return findings;
}

}  // namespace whitewater::replica::test
