// Who may include whom: one row a folder, as ARCHITECTURE.md draws it. A folder always sees itself and the
// standard library; what a row does not name, it does not see.
#pragma once

#include <string_view>

namespace whitewater::architecture {

struct FolderRow {
  std::string_view folder;
  std::string_view may_include;    // separated by spaces; a folder names all below it
  std::string_view adapters = "";  // only for files that are named after the folder they adapt
};

inline constexpr FolderRow include_table[] = {
    {"core/base", ""},
    {"core/actor", "core/base"},
    {"core/wire", "core/base core/text"},
    {"core/text", "core/base"},
    {"core/client", "core/base"},
    {"core/raft", "core/base"},
    {"core/kv", "core/base core/actor core/wire core/client core/raft"},
    {"core/primary_backup", "core/base core/actor core/wire core/client"},
    {"core/course", "core/base core/text core/actor core/wire core/client"},
    {"core/check", "core/base core/text core/actor", "core/raft core/kv core/client"},
    {"simnet", "core/base core/actor"},
    // I8: format and experiment know no system and no workload.
    {"scenarios/format", "core/base core/text core/wire simnet"},
    {"scenarios/experiment",
     "core/base core/actor core/check/causality core/client core/text simnet scenarios/format scenarios/report"},
    {"scenarios/systems",
     "core simnet scenarios/format scenarios/experiment scenarios/report scenarios/story"},  // story: event texts
    {"scenarios/workloads", "core simnet scenarios/format scenarios/experiment scenarios/report scenarios/story"},
    // A story has the words of its system handed in.
    {"scenarios/story", "core/base core/actor core/client core/text simnet scenarios/report"},
    {"scenarios/report", "core/base core/text core/wire"},
    // A search has the system and the workload handed in, which draw their own options.
    {"scenarios/search",
     "core/base core/actor core/text core/wire simnet scenarios/format scenarios/experiment scenarios/report "
     "scenarios/story"},
    {"scenarios/standard", "core simnet scenarios"},
    {"scenarios", "core simnet"},
    {"replica", "core"},
    // I8: what whitewater::cli is made of knows no system and no workload.
    {"tools/terminal", "core/base core/text"},
    {"tools/history",
     "core/base core/text core/wire core/check/linearizability scenarios/experiment scenarios/report tools/terminal"},
    {"tools/runs",
     "core/base core/text core/wire simnet scenarios/format scenarios/experiment scenarios/report scenarios/search "
     "scenarios/story tools/history tools/terminal"},
    {"tools/verbs",
     "core/base core/text core/wire core/check/linearizability simnet scenarios/format scenarios/experiment "
     "scenarios/report scenarios/search scenarios/story tools/history tools/runs tools/terminal"},
    {"tools/testing",
     "core/base core/text simnet scenarios/format scenarios/experiment scenarios/report scenarios/search tools/runs "
     "tools/terminal"},
    {"tools", "core simnet scenarios replica"},
    {"tests", "core simnet scenarios replica tools"},
};

// One file inside a folder that may see more than its row says.
struct FileRow {
  std::string_view file;  // the stem: codec.hpp and codec.cpp
  std::string_view may_include;
  std::string_view why;
};

inline constexpr FileRow include_exceptions[] = {
    {"core/client/codec", "core/wire", "the binary codec is where requests meet the byte writer"},
    {"core/check/properties/leader_properties", "core/raft", "what a leader may commit is a matter of quorums"},
    {"core/raft/codec", "core/wire core/actor", "the binary codec is where Raft meets the byte writer"},
};

// The libraries besides the standard one and the operating system's: the first part of their includes.
struct LibraryRow {
  std::string_view library;
  std::string_view folders;  // where I4 and this row let it in
};

inline constexpr LibraryRow libraries[] = {
    {"nlohmann", "core scenarios tools"},  // narrowed by I4
    {"CLI", "replica tools"},              // reads command lines
    {"rapidcheck", "tools/testing"},       // for users who have it
};

}  // namespace whitewater::architecture
