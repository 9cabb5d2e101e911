// The configuration of a replica process: the course's own arguments, and our options. Our options may also come from
// the environment, because a simulator passes only its own arguments.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.hpp"
#include "core/kv/replica_actor.hpp"
#include "replica/posix/connect.hpp"

namespace whitewater::replica {

enum class LogLevel : std::uint8_t { quiet, error, warning, info, debug };

struct Options {
  // What the arguments say. Without a transport: a UNIX socket; connecting finds out which kind.
  std::optional<TransportKind> transport;
  std::uint16_t port = 0;
  NodeId self;
  unsigned replicas = 0;

  // raft.self and raft.replicas are always set; raft.seed and what depends on the transport only if they were given.
  kv::ReplicaConfig replica;
  std::optional<std::uint64_t> seed;
  std::optional<std::uint32_t> append_bytes_max;
  std::optional<Duration> first_election_delay;
  std::string data_dir;  // empty: nothing is stored
  std::optional<std::uint64_t> segment_bytes;
  LogLevel log_level = LogLevel::warning;
  std::string log_file;  // empty: standard error
  std::string trace_file;
  bool help = false;
  bool version = false;
};

// arguments: without the program's name. environment: more options, separated by spaces. The arguments take precedence.
Result<Options> parse_options(const std::vector<std::string>& arguments, std::string_view environment);

std::string help_text();

// The names of the options that configure the replica: the fields of the scenario's "replica" object, with dashes.
std::vector<std::string> replica_option_names();

}  // namespace whitewater::replica
