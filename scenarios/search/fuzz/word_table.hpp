// WordTable: a bounded table of 64-bit words with a value each. Words are hashes already, so their low bits are the
// place. It never forgets; when it is full, further words are refused. WordSet: the words of one run.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace whitewater::scenarios::fuzz {

template <class Value>
class WordTable {
 public:
  // most: how many words it takes; a power of two.
  explicit WordTable(std::size_t most) : most_(most), slots_(64) {}

  std::size_t size() const { return size_; }
  bool full() const { return size_ >= most_; }
  // Null: the word is not in the table.
  Value* find(std::uint64_t word) {
    Slot& slot = slots_[place(word)];
    return slot.used ? &slot.value : nullptr;
  }
  // The word with its value; of a new word, a new one. Null: the table is full.
  Value* insert(std::uint64_t word) {
    std::size_t at = place(word);
    if (slots_[at].used) return &slots_[at].value;
    if (full()) return nullptr;
    if ((size_ + 1) * 2 > slots_.size()) {
      grow();
      at = place(word);
    }
    slots_[at] = {word, true, {}};
    ++size_;
    return &slots_[at].value;
  }

 private:
  struct Slot {
    std::uint64_t word = 0;
    bool used = false;
    Value value{};
  };

  std::size_t place(std::uint64_t word) const {
    std::size_t at = word & (slots_.size() - 1);
    while (slots_[at].used && slots_[at].word != word) at = (at + 1) & (slots_.size() - 1);
    return at;
  }
  void grow() {
    std::vector<Slot> old(slots_.size() * 2);
    old.swap(slots_);
    for (Slot& slot : old)
      if (slot.used) slots_[place(slot.word)] = std::move(slot);
  }

  std::size_t most_;
  std::size_t size_ = 0;
  std::vector<Slot> slots_;
};

// Cleared without touching its memory.
class WordSet {
 public:
  static constexpr std::size_t most = 16'384;

  void clear() {
    words_.clear();
    if (++run_ == 0) {
      marks_.assign(marks_.size(), 0);
      run_ = 1;
    }
  }
  void insert(std::uint64_t word) {
    std::size_t at = word & (marks_.size() - 1);
    while (marks_[at] == run_) {
      if (seen_[at] == word) return;
      at = (at + 1) & (marks_.size() - 1);
    }
    if (words_.size() == most) return;
    marks_[at] = run_;
    seen_[at] = word;
    words_.push_back(word);
  }
  // In the order in which they came.
  const std::vector<std::uint64_t>& words() const { return words_; }

 private:
  std::uint32_t run_ = 1;
  std::vector<std::uint32_t> marks_ = std::vector<std::uint32_t>(most * 2);
  std::vector<std::uint64_t> seen_ = std::vector<std::uint64_t>(most * 2);
  std::vector<std::uint64_t> words_;
};

}  // namespace whitewater::scenarios::fuzz
