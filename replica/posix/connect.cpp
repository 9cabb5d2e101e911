// Creates and connects sockets.
#include "replica/posix/connect.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <cerrno>
#include <cstring>

#include "replica/transport/packet_transport.hpp"
#include "replica/transport/stream_transport.hpp"

namespace whitewater::replica {

namespace {

// Enough for a few thousand small datagrams, if the system allows it.
constexpr int receive_buffer_bytes = 4 << 20;

template <class Address>
const sockaddr* generic(const Address& address) {
  return reinterpret_cast<const sockaddr*>(&address);
}

int type_of(TransportKind kind) {
  return kind == TransportKind::stream ? SOCK_STREAM : SOCK_SEQPACKET;
}

// Returns an error number, or 0 if connected.
int connect_to(const std::string& path, TransportKind kind, Descriptor& socket) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof(address.sun_path)) return ENAMETOOLONG;
  std::memcpy(address.sun_path, path.data(), path.size());
  socket = Descriptor(::socket(AF_UNIX, type_of(kind) | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!socket.valid()) return errno;
  return connect(socket.get(), generic(address), sizeof(address)) == 0 ? 0 : errno;
}

Connection connection(Descriptor socket, TransportKind kind) {
  if (kind == TransportKind::stream) return {kind, std::make_unique<StreamTransport>(std::move(socket))};
  const PacketKind packets = kind == TransportKind::udp ? PacketKind::udp : PacketKind::seqpacket;
  return {kind, std::make_unique<PacketTransport>(std::move(socket), packets)};
}

Error no_simulator(const std::string& path, int error) {
  return {"", "no simulator listens on the socket '" + path + "' in this directory: " + system_error(error)};
}

}  // namespace

Result<Connection> connect_udp(std::uint16_t port) {
  Descriptor socket(::socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!socket.valid()) return Error{"", "no UDP socket: " + system_error()};
  setsockopt(socket.get(), SOL_SOCKET, SO_RCVBUF, &receive_buffer_bytes, sizeof(receive_buffer_bytes));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (bind(socket.get(), generic(address), sizeof(address)) != 0)
    return Error{"", "no port on 127.0.0.1 is available: " + system_error()};
  address.sin_port = htons(port);
  if (connect(socket.get(), generic(address), sizeof(address)) != 0)
    return Error{"", "port " + std::to_string(port) + " on 127.0.0.1 cannot be reached: " + system_error()};
  return connection(std::move(socket), TransportKind::udp);
}

Result<Connection> connect_unix(const std::string& path, TransportKind kind) {
  Descriptor socket;
  const int error = connect_to(path, kind, socket);
  if (error != 0) return no_simulator(path, error);
  return connection(std::move(socket), kind);
}

Result<Connection> connect_unix(const std::string& path) {
  Descriptor socket;
  int error = connect_to(path, TransportKind::seqpacket, socket);
  if (error == 0) return connection(std::move(socket), TransportKind::seqpacket);
  if (error == EPROTOTYPE) error = connect_to(path, TransportKind::stream, socket);
  if (error != 0) return no_simulator(path, error);
  return connection(std::move(socket), TransportKind::stream);
}

}  // namespace whitewater::replica
