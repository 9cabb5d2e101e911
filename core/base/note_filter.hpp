// NoteFilter: which notes somebody wants, as one bit for each code modulo 64. Asking for a constant code is one test of
// one word. Codes that share a bit share its answer: an observer must ignore notes that it did not ask for.
#pragma once

#include <cstdint>

namespace whitewater {

class NoteFilter {
 public:
  // No note.
  constexpr NoteFilter() = default;
  static constexpr NoteFilter all() { return NoteFilter(~std::uint64_t{0}); }
  static constexpr NoteFilter of(std::uint32_t code) { return NoteFilter(std::uint64_t{1} << (code % 64)); }

  constexpr bool wants(std::uint32_t code) const { return (bits_ & of(code).bits_) != 0; }
  constexpr bool none() const { return bits_ == 0; }
  friend constexpr NoteFilter operator|(NoteFilter a, NoteFilter b) { return NoteFilter(a.bits_ | b.bits_); }
  friend constexpr bool operator==(NoteFilter, NoteFilter) = default;

 private:
  explicit constexpr NoteFilter(std::uint64_t bits) : bits_(bits) {}
  std::uint64_t bits_ = 0;
};

}  // namespace whitewater
