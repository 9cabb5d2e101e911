// PayloadPool: memory for payloads in size classes of 32 bytes, last in first out. A running simulation allocates
// nothing once the pool is warm. The pool knows nothing of what is stored.
// Invariant: every block that was taken is given back before the pool is destroyed.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace whitewater {

class PayloadPool {
 public:
  PayloadPool() = default;
  PayloadPool(const PayloadPool&) = delete;
  PayloadPool& operator=(const PayloadPool&) = delete;
  ~PayloadPool();

  // Returns a block of at least `bytes` bytes, aligned to 16.
  void* take(std::uint32_t bytes) {
    const std::uint32_t size_class = (bytes + class_bytes - 1) / class_bytes;
    if (size_class < free_.size() && free_[size_class] != nullptr) [[likely]] {
      FreeBlock* block = free_[size_class];
      free_[size_class] = block->next;
      ++blocks_in_use_;
      return block;
    }
    return take_slow(size_class);
  }

  // bytes: the size that take() was called with.
  void give_back(void* memory, std::uint32_t bytes) {
    const std::uint32_t size_class = (bytes + class_bytes - 1) / class_bytes;
    --blocks_in_use_;
    if (size_class >= free_.size()) [[unlikely]]
      return give_back_large(memory, size_class);
    auto* block = static_cast<FreeBlock*>(memory);
    block->next = free_[size_class];
    free_[size_class] = block;
  }

  // The number of blocks taken and not yet given back: 0 if nothing leaks.
  std::size_t blocks_in_use() const { return blocks_in_use_; }

 private:
  static constexpr std::uint32_t class_bytes = 32;
  static constexpr std::uint32_t classes = 64;  // up to 2,016 bytes; larger blocks are kept by exact class
  static constexpr std::size_t chunk_bytes = 64 * 1024;

  struct FreeBlock {
    FreeBlock* next;
  };
  struct LargeBlock {
    std::uint32_t size_class;
    void* memory;
  };

  void* take_slow(std::uint32_t size_class);
  void give_back_large(void* memory, std::uint32_t size_class);

  std::array<FreeBlock*, classes> free_{};
  std::size_t blocks_in_use_ = 0;
  std::byte* bump_ = nullptr;
  std::byte* bump_end_ = nullptr;
  std::vector<std::byte*> chunks_;
  std::vector<LargeBlock> large_free_;
};

}  // namespace whitewater
