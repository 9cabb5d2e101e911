// Parses the arguments: the command line library parses flags, and this file parses the course's own words.
#include "replica/options.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>

#include "core/course/message_json.hpp"
#include "core/kv/tuned.hpp"
#include "core/raft/configuration.hpp"
#include "core/text/decimal.hpp"
#include "replica/option_table.hpp"

namespace whitewater::replica {

namespace {

using Wrong = std::optional<Error>;

struct Words {
  std::vector<std::string> positional;
  std::string transport;
  std::string log_level;
  std::string seed;
  std::string segment_bytes;
};

Options defaults() {
  Options options;
  raft::Config& raft = options.replica.raft;
  raft.timing = kv::tuned_timing();
  raft.replication = kv::tuned_replication;
  raft.reads = kv::tuned_reads;
  raft.heartbeats = kv::tuned_heartbeats;
  options.replica.gather_puts = true;
  options.replica.redirect_freshness = kv::tuned_redirect_freshness;
  return options;
}

void add_plain_flags(CLI::App& app, Options& options, Words& words) {
  app.add_option("--transport", words.transport)->take_last();
  app.add_option("--data-dir", options.data_dir)->take_last();
  app.add_option("--segment-bytes", words.segment_bytes)->take_last();
  app.add_option("--log-level", words.log_level)->take_last();
  app.add_option("--log-file", options.log_file)->take_last();
  app.add_option("--trace", options.trace_file)->take_last();
  app.add_option("--seed", words.seed)->take_last();
}

Wrong parse_flags(const std::vector<std::string>& arguments, bool with_positionals, Options& options, Words& words) {
  CLI::App app;
  app.set_help_flag();
  app.add_flag("-h,--help", options.help);
  app.add_flag("--version", options.version);
  if (with_positionals) app.add_option("words", words.positional);
  add_plain_flags(app, options, words);
  std::vector<std::string> texts(option_table().size());
  std::vector<CLI::Option*> flags;
  for (std::size_t i = 0; i < texts.size(); ++i)
    flags.push_back(app.add_option(std::string(option_table()[i].name), texts[i])->take_last());
  try {
    app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::ParseError& error) {
    std::string sentence = error.what();
    std::replace(sentence.begin(), sentence.end(), '\n', ' ');
    return Error{"", sentence};
  }
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (flags[i]->count() == 0) continue;
    const OptionRow& row = option_table()[i];
    if (const Wrong wrong = row.set(options, texts[i])) return Error{std::string(row.name), wrong->message};
  }
  return std::nullopt;
}

Wrong settle_names(Options& options, const Words& words) {
  constexpr std::array<std::string_view, 3> transports{"udp", "stream", "seqpacket"};
  constexpr std::array<std::string_view, 5> levels{"quiet", "error", "warning", "info", "debug"};
  if (!words.transport.empty()) {
    const auto* const found = std::find(transports.begin(), transports.end(), words.transport);
    if (found == transports.end())
      return Error{"--transport", "expected udp, stream or seqpacket, found '" + words.transport + "'"};
    options.transport = static_cast<TransportKind>(found - transports.begin());
  }
  if (!words.log_level.empty()) {
    const auto* const found = std::find(levels.begin(), levels.end(), words.log_level);
    if (found == levels.end())
      return Error{"--log-level", "expected quiet, error, warning, info or debug, found '" + words.log_level + "'"};
    options.log_level = static_cast<LogLevel>(found - levels.begin());
  }
  if (!words.seed.empty()) {
    const Result<std::uint64_t> seed = unsigned_integer(words.seed);
    if (!seed) return Error{"--seed", "expected a number from 0 to 2^64-1, found '" + words.seed + "'"};
    options.seed = seed.value();
  }
  if (!words.segment_bytes.empty()) {
    const Result<std::uint64_t> bytes = unsigned_integer(words.segment_bytes);
    if (!bytes || bytes.value() == 0)
      return Error{"--segment-bytes", "expected a number from 1 on, found '" + words.segment_bytes + "'"};
    options.segment_bytes = bytes.value();
  }
  return std::nullopt;
}

Wrong take_port(Options& options, std::vector<std::string>& words) {
  const Result<std::uint64_t> port = unsigned_integer(words.front());
  if (!port || port.value() == 0 || port.value() > 65'535)
    return Error{"", "expected a port from 1 to 65535, found '" + words.front() + "'"};
  options.port = static_cast<std::uint16_t>(port.value());
  words.erase(words.begin());
  return std::nullopt;
}

// Ids are those of replicas 0 … n-1, each exactly once. Our own id comes first; the others may be in any order.
Wrong take_ids(Options& options, const std::vector<std::string>& ids) {
  options.replicas = static_cast<unsigned>(ids.size());
  if (ids.size() > raft::Configuration::voters_max)
    return Error{"", "expected at most " + std::to_string(raft::Configuration::voters_max) + " replicas, found " +
                         std::to_string(ids.size())};
  NodeSet seen;
  for (const std::string& id : ids) {
    const std::optional<NodeId> node = course::node_of(id, options.replicas);
    if (!node || node->value >= options.replicas)
      return Error{"", "expected the ids of " + std::to_string(ids.size()) + " replicas, 0000 to " +
                           course::id_text(NodeId{static_cast<std::uint16_t>(ids.size() - 1)}, options.replicas) +
                           ", found '" + id + "'"};
    if (seen.contains(*node)) return Error{"", "expected every id once, found '" + id + "' twice"};
    seen.insert(*node);
    if (!options.self.valid()) options.self = *node;
  }
  return std::nullopt;
}

}  // namespace

Result<Options> parse_options(const std::vector<std::string>& arguments, std::string_view environment) {
  Options options = defaults();
  Words words;
  std::vector<std::string> more;
  for (std::size_t at = 0; (at = environment.find_first_not_of(" \t\n", at)) != std::string_view::npos;) {
    const std::size_t end = std::min(environment.find_first_of(" \t\n", at), environment.size());
    more.emplace_back(environment.substr(at, end - at));
    at = end;
  }
  if (const Wrong wrong = parse_flags(more, false, options, words))
    return Error{"WHITEWATER_REPLICA_OPTIONS", wrong->text()};
  if (const Wrong wrong = parse_flags(arguments, true, options, words)) return *wrong;
  if (options.help || options.version) return options;
  if (const Wrong wrong = settle_names(options, words)) return *wrong;

  std::vector<std::string>& ids = words.positional;
  if (ids.empty()) return Error{"", "expected [PORT] ID PEER_ID..., found nothing"};
  // The course's own convention: an id has four characters, a port has five.
  if (!options.transport && ids.front().size() != 4) options.transport = TransportKind::udp;
  if (options.transport == TransportKind::udp)
    if (const Wrong wrong = take_port(options, ids)) return *wrong;
  if (ids.empty()) return Error{"", "expected ID PEER_ID... after the port, found nothing"};
  if (const Wrong wrong = take_ids(options, ids)) return *wrong;
  options.replica.raft.self = options.self;
  options.replica.raft.replicas = options.replicas;
  if (options.first_election_delay) options.replica.raft.timing.first_election_delay = *options.first_election_delay;
  if (const Wrong wrong = options.replica.raft.timing.invalid()) return *wrong;
  return options;
}

std::vector<std::string> replica_option_names() {
  std::vector<std::string> names;
  for (const OptionRow& row : option_table()) names.emplace_back(row.name);
  return names;
}

std::string help_text() {
  std::string text =
      "A replica of the key-value store, for the simulators of the networks course.\n\n"
      "Usage: whitewater-replica [options] PORT ID PEER_ID...   UDP: the simulator's port on 127.0.0.1\n"
      "       whitewater-replica [options] ID PEER_ID...        a UNIX socket named ID in this directory\n\n"
      "The length of the first argument decides between the two; the kind of UNIX socket is found by trying.\n\n"
      "  --transport KIND              udp, stream or seqpacket; by default it is guessed\n"
      "  --log-level LEVEL             quiet, error, warning (the default), info or debug\n"
      "  --log-file FILE               log lines go to this file, not to standard error\n"
      "  --trace FILE                  every message, answer and change of role, one line each\n"
      "  --data-dir DIR                store the log there, and restart from it; without: a replica that ends may\n"
      "                                never be started again in the same cluster\n"
      "  --segment-bytes N             of --data-dir: a segment of the log is closed at this size (4194304)\n"
      "  --seed N                      seed of election timeouts; random if not given\n"
      "  --help, --version\n\n"
      "As in a scenario's \"replica\" object (all but the last):\n";
  for (const OptionRow& row : option_table()) {
    std::string left = "  " + std::string(row.name) + " " + std::string(row.value);
    left.resize(std::max<std::size_t>(left.size() + 1, 32), ' ');
    text += left + std::string(row.meaning) + "\n";
  }
  return text +
         "\nThe environment variable WHITEWATER_REPLICA_OPTIONS may hold more options, separated by spaces; those on "
         "the\n"
         "command line win. Lines of log and trace are ASCII, and are dropped rather than waited for.\n\n"
         "Ends with 0 on SIGTERM, 130 on SIGINT, 1 when the simulator is lost or a write fails, 2 on bad arguments.\n";
}

}  // namespace whitewater::replica
