// Replaces the global allocation functions by functions that count. Linked into programs only, never into installed
// libraries. In a file of its own, because a compiler that sees these bodies at a call of new warns that free()
// does not match new. The counters are the only globals of the program: operator new has no other place to store
// them.
#include "tools/allocation_counter.hpp"

#include <malloc.h>

#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <new>

namespace {

std::atomic<std::uint64_t> allocations{0};
// The bytes held now, minus the bytes held when the watch began. Counted only during a watch.
std::atomic<bool> watching{false};
std::atomic<std::int64_t> held{0};
std::atomic<std::int64_t> most_held{0};

void* hold(void* memory) {
  if (memory == nullptr || !watching.load(std::memory_order_relaxed)) return memory;
  const auto bytes = static_cast<std::int64_t>(malloc_usable_size(memory));
  const std::int64_t now = held.fetch_add(bytes, std::memory_order_relaxed) + bytes;
  std::int64_t most = most_held.load(std::memory_order_relaxed);
  while (now > most && !most_held.compare_exchange_weak(most, now, std::memory_order_relaxed)) {
  }
  return memory;
}

void release(void* memory) {
  if (memory != nullptr && watching.load(std::memory_order_relaxed))
    held.fetch_sub(static_cast<std::int64_t>(malloc_usable_size(memory)), std::memory_order_relaxed);
  std::free(memory);
}

void* allocate_or_null(std::size_t bytes, std::size_t alignment) {
  allocations.fetch_add(1, std::memory_order_relaxed);
  if (bytes == 0) bytes = 1;
  return hold(alignment <= alignof(std::max_align_t)
                  ? std::malloc(bytes)
                  : std::aligned_alloc(alignment, (bytes + alignment - 1) / alignment * alignment));
}

void* allocate(std::size_t bytes, std::size_t alignment) {
  void* memory = allocate_or_null(bytes, alignment);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}

}  // namespace

namespace whitewater::tools {
std::uint64_t allocations_so_far() {
  return allocations.load(std::memory_order_relaxed);
}
void watch_bytes(bool on) {
  held = 0;
  most_held = 0;
  watching = on;
}
std::uint64_t most_bytes_held() {
  return static_cast<std::uint64_t>(most_held.load(std::memory_order_relaxed));
}
std::uint64_t bytes_held() {
  return static_cast<std::uint64_t>(held.load(std::memory_order_relaxed));
}
}  // namespace whitewater::tools

void* operator new(std::size_t bytes) {
  return allocate(bytes, 1);
}
void* operator new[](std::size_t bytes) {
  return allocate(bytes, 1);
}
void* operator new(std::size_t bytes, std::align_val_t alignment) {
  return allocate(bytes, static_cast<std::size_t>(alignment));
}
void* operator new[](std::size_t bytes, std::align_val_t alignment) {
  return allocate(bytes, static_cast<std::size_t>(alignment));
}
// Replace all forms: otherwise memory from a sanitizer's own forms would be given to the delete of this file.
void* operator new(std::size_t bytes, const std::nothrow_t&) noexcept {
  return allocate_or_null(bytes, 1);
}
void* operator new[](std::size_t bytes, const std::nothrow_t&) noexcept {
  return allocate_or_null(bytes, 1);
}
void operator delete(void* memory, const std::nothrow_t&) noexcept {
  release(memory);
}
void operator delete[](void* memory, const std::nothrow_t&) noexcept {
  release(memory);
}
void operator delete(void* memory) noexcept {
  release(memory);
}
void operator delete[](void* memory) noexcept {
  release(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  release(memory);
}
void operator delete[](void* memory, std::size_t) noexcept {
  release(memory);
}
void operator delete(void* memory, std::align_val_t) noexcept {
  release(memory);
}
void operator delete[](void* memory, std::align_val_t) noexcept {
  release(memory);
}
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept {
  release(memory);
}
void operator delete[](void* memory, std::size_t, std::align_val_t) noexcept {
  release(memory);
}
