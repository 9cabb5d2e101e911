// poll, read, look at dst, write.
#include "tests/replica/router.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <array>
#include <cstring>
#include <stdexcept>

namespace whitewater::replica::test {

namespace {

[[noreturn]] void fail(const char* what) {
  throw std::runtime_error(std::string(what) + ": " + system_error());
}

template <class Address>
sockaddr* generic(Address& address) {
  return reinterpret_cast<sockaddr*>(&address);
}

Descriptor udp_socket() {
  Descriptor socket(::socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int bytes = 4 << 20;
  setsockopt(socket.get(), SOL_SOCKET, SO_RCVBUF, &bytes, sizeof(bytes));
  if (bind(socket.get(), generic(address), sizeof(address)) != 0) fail("bind");
  return socket;
}

Descriptor unix_listener(const std::string& path, TransportKind kind) {
  const int type = kind == TransportKind::stream ? SOCK_STREAM : SOCK_SEQPACKET;
  Descriptor socket(::socket(AF_UNIX, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, path.c_str(), sizeof(address.sun_path) - 1);
  if (bind(socket.get(), generic(address), sizeof(address)) != 0 || listen(socket.get(), 1) != 0) fail("listen");
  return socket;
}

std::string hex_id(unsigned number) {
  std::array<char, 8> text{};
  std::snprintf(text.data(), text.size(), "%04X", number);
  return text.data();
}

}  // namespace

std::string field(const std::string& message, const std::string& name) {
  std::string start = "\"";
  start.append(name).append("\":\"");
  const std::size_t at = message.find(start);
  if (at == std::string::npos) return "";
  const std::size_t from = at + start.size();
  return message.substr(from, message.find('"', from) - from);
}

Router::Router(TransportKind kind, unsigned replicas, const Folder& folder)
    : kind_(kind), folder_(folder.path()), ends_(replicas), leader_(replicas) {
  for (unsigned i = 0; i < replicas; ++i) {
    if (kind == TransportKind::udp)
      ends_[i].socket = udp_socket();
    else
      ends_[i].listener = unix_listener(folder.file(id(i)), kind);
    if (kind == TransportKind::stream) ends_[i].splitter = std::make_unique<ObjectSplitter>(std::size_t{1} << 20);
  }
}

std::string Router::id(unsigned replica) const {
  return hex_id(replica);
}

std::vector<std::string> Router::arguments(unsigned replica) const {
  std::vector<std::string> words;
  if (kind_ == TransportKind::udp) {
    sockaddr_in address{};
    socklen_t length = sizeof(address);
    getsockname(ends_[replica].socket.get(), generic(address), &length);
    words.push_back(std::to_string(ntohs(address.sin_port)));
  }
  words.push_back(id(replica));
  for (unsigned i = replicas(); i-- > 0;)
    if (i != replica) words.push_back(id(i));
  return words;
}

std::uint16_t Router::port_of(unsigned replica) const {
  return ntohs(ends_[replica].peer.sin_port);
}

void Router::close(unsigned replica) {
  ends_[replica].socket = {};
  ends_[replica].listener = {};
  ends_[replica].closed = true;
}

bool Router::run_until(const std::function<bool()>& holds, Duration limit) {
  const Time end = now() + limit;
  while (!holds()) {
    const Duration left = end - now();
    if (left <= Duration{}) return false;
    pump(std::min(left, milliseconds(20)));
  }
  return true;
}

void Router::run_for(Duration duration) {
  run_until([] { return false; }, duration);
}

void Router::pump(Duration limit) {
  std::vector<pollfd> polled;
  std::vector<unsigned> owners;
  for (unsigned i = 0; i < replicas(); ++i) {
    const End& end = ends_[i];
    if (end.closed) continue;
    polled.push_back({end.socket.valid() ? end.socket.get() : end.listener.get(), POLLIN, 0});
    owners.push_back(i);
  }
  const timespec time{0, limit.ns};
  if (ppoll(polled.data(), polled.size(), &time, nullptr) <= 0) return;
  for (std::size_t i = 0; i < polled.size(); ++i)
    if (polled[i].revents != 0) read(owners[i]);
}

void Router::read(unsigned replica) {
  End& end = ends_[replica];
  if (!end.socket.valid()) {
    end.socket = Descriptor(accept4(end.listener.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
    end.heard = true;
    return;
  }
  std::array<char, 65'536> buffer;
  socklen_t length = sizeof(end.peer);
  const ssize_t count = kind_ == TransportKind::udp
                            ? recvfrom(end.socket.get(), buffer.data(), buffer.size(), 0, generic(end.peer), &length)
                            : recv(end.socket.get(), buffer.data(), buffer.size(), 0);
  if (count == 0 && kind_ != TransportKind::udp) end.closed = true;
  if (count <= 0) return;
  end.heard = true;
  const std::string_view bytes(buffer.data(), static_cast<std::size_t>(count));
  if (end.splitter == nullptr) return route(replica, std::string(bytes));
  end.splitter->feed(bytes);
  std::string_view object;
  while (end.splitter->next(object) == ObjectSplitter::Found::object) route(replica, std::string(object));
}

void Router::route(unsigned from, const std::string& message) {
  const std::string type = field(message, "type");
  if (type == "hello") return;
  if (on_message && !on_message(from, message)) return;
  const std::string leader = field(message, "leader");
  leader_ = leader == "FFFF" ? replicas() : static_cast<unsigned>(std::stoul(leader, nullptr, 16));
  const std::string dst = field(message, "dst");
  for (unsigned i = 0; i < replicas(); ++i) {
    if (dst != id(i)) continue;
    ++messages_;
    return send(i, message);
  }
  answers_[field(message, "MID")] = {type, field(message, "value"), leader, now()};
}

void Router::send(unsigned replica, const std::string& bytes) {
  End& end = ends_[replica];
  if (end.closed || !end.socket.valid()) return;
  std::string whole = bytes;
  if (kind_ == TransportKind::stream) whole.push_back('\n');
  const auto* peer = kind_ == TransportKind::udp ? generic(end.peer) : nullptr;
  if (kind_ == TransportKind::udp && !end.heard) return;
  const ssize_t sent =
      sendto(end.socket.get(), whole.data(), whole.size(), MSG_NOSIGNAL, peer, peer != nullptr ? sizeof(end.peer) : 0);
  static_cast<void>(sent);  // as over a network: lost
}

std::string Router::request(unsigned replica, const char* type, const std::string& key, const std::string* value) {
  std::string mid = "m";
  mid.append(std::to_string(++mids_));
  std::string text = R"({"src": ")";
  text.append(hex_id(replicas() + 16)).append(R"(", "dst": ")").append(id(replica));
  text.append(R"(", "leader": "FFFF", "type": ")").append(type).append(R"(", "MID": ")").append(mid);
  text.append(R"(", "key": ")").append(key).append("\"");
  if (value != nullptr) text.append(R"(, "value": ")").append(*value).append("\"");
  text.append("}");
  send(replica, text);
  return mid;
}

std::string Router::put(unsigned replica, const std::string& key, const std::string& value) {
  return request(replica, "put", key, &value);
}

std::string Router::get(unsigned replica, const std::string& key) {
  return request(replica, "get", key, nullptr);
}

const Answer* Router::answer(const std::string& mid) const {
  const auto found = answers_.find(mid);
  return found != answers_.end() ? &found->second : nullptr;
}

Answer Router::ask(bool put_it, const std::string& key, const std::string& value, Duration limit) {
  const Time end = now() + limit;
  unsigned target = leader_ < replicas() ? leader_ : 0;
  while (now() < end) {
    const std::string mid = put_it ? put(target, key, value) : get(target, key);
    if (!run_until([&] { return answer(mid) != nullptr; }, end - now())) break;
    const Answer found = *answer(mid);
    if (found.type == "ok") return found;
    target = found.leader == "FFFF" ? (target + 1) % replicas()
                                    : static_cast<unsigned>(std::stoul(found.leader, nullptr, 16));
  }
  return {};
}

}  // namespace whitewater::replica::test
