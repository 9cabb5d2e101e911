// Signals in virtual time: who gets one, and whose wait it ends. Handlers, masks and what is pending stay with the
// kernel; here is decided when a signal becomes pending, for which thread, and what becomes of a call that waits.
#pragma once

#include <csignal>
#include <optional>

#include "tools/virtual/kernel/handlers.hpp"
#include "tools/virtual/kernel/process.hpp"
#include "tools/virtual/trace/process_status.hpp"

namespace whitewater::tools::virtual_time {

// From this one on each sending counts; of those below one is pending at most.
inline constexpr int first_real_time = 32;

enum class DefaultAction : std::uint8_t { ignore, end };
// Nothing is stopped and continued here: such signals are ignored.
DefaultAction default_action(int signal);

// to: null: for any thread of the process.
void send_signal(Process& process, Thread* to, const siginfo_t& information);

// A signal that no thread lets through goes to a descriptor that the program made for it (signalfd(2)), instead of
// becoming pending. False: there is no such descriptor.
bool tell_descriptor(Process& process, const siginfo_t& information);

// What becomes of the call of a thread that would wait. Nothing: no signal that matters came.
std::optional<Outcome> interrupted(Process& process, const Thread& thread);

// Whether a call lets signals through while it waits that its thread blocks otherwise: sigsuspend, ppoll with a mask.
bool has_mask(const Call& call);

}  // namespace whitewater::tools::virtual_time
