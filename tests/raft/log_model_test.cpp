// The log against a vector of entries: whatever is appended, truncated, compacted, cleared and assigned, every question
// has the answer that a search through the vector gives.
#include "core/raft/log.hpp"

#include <algorithm>
#include <map>
#include <vector>

#include "tests/catch.hpp"
#include "tests/property.hpp"
#include "tests/raft/cluster.hpp"

using namespace whitewater;
using namespace whitewater::raft;

namespace {

// model[i] has index i + 1. The log holds those behind the compacted prefix.
using Model = std::vector<Entry>;

std::uint32_t bytes_of(const Model& model, std::size_t first, std::size_t last) {
  std::uint32_t bytes = EntryBatch::wire_bytes_empty;
  for (std::size_t i = first; i <= last; ++i) bytes += 12 + model[i - 1].command.wire_bytes();
  return bytes;
}

void require_same_terms(const Log& log, const Model& model) {
  const std::uint64_t compacted = log.compacted().index.value;
  for (std::uint64_t index = 1; index <= model.size(); ++index) {
    const Term term = model[index - 1].term;
    RC_ASSERT(log.contains({index}) == (index > compacted));
    RC_ASSERT(log.knows({index}) == (index >= compacted));
    if (index >= compacted) RC_ASSERT(log.term_at({index}) == term);
    if (index <= compacted) continue;
    RC_ASSERT(same_object(log.entry({index}).command, model[index - 1].command));
    const auto of_term = [&](const Entry& entry) { return entry.term == term; };
    const auto first = std::find_if(model.begin() + static_cast<std::ptrdiff_t>(compacted), model.end(), of_term);
    RC_ASSERT(log.first_of_term_at({index}).value == static_cast<std::uint64_t>(first - model.begin()) + 1);
  }
  RC_ASSERT(!log.contains({0}));
  RC_ASSERT(!log.contains({model.size() + 1}));
}

void require_last_up_to(const Log& log, const Model& model, Term term, std::uint64_t limit) {
  std::uint64_t last = log.compacted().index.value;
  for (std::uint64_t index = last + 1; index <= std::min<std::uint64_t>(limit, model.size()); ++index)
    if (model[index - 1].term <= term) last = index;
  RC_ASSERT(log.last_up_to_term(term, {limit}).value == last);
}

void require_batch(const Log& log, const Model& model, PayloadPool& pool, std::uint64_t a, std::uint64_t b,
                   std::uint32_t bytes_max) {
  const std::uint64_t compacted = log.compacted().index.value;
  if (model.size() == compacted) return;
  const std::uint64_t first = compacted + 1 + std::min(a, b) % (model.size() - compacted);
  const std::uint64_t limit = std::max(first, 1 + std::max(a, b) % model.size());
  std::uint64_t last = first;
  while (last < limit && bytes_of(model, first, last + 1) <= bytes_max) ++last;
  RC_ASSERT(log.batch_end({first}, {limit}, bytes_max).value == last);
  const PayloadRef batch = log.batch(pool, {first}, {last});
  const auto* entries = batch.get_if<EntryBatch>();
  RC_ASSERT(entries->count == last - first + 1);
  RC_ASSERT(batch.wire_bytes() == bytes_of(model, first, last));
  for (std::uint32_t i = 0; i < entries->count; ++i) {
    RC_ASSERT((*entries)[i].term == model[first + i - 1].term);
    RC_ASSERT(same_object((*entries)[i].command, model[first + i - 1].command));
  }
}

// What stands in the log up to an index, as numbers: equal prefixes have equal hashes, others do not.
class Prefixes {
 public:
  void require_consistent(const Log& log, const Model& model) {
    std::vector<std::uint64_t> prefix;
    for (std::uint64_t index = 0; index <= model.size(); ++index) {
      if (index > 0) {
        prefix.push_back(model[index - 1].term.value);
        prefix.push_back(model[index - 1].command.fold());
      }
      if (!log.knows({index})) continue;
      const std::uint64_t hash = log.chain_hash({index});
      const auto [by_prefix, fresh] = hash_of_.try_emplace(prefix, hash);
      RC_ASSERT(by_prefix->second == hash);
      if (fresh) RC_ASSERT(hashes_.emplace(hash, index).second);
    }
    RC_ASSERT(log.last_hash() == log.chain_hash({model.size()}));
  }

 private:
  std::map<std::vector<std::uint64_t>, std::uint64_t> hash_of_;
  std::map<std::uint64_t, std::uint64_t> hashes_;
};

}  // namespace

TEST_CASE("a log answers as a vector of entries does") {
  tests::check_property([](const std::vector<std::pair<std::uint8_t, std::uint8_t>>& steps) {
    PayloadPool pool;
    Log log;
    Model model;
    Prefixes prefixes;
    for (const auto& [what, number] : steps) {
      switch (what % 8) {
        case 0: {
          const std::size_t compacted = log.compacted().index.value;
          if (model.size() == compacted) break;
          model.resize(compacted + number % (model.size() - compacted));
          log.truncate({model.size() + 1});
          break;
        }
        case 1:
          if (number % 4 != 0) break;
          model.clear();
          log.clear();
          break;
        case 2: {
          // The same entries again, and a little fewer.
          const Model kept(model.begin(), model.end() - std::min<std::ptrdiff_t>(number % 3, std::ssize(model)));
          log.assign(kept);
          model = kept;
          break;
        }
        case 3: {
          const std::size_t compacted = log.compacted().index.value;
          if (number % 2 == 0) log.compact({compacted + number / 2 % (model.size() - compacted + 1)});
          break;
        }
        default: {
          // Few commands and terms, so that prefixes meet again after a truncation.
          const Term term{(model.empty() ? 1 : model.back().term.value) + (number % 8 == 0 ? 1u : 0u)};
          model.push_back({term, number % 5 == 4 ? PayloadRef{} : make_payload<TestCommand>(pool, number % 3u)});
          log.append(model.back());
        }
      }
      RC_ASSERT(log.last_index().value == model.size());
      RC_ASSERT(log.last_term() == (model.empty() ? Term{0} : model.back().term));
      require_same_terms(log, model);
      require_last_up_to(log, model, {number % 4u}, what);
      require_batch(log, model, pool, what, number, 4 + number * 3u);
      prefixes.require_consistent(log, model);
    }
  });
}
