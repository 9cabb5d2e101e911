// A directory as the kernel has it: names that lead to bodies. Of both, calls that are not synced wait in lists, of
// which a crash keeps any part.
#include "tests/replica/crash_files.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>

namespace whitewater::replica::test {

namespace {

using Call = CrashFiles::Call;
using Kind = Call::Kind;

void write_at(std::string& content, std::uint64_t offset, std::string_view bytes) {
  const auto at = static_cast<std::size_t>(offset);
  if (content.size() < at + bytes.size()) content.resize(at + bytes.size(), '\0');
  content.replace(at, bytes.size(), bytes);
}

// What happened to the bytes of a body, and is not synced.
struct Change {
  bool cuts = false;
  std::uint64_t offset = 0;  // or the length to which it is cut
  std::string bytes;
};

void change_bytes(std::string& content, const Change& change) {
  if (!change.cuts) return write_at(content, change.offset, change.bytes);
  content.resize(static_cast<std::size_t>(change.offset), '\0');
}

struct Body {
  std::string durable;
  std::string live;
  std::vector<Change> pending;

  void change(const Change& what) {
    change_bytes(live, what);
    pending.push_back(what);
  }
  void sync() {
    durable = live;
    pending.clear();
  }
};

// A name comes (to a body), goes, or both at once.
struct NameChange {
  std::string gone;
  std::string come;
  std::size_t body = 0;
};

using Names = std::map<std::string, std::size_t>;

void change_name(Names& names, const NameChange& change) {
  if (!change.gone.empty()) names.erase(change.gone);
  if (!change.come.empty()) names[change.come] = change.body;
}

class Kernel {
 public:
  explicit Kernel(const Image& begin) {
    for (const auto& [name, content] : begin) {
      live_[name] = bodies_.size();
      bodies_.push_back({content, content, {}});
    }
    durable_ = live_;
  }

  void perform(const Call& call) {
    switch (call.kind) {
      case Kind::create:
        return add(call.name);
      case Kind::append: {
        Body& body = body_of(call.name);
        return body.change({false, body.live.size(), call.bytes});
      }
      case Kind::overwrite:
        if (live_.count(call.name) == 0) add(call.name);
        return body_of(call.name).change({false, 0, call.bytes});
      case Kind::truncate:
        return body_of(call.name).change({true, call.length, ""});
      case Kind::sync:
        return body_of(call.name).sync();
      case Kind::rename:
        return change_names({call.name, call.to, live_.at(call.name)});
      case Kind::remove:
        return change_names({call.name, "", 0});
      case Kind::sync_directory:
        durable_ = live_;
        pending_.clear();
        return;
    }
  }

  Image synced() const {
    return image(durable_, [](const Body& body) { return body.durable; });
  }

  void each_image(const std::function<void(const Image&)>& take) {
    std::set<Image> seen;
    const auto once = [&](const Image& image) {
      if (seen.insert(image).second) take(image);
    };
    if (pending_.size() > 12) throw std::logic_error("too many names that are not synced");
    for (std::size_t kept = 0; kept < std::size_t{1} << pending_.size(); ++kept) {
      Names names = durable_;
      for (std::size_t i = 0; i < pending_.size(); ++i)
        if ((kept >> i & 1) != 0) change_name(names, pending_[i]);
      each_content(names, once);
    }
  }

 private:
  Body& body_of(const std::string& name) { return bodies_.at(live_.at(name)); }
  void add(const std::string& name) {
    change_names({"", name, bodies_.size()});
    bodies_.push_back({});
  }
  void change_names(const NameChange& change) {
    change_name(live_, change);
    pending_.push_back(change);
  }

  template <class Content>
  Image image(const Names& names, Content content) const {
    Image result;
    for (const auto& [name, body] : names) result[name] = content(bodies_[body]);
    return result;
  }

  // All that can be left of a body's bytes.
  static std::vector<std::string> contents_of(const Body& body) {
    std::set<std::string> all{body.durable};
    const std::vector<Change>& pending = body.pending;
    const bool same_place = std::all_of(pending.begin(), pending.end(), [&](const Change& change) {
      return !change.cuts && change.offset == pending[0].offset && change.bytes.size() == pending[0].bytes.size();
    });
    // Of changes at one place only the last one that was kept shows: so many subsets, and no more, can be told apart.
    if (same_place) {
      for (std::size_t i = 0; i < pending.size(); ++i)
        add_torn(
            body, [i](std::size_t j) { return i == j; }, all, i);
      if (pending.size() > 1)
        add_torn(
            body, [](std::size_t) { return true; }, all, pending.size() - 1);
      return {all.begin(), all.end()};
    }
    if (pending.size() > 12) throw std::logic_error("too many bytes that are not synced");
    for (std::size_t subset = 0; subset < std::size_t{1} << pending.size(); ++subset)
      for (std::size_t torn = 0; torn < pending.size(); ++torn)
        add_torn(
            body, [subset](std::size_t i) { return (subset >> i & 1) != 0; }, all, torn);
    return {all.begin(), all.end()};
  }

  // The changes that are kept: all of them whole, and one of them torn at every byte, from both sides.
  template <class Kept>
  static void add_torn(const Body& body, Kept kept, std::set<std::string>& all, std::size_t torn) {
    const auto with = [&](std::size_t from, std::size_t to) {
      std::string content = body.durable;
      for (std::size_t i = 0; i < body.pending.size(); ++i) {
        if (!kept(i)) continue;
        Change change = body.pending[i];
        if (i == torn && !change.cuts) {
          change.bytes = change.bytes.substr(from, to - from);
          change.offset += from;
        }
        change_bytes(content, change);
      }
      all.insert(content);
    };
    const std::size_t length = body.pending[torn].bytes.size();
    with(0, length);
    if (!kept(torn)) return;
    for (std::size_t at = 1; at < length; ++at) {
      with(0, at);
      with(at, length);
    }
  }

  // Every choice for every body: but of torn bytes, one body at a time, the others being whole or durable.
  template <class Take>
  void each_content(const Names& names, Take take) const {
    std::vector<std::string> open;
    for (const auto& [name, body] : names)
      if (!bodies_[body].pending.empty()) open.push_back(name);
    for (std::size_t whole = 0; whole < std::size_t{1} << open.size(); ++whole) {
      Image base = image(names, [](const Body& body) { return body.durable; });
      for (std::size_t i = 0; i < open.size(); ++i)
        if ((whole >> i & 1) != 0) base[open[i]] = bodies_[names.at(open[i])].live;
      take(base);
      for (const std::string& name : open) {
        Image torn = base;
        for (const std::string& content : contents_of(bodies_[names.at(name)])) {
          torn[name] = content;
          take(torn);
        }
      }
    }
  }

  std::vector<Body> bodies_;
  Names durable_;
  Names live_;
  std::vector<NameChange> pending_;
};

Kernel kernel_after(const Image& begin, const std::vector<Call>& calls, std::size_t count) {
  Kernel kernel(begin);
  for (std::size_t i = 0; i < count; ++i) kernel.perform(calls[i]);
  return kernel;
}

}  // namespace

Result<std::vector<std::string>> CrashFiles::list() const {
  std::vector<std::string> names;
  for (const auto& [name, content] : live_) names.push_back(name);
  return names;
}

Result<std::string> CrashFiles::read(const std::string& name) const {
  const auto found = live_.find(name);
  if (found == live_.end()) return Error{name, "cannot be read: it is not there"};
  return found->second;
}

Files::Failure CrashFiles::call(Call call) {
  if (calls_.size() >= fails_from) return Error{call.name, "cannot be done: this disk is broken"};
  const bool there = live_.count(call.name) != 0;
  if (!there && call.kind != Kind::create && call.kind != Kind::overwrite && call.kind != Kind::sync_directory)
    throw std::logic_error("a call names a file that is not there: " + call.name);
  if (call.kind == Kind::create) live_[call.name].clear();
  if (call.kind == Kind::append) live_[call.name] += call.bytes;
  if (call.kind == Kind::overwrite) write_at(live_[call.name], 0, call.bytes);
  if (call.kind == Kind::truncate) live_[call.name].resize(static_cast<std::size_t>(call.length), '\0');
  if (call.kind == Kind::rename) {
    live_[call.to] = live_[call.name];
    live_.erase(call.name);
  }
  if (call.kind == Kind::remove) live_.erase(call.name);
  const bool by_name = !forgets_syncs_of.empty() && call.name.rfind(forgets_syncs_of, 0) == 0;
  const bool forgotten =
      call.kind == Kind::sync ? by_name : call.kind == Kind::sync_directory && forgets_directory_syncs;
  if (!forgotten) calls_.push_back(std::move(call));
  return std::nullopt;
}

void each_crash_image(const Image& begin, const std::vector<Call>& calls, std::size_t count,
                      const std::function<void(const Image&)>& take) {
  kernel_after(begin, calls, count).each_image(take);
}

Image synced_image(const Image& begin, const std::vector<Call>& calls, std::size_t count) {
  return kernel_after(begin, calls, count).synced();
}

}  // namespace whitewater::replica::test
