// Opens the connection to the simulator, for each kind of socket that a simulator listens on. Only loopback and UNIX
// sockets.
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

// Opens a port of our own on 127.0.0.1, connected to the given port on 127.0.0.1.
Result<Connection> connect_udp(std::uint16_t port);
// kind: stream or seqpacket.
Result<Connection> connect_unix(const std::string& path, TransportKind kind);
// Tries both kinds.
Result<Connection> connect_unix(const std::string& path);

}  // namespace whitewater::replica
