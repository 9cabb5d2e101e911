// Payload: an immutable, reference-counted object that travels in messages, logs and on disks.
// A carrier (a network, a disk) never opens a payload. A carrier sees the kind, the size in bytes that the real codec
// would give, and a fold: 64 bits that stand for the content in a digest. The fold is computed once, when the object
// is made. Reference counts are not atomic: a payload stays in its pool's thread.
//
// A type T becomes a payload by having
//   static constexpr PayloadKind payload_kind{number, "name"};  // number: unique, fixed for ever
//   std::uint64_t fold() const;           // a hash of the content, never of an address
//   std::uint32_t wire_bytes() const;     // the size of the encoded form, the same with and without codec
// T may own other payloads (by PayloadRef). If only some objects of T own payloads, T may also have
//   bool owns_nothing() const;            // true: this object has nothing to destroy
// which saves the destructor call of the others. For objects with a tail of bytes, see make_with_tail.
#pragma once

#include <cstddef>
#include <cstdint>
#include <new>
#include <type_traits>
#include <utility>

#include "core/base/payload_pool.hpp"

namespace whitewater {

struct PayloadKind {
  std::uint16_t number = 0;
  const char* name = "";
};

template <class T>
concept PayloadObject = requires(const T& t) {
  { T::payload_kind.number } -> std::convertible_to<std::uint16_t>;
  { t.fold() } -> std::same_as<std::uint64_t>;
  { t.wire_bytes() } -> std::same_as<std::uint32_t>;
};

// The header that a pool keeps in front of every object.
struct PayloadHeader {
  const PayloadKind* kind;
  PayloadPool* pool;
  void (*destroy)(void* object);  // null if there is nothing to destroy
  std::uint64_t fold;
  std::uint32_t references;
  std::uint32_t wire_bytes;
  std::uint32_t block_bytes;  // the size to give back to the pool
  std::uint16_t number;       // a copy of kind->number, the field that is read most often
};
static_assert(sizeof(PayloadHeader) == 48);

// A counted handle. Copying increments the count; moving does not. A default-constructed handle is empty.
class PayloadRef {
 public:
  PayloadRef() = default;
  PayloadRef(const PayloadRef& other) : header_(other.header_) {
    if (header_ != nullptr) ++header_->references;
  }
  PayloadRef(PayloadRef&& other) noexcept : header_(std::exchange(other.header_, nullptr)) {}
  PayloadRef& operator=(const PayloadRef& other) {
    PayloadRef copy(other);
    std::swap(header_, copy.header_);
    return *this;
  }
  PayloadRef& operator=(PayloadRef&& other) noexcept {
    if (this != &other) {
      reset();
      header_ = std::exchange(other.header_, nullptr);
    }
    return *this;
  }
  ~PayloadRef() {
    if (header_ != nullptr && --header_->references == 0) dispose(header_);
  }

  explicit operator bool() const { return header_ != nullptr; }
  void reset() {
    if (header_ == nullptr) return;
    PayloadHeader* header = std::exchange(header_, nullptr);
    if (--header->references == 0) dispose(header);
  }

  // For an empty handle: kind number 0, name "nothing", fold 0, size 0.
  std::uint16_t kind() const { return header_ != nullptr ? header_->number : 0; }
  const char* name() const { return header_ != nullptr ? header_->kind->name : "nothing"; }
  std::uint64_t fold() const { return header_ != nullptr ? header_->fold : 0; }
  std::uint32_t wire_bytes() const { return header_ != nullptr ? header_->wire_bytes : 0; }

  // Returns the object if it is a T, else null.
  template <PayloadObject T>
  const T* get_if() const {
    if (header_ == nullptr || header_->number != T::payload_kind.number) return nullptr;
    const T* object = std::launder(reinterpret_cast<const T*>(header_ + 1));
    if (object == nullptr) __builtin_unreachable();  // so that no caller tests it again
    return object;
  }

  // A hint to the processor that the object is read or released soon. It changes time only, never a result.
  void prefetch() const { __builtin_prefetch(header_); }

  // True for the same object, not merely an equal one. Not for ordering: addresses decide nothing.
  friend bool same_object(const PayloadRef& a, const PayloadRef& b) { return a.header_ == b.header_; }

  // For hosts that keep a handle as a plain word (event slots). adopt(release()) gives back the same handle.
  PayloadHeader* release() noexcept { return std::exchange(header_, nullptr); }
  static PayloadRef adopt(PayloadHeader* header) noexcept { return PayloadRef(header); }

 private:
  explicit PayloadRef(PayloadHeader* header) noexcept : header_(header) {}
  static void dispose(PayloadHeader* header);

  PayloadHeader* header_ = nullptr;
};

// Makes a T inside the pool. Does not allocate if a block of that size was given back before.
template <PayloadObject T, class... Args>
PayloadRef make_payload(PayloadPool& pool, Args&&... args);

// As make_payload, with tail_bytes of raw storage directly after the object. fill(T& object, char* tail) writes the
// tail before the fold is computed. T finds its tail at reinterpret_cast<const char*>(this + 1).
template <PayloadObject T, class Fill, class... Args>
PayloadRef make_with_tail(PayloadPool& pool, std::uint32_t tail_bytes, Fill&& fill, Args&&... args);

// --- implementation ---------------------------------------------------------------------------

inline void PayloadRef::dispose(PayloadHeader* header) {
  if (header->destroy != nullptr) header->destroy(header + 1);
  header->pool->give_back(header, header->block_bytes);
}

template <PayloadObject T, class Fill, class... Args>
PayloadRef make_with_tail(PayloadPool& pool, std::uint32_t tail_bytes, Fill&& fill, Args&&... args) {
  static_assert(alignof(T) <= 16, "payloads are aligned to 16 bytes at most");
  const std::uint32_t block_bytes = static_cast<std::uint32_t>(sizeof(PayloadHeader) + sizeof(T)) + tail_bytes;
  auto* header = static_cast<PayloadHeader*>(pool.take(block_bytes));
  T* object = new (header + 1) T{std::forward<Args>(args)...};
  fill(*object, reinterpret_cast<char*>(object + 1));
  void (*destroy)(void*) = nullptr;
  if constexpr (!std::is_trivially_destructible_v<T>) destroy = [](void* p) { static_cast<T*>(p)->~T(); };
  if constexpr (requires { object->owns_nothing(); })
    if (object->owns_nothing()) destroy = nullptr;
  *header = PayloadHeader{&T::payload_kind,      &pool, destroy, object->fold(), 1, object->wire_bytes(), block_bytes,
                          T::payload_kind.number};
  return PayloadRef::adopt(header);
}

template <PayloadObject T, class... Args>
PayloadRef make_payload(PayloadPool& pool, Args&&... args) {
  return make_with_tail<T>(
      pool, 0, [](T&, char*) {}, std::forward<Args>(args)...);
}

}  // namespace whitewater
