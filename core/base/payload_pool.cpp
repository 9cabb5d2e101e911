// The slow paths of PayloadPool: allocating a new chunk, and blocks that are larger than the largest size class.
#include "core/base/payload_pool.hpp"

#include <new>

namespace whitewater {

namespace {
constexpr std::align_val_t block_alignment{16};
}

PayloadPool::~PayloadPool() {
  for (std::byte* chunk : chunks_) ::operator delete(chunk, block_alignment);
  for (const LargeBlock& large : large_free_) ::operator delete(large.memory, block_alignment);
}

void* PayloadPool::take_slow(std::uint32_t size_class) {
  ++blocks_in_use_;
  const std::size_t bytes = std::size_t{size_class} * class_bytes;
  if (size_class >= classes) {
    for (std::size_t i = 0; i < large_free_.size(); ++i) {
      if (large_free_[i].size_class != size_class) continue;
      void* memory = large_free_[i].memory;
      large_free_[i] = large_free_.back();
      large_free_.pop_back();
      return memory;
    }
    return ::operator new(bytes, block_alignment);
  }
  if (static_cast<std::size_t>(bump_end_ - bump_) < bytes) {
    chunks_.push_back(static_cast<std::byte*>(::operator new(chunk_bytes, block_alignment)));
    bump_ = chunks_.back();
    bump_end_ = bump_ + chunk_bytes;
  }
  void* memory = bump_;
  bump_ += bytes;
  return memory;
}

void PayloadPool::give_back_large(void* memory, std::uint32_t size_class) {
  large_free_.push_back({size_class, memory});
}

}  // namespace whitewater
