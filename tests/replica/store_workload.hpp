// Workloads of a store, recorded call by call, and what must be found after a crash: a model that performs the same
// writes.
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/actor/effects.hpp"
#include "replica/storage/store.hpp"
#include "tests/replica/crash_files.hpp"

namespace whitewater::replica::test {

// What a node recovers, in the codec's bytes.
struct Contents {
  std::uint64_t log_first = 1;
  std::vector<std::string> log;
  std::array<std::vector<std::string>, slots_max> slots;
  // The model only: chunks that are not committed.
  std::array<std::vector<std::string>, slots_max> unfinished;

  void apply(const Effects::Write& write, const RecordCodec& codec);
  // What the next life finds.
  Contents durable() const;

  friend bool operator==(const Contents&, const Contents&) = default;
};

Contents contents_of(const Recovered& recovered, const RecordCodec& codec);

// What the actor does between two syncs.
using Turn = std::function<void(Effects&)>;

// A life of a store on CrashFiles: it records after which calls which writes had been issued and acknowledged.
class RecordedLife {
 public:
  RecordedLife(CrashFiles& files, const RecordCodec& codec, const StoreOptions& options);

  void turn(const Turn& turn);
  // Writes that another actor has issued, and a sync.
  void perform(const Effects& effects);

  // What may be found after a crash behind the first `calls` calls: one of these.
  std::vector<Contents> possible_after(std::size_t calls) const;
  const Contents& now() const { return states_.back(); }
  std::uint64_t issued() const { return issued_; }
  PayloadPool& pool() { return *pool_; }

 private:
  struct Sync {
    std::size_t calls = 0;   // when it returned
    std::size_t writes = 0;  // it covers
  };

  CrashFiles& files_;
  const RecordCodec& codec_;
  std::unique_ptr<PayloadPool> pool_;
  std::unique_ptr<Store> store_;
  Effects effects_;
  std::uint64_t issued_ = 0;
  std::vector<Contents> states_;  // after so many writes, without chunks that are not committed
  Contents model_;
  std::vector<Sync> syncs_;
};

struct CrashFindings {
  std::size_t crashes = 0;
  std::string broken;  // the first; empty: none
};

// Crashes the recorded life behind each of its calls, in every way, starts again, crashes that start in every way
// (deep) or only starts once more, and compares.
CrashFindings crash_everywhere(const CrashFiles& files, const RecordedLife& life, const RecordCodec& codec,
                               const StoreOptions& options, bool deep);

}  // namespace whitewater::replica::test
