// What the program makes of its arguments, and of its environment.
#include "replica/options.hpp"

#include <algorithm>

#include "replica/option_table.hpp"
#include "scenarios/systems/replica_options.hpp"
#include "tests/catch.hpp"

using namespace whitewater;
using namespace whitewater::replica;

namespace {

Options taken(const std::vector<std::string>& arguments, std::string_view environment = "") {
  const Result<Options> options = parse_options(arguments, environment);
  INFO((options.ok() ? "" : options.error().text()));
  REQUIRE(options.ok());
  return options.value();
}

std::string refused(const std::vector<std::string>& arguments, std::string_view environment = "") {
  const Result<Options> options = parse_options(arguments, environment);
  REQUIRE_FALSE(options.ok());
  CHECK(options.error().text().find('\n') == std::string::npos);
  return options.error().text();
}

bool mentions(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a first argument of five characters is a port, one of four an id") {
  const Options udp = taken({"54321", "0001", "0002", "0000"});
  CHECK(udp.transport == TransportKind::udp);
  CHECK(udp.port == 54321);
  CHECK(udp.self == NodeId{1});
  CHECK(udp.replicas == 3);
  const Options unix_socket = taken({"0004", "0001", "0003", "0000", "0002"});
  CHECK_FALSE(unix_socket.transport.has_value());
  CHECK(unix_socket.self == NodeId{4});
  CHECK(unix_socket.replicas == 5);
  CHECK(unix_socket.replica.raft.self == NodeId{4});
  CHECK(unix_socket.replica.raft.replicas == 5);
}

TEST_CASE("a named transport overrides the guess") {
  const Options stream = taken({"--transport", "stream", "0000", "0001"});
  CHECK(stream.transport == TransportKind::stream);
  CHECK(stream.replicas == 2);
  const Options udp = taken({"8080", "0000", "0001", "--transport=udp"});
  CHECK(udp.port == 8080);
  CHECK(udp.self == NodeId{0});
}

TEST_CASE("ids may name up to 21 replicas, in hex of either case, our own first") {
  std::vector<std::string> ids;
  for (const char* id : {"0014", "000a", "0000", "0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008",
                         "0009", "000B", "000C", "000D", "000E", "000F", "0010", "0011", "0012", "0013"})
    ids.emplace_back(id);
  CHECK(taken(ids).self == NodeId{20});
  CHECK(taken(ids).replicas == 21);
  ids.emplace_back("0015");
  CHECK(mentions(refused(ids), "at most 21 replicas"));
}

TEST_CASE("bad arguments are refused in one line") {
  CHECK(mentions(refused({}), "expected [PORT] ID PEER_ID..."));
  CHECK(mentions(refused({"54321"}), "after the port"));
  CHECK(mentions(refused({"0", "0000"}), "expected a port"));
  CHECK(mentions(refused({"65536", "0000"}), "expected a port from 1 to 65535, found '65536'"));
  CHECK(mentions(refused({"-1", "0000"}), "-1"));
  CHECK(mentions(refused({"0000", "0000"}), "found '0000' twice"));
  CHECK(mentions(refused({"0000", "0002"}), "0000 to 0001, found '0002'"));
  CHECK(mentions(refused({"0000", "FFFF"}), "found 'FFFF'"));
  CHECK(mentions(refused({"0000", "zz"}), "found 'zz'"));
  CHECK(mentions(refused({"0000", "--transport", "tcp"}), "udp, stream or seqpacket"));
  CHECK(mentions(refused({"0000", "--log-level", "loud"}), "--log-level"));
  CHECK(mentions(refused({"0000", "--seed", "-3"}), "--seed"));
  CHECK(mentions(refused({"0000", "--nonsense"}), "--nonsense"));
  CHECK(mentions(refused({"0000", "--hedge-after", "soon"}), "--hedge-after: expected a duration"));
  CHECK(mentions(refused({"0000", "--hedge-after", "5"}), "--hedge-after: expected a duration"));
  CHECK(mentions(refused({"0000", "--election-timeout", "1s"}), "range"));
  CHECK(mentions(refused({"0000", "--reads", "dirty"}), "read_index or lease"));
  CHECK(mentions(refused({"0000", "--inflight-max", "0"}), "from 1 to 1024"));
  CHECK(mentions(refused({"0000", "--session-window", "1025"}), "from 1 to 1024"));
  // Each is fine; together they are not.
  CHECK(mentions(refused({"0000", "--heartbeat-interval", "3s"}), "heartbeat_interval"));
}

TEST_CASE("options configure the replica; the environment may, and the command line wins") {
  const std::vector<std::string> words{"0000", "0001", "--hedge-after", "1.5ms", "--reads=read_index"};
  const Options options = taken(words,
                                "  --hedge-after 9ms --replication broadcast\n--election-timeout=900ms-1.5s "
                                "--heartbeat-interval 100ms --gather-puts false --session-window 7");
  CHECK(options.replica.raft.timing.hedge_after == microseconds(1'500));
  CHECK(options.replica.raft.reads == raft::ReadPolicy::read_index);
  CHECK(options.replica.raft.replication == raft::ReplicationPolicy::broadcast);
  CHECK(options.replica.raft.timing.election_timeout_min == milliseconds(900));
  CHECK(options.replica.raft.timing.election_timeout_max == milliseconds(1'500));
  CHECK_FALSE(options.replica.gather_puts);
  CHECK(options.replica.session_window == 7);
  CHECK(mentions(refused({"0000"}, "--nonsense"), "WHITEWATER_REPLICA_OPTIONS"));
  CHECK(mentions(refused({"0000"}, "0001"), "WHITEWATER_REPLICA_OPTIONS"));
}

TEST_CASE("without options a replica is the tuned one of the simulation, and gathers") {
  const Options options = taken({"0000", "0001", "0002"});
  const scenarios::ReplicaOptions simulated;
  CHECK(options.replica.raft.timing == simulated.timing);
  CHECK(options.replica.raft.replication == simulated.replication);
  CHECK(options.replica.raft.reads == simulated.reads);
  CHECK(options.replica.raft.heartbeats == simulated.heartbeats);
  CHECK(options.replica.raft.prevote == simulated.prevote);
  CHECK(options.replica.raft.check_quorum == simulated.check_quorum);
  CHECK(options.replica.raft.append_bytes_max == simulated.append_bytes_max);
  CHECK(options.replica.raft.inflight_max == simulated.inflight_max);
  CHECK(options.replica.redirect_freshness == simulated.redirect_freshness);
  CHECK(options.replica.session_window == simulated.session_window);
  CHECK(options.replica.gather_puts);
  CHECK(options.log_level == LogLevel::warning);
  CHECK(options.data_dir.empty());
  CHECK_FALSE(options.segment_bytes.has_value());
  CHECK(taken({"0000", "0001", "--segment-bytes", "5000"}).segment_bytes == 5'000);
  CHECK(mentions(refused({"0000", "0001", "--segment-bytes", "0"}), "expected a number from 1 on, found '0'"));
}

TEST_CASE("every field of a scenario's replica is an option of the same name, and the help names them all") {
  std::vector<std::string> fields;
  for (const scenarios::Field& field : scenarios::replica_fields()) {
    if (field.path.rfind("replica.", 0) != 0) continue;
    std::string name = "--" + std::string(field.key());
    std::replace(name.begin(), name.end(), '_', '-');
    fields.push_back(name);
  }
  std::vector<std::string> options = replica_option_names();
  for (const std::string& option : options) CHECK(mentions(help_text(), "  " + option + " "));
  std::sort(fields.begin(), fields.end());
  std::sort(options.begin(), options.end());
  CHECK(fields == options);
}

TEST_CASE("durations have a unit") {
  CHECK(parse_duration("150ms").value() == milliseconds(150));
  CHECK(parse_duration("1.75s").value() == milliseconds(1'750));
  CHECK(parse_duration("-750ms").value() == milliseconds(-750));
  CHECK(parse_duration("7ns").value() == nanoseconds(7));
  CHECK(parse_duration("0.5us").value() == nanoseconds(500));
  for (const char* text : {"", "5", "ms", "1 s", "1m", "0.0000000001s", "--1ms", "1e3ms", "99999999999s"})
    CHECK_FALSE(parse_duration(text).ok());
}
