// CrashReport: when the program dies by a signal (SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT; an uncaught exception
// aborts), it first says which run each thread was at, so that the crash can be had again. It dies by the signal all
// the same. A handler has nothing but a global table to read: this file holds the only one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace whitewater::tools {

// While one lives, crashes are reported. One at a time.
class CrashReport {
 public:
  // program: its name; outlives this object.
  explicit CrashReport(const char* program);
  ~CrashReport();
  CrashReport(const CrashReport&) = delete;
  CrashReport& operator=(const CrashReport&) = delete;
};

// What this thread is at, for as long as it lives. With a stack of its own for the handler: a thread that recurses
// without end has no room left on its usual one.
class CrashWitness {
 public:
  CrashWitness();
  ~CrashWitness();
  CrashWitness(const CrashWitness&) = delete;
  CrashWitness& operator=(const CrashWitness&) = delete;

  // scenario outlives this object, or the next call.
  void at(const char* scenario, std::uint64_t seed);

 private:
  std::size_t place_;  // in the table; behind its end: the table is full
  std::vector<char> stack_;
};

}  // namespace whitewater::tools
