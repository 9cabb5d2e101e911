// Opens the connection to the simulator, in each of the ways in which simulators listen. Loopback and UNIX sockets
// only.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "core/base/error.hpp"
#include "replica/transport/transport.hpp"

namespace whitewater::replica {

enum class TransportKind : std::uint8_t { udp, stream, seqpacket };

struct Connection {
  TransportKind kind;
  std::unique_ptr<Transport> transport;
};

// An own port on 127.0.0.1, connected to that port there.
Result<Connection> connect_udp(std::uint16_t port);
// kind: stream or seqpacket.
Result<Connection> connect_unix(const std::string& path, TransportKind kind);
// Whichever of the two it is.
Result<Connection> connect_unix(const std::string& path);

}  // namespace whitewater::replica
