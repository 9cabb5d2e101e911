// Options: one value of a type that only its owner knows. A scenario holds the options of its system and of its
// workload; it can copy and compare them, and never looks inside.
#pragma once

#include <utility>

#include "core/base/check.hpp"

namespace whitewater::scenarios {

class Options {
 public:
  Options() = default;
  template <class Value>
  static Options of(Value value = {}) {
    Options options;
    options.kind_ = &kind_of<Value>;
    options.value_ = new Value(std::move(value));
    return options;
  }

  Options(const Options& other) : kind_(other.kind_) {
    if (kind_ != nullptr) value_ = kind_->copy(other.value_);
  }
  Options(Options&& other) noexcept
      : kind_(std::exchange(other.kind_, nullptr)), value_(std::exchange(other.value_, nullptr)) {}
  Options& operator=(Options other) noexcept {
    std::swap(kind_, other.kind_);
    std::swap(value_, other.value_);
    return *this;
  }
  ~Options() {
    if (kind_ != nullptr) kind_->destroy(value_);
  }

  // Precondition: the value has exactly this type.
  template <class Value>
  Value& get() {
    check(kind_ == &kind_of<Value>, "options are read as the type that they were made of");
    return *static_cast<Value*>(value_);
  }
  template <class Value>
  const Value& get() const {
    check(kind_ == &kind_of<Value>, "options are read as the type that they were made of");
    return *static_cast<const Value*>(value_);
  }
  // For the slots of fields, whose rows know the type.
  void* data() { return value_; }

  friend bool operator==(const Options& a, const Options& b) {
    return a.kind_ == b.kind_ && (a.kind_ == nullptr || a.kind_->equal(a.value_, b.value_));
  }

 private:
  struct Kind {
    void* (*copy)(const void*);
    void (*destroy)(void*);
    bool (*equal)(const void*, const void*);
  };
  template <class Value>
  static constexpr Kind kind_of{
      [](const void* value) -> void* { return new Value(*static_cast<const Value*>(value)); },
      [](void* value) { delete static_cast<Value*>(value); },
      [](const void* a, const void* b) { return *static_cast<const Value*>(a) == *static_cast<const Value*>(b); }};

  const Kind* kind_ = nullptr;
  void* value_ = nullptr;
};

}  // namespace whitewater::scenarios
