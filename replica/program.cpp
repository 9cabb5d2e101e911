// Connects the parts: connection, storage, actor, host.
#include "replica/program.hpp"

#include <signal.h>
#include <sys/random.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <exception>

#include "core/base/check.hpp"
#include "core/course/message_json.hpp"
#include "core/kv/peer_codec.hpp"
#include "core/kv/replica_actor.hpp"
#include "replica/host.hpp"
#include "replica/options.hpp"
#include "replica/posix/stop_signals.hpp"
#include "replica/recorder.hpp"
#include "replica/storage/directory_files.hpp"
#include "replica/storage/kv_records.hpp"
#include "replica/storage/store.hpp"
#include "replica/transport/course_format.hpp"

namespace whitewater::replica {

namespace {

constexpr int fine = 0;
constexpr int lost = 1;
constexpr int bad_usage = 2;
constexpr int interrupted = 130;

// The seqpacket simulators send the first request two seconds after they start the replicas; the others after five.
constexpr Duration seqpacket_first_election_delay = milliseconds(-750);

int complain(std::string_view text, int status) {
  LineSink::standard_error().line("whitewater-replica: " + std::string(text));
  return status;
}

std::uint64_t drawn_seed() {
  std::uint64_t seed = 0;
  if (getrandom(&seed, sizeof(seed), 0) != sizeof(seed)) seed = static_cast<std::uint64_t>(getpid());
  return seed;
}

Result<Connection> connect(const Options& options) {
  if (options.transport == TransportKind::udp) return connect_udp(options.port);
  const std::string path = course::id_text(options.self, options.replicas);
  return options.transport ? connect_unix(path, *options.transport) : connect_unix(path);
}

// What a message adds to the bytes of a snapshot that it carries: at most.
constexpr std::size_t beside_a_chunk = 128;

// Sets what depends on the transport: an append and a piece of a snapshot must each fit into a message, and elections
// must be over before requests come.
kv::ReplicaConfig settled(const Options& options, const Connection& connection) {
  kv::ReplicaConfig config = options.replica;
  const std::size_t body = body_bytes_within(connection.transport->message_bytes_max());
  const std::uint32_t wished = options.append_bytes_max.value_or(config.raft.append_bytes_max);
  config.raft.append_bytes_max = static_cast<std::uint32_t>(std::min<std::size_t>(wished, body));
  const std::size_t piece = body > beside_a_chunk ? body - beside_a_chunk : 1;
  config.raft.snapshot_chunk_bytes =
      static_cast<std::uint32_t>(std::min<std::size_t>(config.raft.snapshot_chunk_bytes, piece));
  if (connection.kind == TransportKind::seqpacket && !options.first_election_delay &&
      config.raft.timing.election_timeout_min + seqpacket_first_election_delay > Duration{})
    config.raft.timing.first_election_delay = seqpacket_first_election_delay;
  config.raft.seed = options.seed ? *options.seed : drawn_seed();
  return config;
}

int ended(Host::Ending ending, const Host& host, StopSignals& signals, Recorder& recorder) {
  recorder.summary(host.counters());
  if (ending == Host::Ending::stopped) return signals.taken() == SIGINT ? interrupted : fine;
  recorder.log(LogLevel::error, host.failure().text());
  return lost;
}

// The storage, and what it needs.
struct Disk {
  KvRecords records;
  std::unique_ptr<DirectoryFiles> files;
  std::unique_ptr<Storage> storage;
};

std::optional<Error> open_disk(const Options& options, PayloadPool& pool, Recorder& recorder, Disk& disk) {
  if (options.data_dir.empty()) {
    disk.storage = std::make_unique<NoStorage>();
    return std::nullopt;
  }
  Result<std::unique_ptr<DirectoryFiles>> files = DirectoryFiles::own(options.data_dir);
  if (!files) return files.error();
  disk.files = std::move(files.value());
  StoreOptions wishes;
  wishes.segment_bytes = options.segment_bytes.value_or(wishes.segment_bytes);
  wishes.identity = drawn_seed();
  Result<std::unique_ptr<Store>> store = Store::open(*disk.files, disk.records, pool, wishes);
  if (!store) return store.error();
  for (const std::string& remark : store.value()->remarks()) recorder.log(LogLevel::warning, remark);
  disk.storage = std::move(store.value());
  return std::nullopt;
}

int serve(const Options& options, Recorder& recorder, const kv::PeerCodec& bodies) {
  StopSignals signals;
  Result<Connection> connection = connect(options);
  if (!connection) {
    recorder.log(LogLevel::error, connection.error().text());
    return lost;
  }
  Transport& transport = *connection.value().transport;
  const kv::ReplicaConfig config = settled(options, connection.value());
  recorder.log(LogLevel::info,
               "started, one of " + std::to_string(options.replicas) + ", seed " + std::to_string(config.raft.seed));

  HostConfig host_config;
  host_config.self = options.self;
  host_config.stop_descriptor = signals.descriptor();
  if (connection.value().kind == TransportKind::udp)
    host_config.greeting = course::hello(options.self, options.replicas);

  PayloadPool pool;
  kv::ReplicaActor actor(config);
  Disk disk;
  if (const std::optional<Error> failed = open_disk(options, pool, recorder, disk)) {
    recorder.log(LogLevel::error, failed->text());
    return lost;
  }
  CourseFormat format(options.self, options.replicas, bodies, body_bytes_within(transport.message_bytes_max()));
  Host host(host_config, actor, pool, format, transport, *disk.storage, &recorder);
  const int status = ended(host.run(time_never), host, signals, recorder);
  // Exit at once: the parent waits only for the exit status, and the system frees the memory.
  std::_Exit(status);
}

}  // namespace

int run_program(const std::vector<std::string>& arguments, std::string_view environment) {
  const Result<Options> parsed = parse_options(arguments, environment);
  if (!parsed) return complain(parsed.error().text(), bad_usage);
  const Options& options = parsed.value();
  if (options.help || options.version) {
    const std::string text = options.help ? help_text() : "whitewater-replica " WHITEWATER_VERSION "\n";
    std::fputs(text.c_str(), stdout);
    return std::fflush(stdout) == 0 ? fine : lost;
  }
  LineSink log = LineSink::standard_error();
  if (!options.log_file.empty()) {
    Result<LineSink> file = LineSink::file(options.log_file);
    if (!file) return complain(file.error().text(), bad_usage);
    log = std::move(file.value());
  }
  std::optional<LineSink> trace;
  if (!options.trace_file.empty()) {
    Result<LineSink> file = LineSink::file(options.trace_file);
    if (!file) return complain(file.error().text(), bad_usage);
    trace = std::move(file.value());
  }
  const kv::PeerCodec bodies;
  Recorder recorder(options.self, options.replicas, bodies, options.log_level, std::move(log), std::move(trace));
  try {
    return serve(options, recorder, bodies);
  } catch (const std::exception& failure) {
    recorder.log(LogLevel::error, "internal error: this should be true: " + failure_sentence(failure));
    std::abort();
  }
}

}  // namespace whitewater::replica
