// What a folder's text may not name: one row a reason.
#pragma once

#include <string_view>

namespace whitewater::architecture {

// words are separated by spaces, each in one of these forms:
//   name          the identifier, wherever it stands
//   *name, name*  an identifier that ends (begins) so; *name* one that contains it
//   std::name     the identifier behind "std::"
//   name::        the identifier before "::"
//   name(         a call of the free function (or of std::name), not of a member
//   <header>      an include in angle brackets; <folder/*> all below
struct BannedRow {
  std::string_view rule;
  std::string_view folders;
  std::string_view except;  // folders inside those, where the row does not hold
  std::string_view words;
  std::string_view advice;
};

inline constexpr BannedRow banned_table[] = {
    {"I1", "core simnet scenarios", "",
     "system_clock steady_clock high_resolution_clock clock_gettime gettimeofday "
     "time( clock( localtime gmtime mktime this_thread <chrono> <ctime> <time.h>",
     "reads a clock: be handed the time by the host"},
    {"I1", "core simnet scenarios", "", "random_device rand( srand( getrandom getpid hardware_concurrency <random>",
     "reads entropy: draw from the seed (core/base/random.hpp)"},
    {"I1", "core simnet scenarios", "", "getenv secure_getenv setenv", "reads the environment: be handed a value"},
    {"I1", "core simnet scenarios", "", "fstream ifstream ofstream fopen freopen filesystem <fstream> <filesystem>",
     "opens a file: be handed its text, or hand text out"},
    {"I1", "core simnet scenarios", "", "uintptr_t intptr_t",
     "turns an address into a number: addresses differ from run to run"},
    {"I3", "simnet", "", "*raft* *Raft* kv kv_* Kv* kv:: course *primary_backup* client::",
     "simnet does not know what a message means: carry a payload, ask an observer or resolver"},
    {"I4", "core simnet scenarios replica tools", "core/wire core/course scenarios tools", "nlohmann <nlohmann/*>",
     "JSON lives in core/wire, core/course, scenarios and tools"},
    {"I4", "core simnet scenarios", "",
     "<unistd.h> <sys/*> <fcntl.h> <poll.h> <netinet/*> <arpa/*> <netdb.h> "
     "<signal.h> <csignal> <pthread.h> <dirent.h> <termios.h> <dlfcn.h> <net/*>",
     "POSIX lives in replica and tools"},
    {"I6", "core/raft", "",
     "std::string std::to_string std::format *stringstream *printf ostream cout cerr "
     "<string> <sstream> <iostream> <ostream> <cstdio> <format> <iomanip>",
     "Raft emits typed notes, never text: add a NoteCode"},
    {"claims", "core/kv", "core/kv/peer_codec.cpp",
     "PreVoteRequest PreVoteGranted PreVoteDenied VoteRequest VoteGranted VoteDenied AppendEntries AppendAccepted "
     "AppendRejected CommitNotice InstallSnapshot SnapshotAccepted",
     "the store does not tell Raft's messages apart: Raft says what a send claims (Output::Send::claim)"},
    {"I7", "core simnet scenarios", "", "float double", "floating point: use integers (ns, ppm)"},
    {"I7", "core simnet scenarios", "",
     "*_distribution std::shuffle std::sample mt19937 mt19937_64 minstd_rand "
     "default_random_engine",
     "differs between standard libraries: draw from core/base/random.hpp"},
    {"I7", "core simnet scenarios", "",
     "std::hash unordered_map unordered_set unordered_multimap unordered_multiset "
     "<unordered_map> <unordered_set>",
     "an order that the library decides: use hash.hpp, a vector or std::map"},
};

// A file that a row of banned_table, or I2, does not hold for. Prefer none.
struct AllowedRow {
  std::string_view rule;
  std::string_view file;
  std::string_view word;  // as the row spells it; empty for I2
  std::string_view why;
};

inline constexpr AllowedRow allowed_table[] = {
    {"I6", "core/raft/codec.cpp", "std::to_string",
     "bytes that do not decode are bad outside data: that gets an Error"},
    {"I2", "tools/allocation_counter.cpp", "", "the replaced operator new has no object to count in; programs only"},
    {"I2", "tools/virtual/trace/clock_shim.cpp", "", "code in assembly, which the rule takes for an object"},
    {"I2", "tools/virtual/trace/detour.cpp", "", "code in assembly, which the rule takes for an object"},
    {"I2", "tools/virtual/trace/child_signal.cpp", "", "a signal's handler has nothing but a global table to read"},
    {"I2", "tools/runs/crash_report.cpp", "", "a handler of a crash has nothing but a global table to read"},
};

}  // namespace whitewater::architecture
