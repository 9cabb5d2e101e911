// The cost model, version 2: what calls cost in virtual time. Real processor time never enters, so a run does not
// depend on the machine; slowness that only computes is invisible. A change of any figure is a new version. Version 1
// told a busy program that nothing had come before it looked at what came while it was busy.
#pragma once

#include "core/base/time.hpp"

namespace whitewater::tools::virtual_time::cost {

inline constexpr unsigned version = 2;

inline constexpr Duration clock_read = microseconds(1);
inline constexpr Duration futex_call = microseconds(1);
inline constexpr Duration productive_call = microseconds(2);
inline constexpr Duration datagram = microseconds(20);
inline constexpr Duration new_process = microseconds(100);

// A program that polls without blocking: after so many polls in a row that found nothing, a poll waits instead, so long
// at most, until something comes. Known as such, it is believed sooner.
inline constexpr unsigned idle_polls = 64;
inline constexpr unsigned idle_polls_known = 3;
inline constexpr Duration idle_wait = milliseconds(5);

// A thread that waits for a lock of a file asks for it again after so long.
inline constexpr Duration lock_wait = milliseconds(1);

// A program that does nothing but read the clock: a read costs twice as much after each so many in a row.
inline constexpr unsigned clock_reads_doubling = 64;
inline constexpr unsigned doublings_max = 13;

// A program starts up to so long after its replica: no two replicas read the same clock when they begin.
inline constexpr Duration start_spread = milliseconds(2);

// A program that makes call after call of which none sends, receives or waits (it prints without end, say): after so
// many, each costs time, twice as much after each so many further ones. Else its run would never end.
inline constexpr unsigned fruitless_calls = 20'000;
inline constexpr unsigned fruitless_doubling = 1'024;

// One thread runs so long before another of its process may.
inline constexpr Duration slice = microseconds(50);
// A process runs so long before the rest of the world does.
inline constexpr Duration turn = microseconds(200);

}  // namespace whitewater::tools::virtual_time::cost
