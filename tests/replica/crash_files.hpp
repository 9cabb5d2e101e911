// Files in memory that note every call, and all that a crash can leave of them: after each call, every subset of what
// was not synced, each of it whole or torn. Data and names are durable apart from each other, as on a real disk.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "replica/storage/files.hpp"

namespace whitewater::replica::test {

// The files of a directory, by name.
using Image = std::map<std::string, std::string>;

class CrashFiles final : public Files {
 public:
  struct Call {
    enum class Kind { create, append, overwrite, truncate, sync, rename, remove, sync_directory };
    Kind kind{};
    std::string name;
    std::string to;
    std::string bytes;
    std::uint64_t length = 0;
  };

  explicit CrashFiles(Image image = {}) : live_(std::move(image)), begin_(live_) {}

  Result<std::vector<std::string>> list() const override;
  Result<std::string> read(const std::string& name) const override;
  std::string path(const std::string& name) const override { return name; }

  Failure create(const std::string& name) override { return call({Call::Kind::create, name, "", "", 0}); }
  Failure append(const std::string& name, std::string_view bytes) override {
    return call({Call::Kind::append, name, "", std::string(bytes), 0});
  }
  Failure overwrite(const std::string& name, std::string_view bytes) override {
    return call({Call::Kind::overwrite, name, "", std::string(bytes), 0});
  }
  Failure truncate(const std::string& name, std::uint64_t length) override {
    return call({Call::Kind::truncate, name, "", "", length});
  }
  Failure sync(const std::string& name) override { return call({Call::Kind::sync, name, "", "", 0}); }
  Failure rename(const std::string& from, const std::string& to) override {
    return call({Call::Kind::rename, from, to, "", 0});
  }
  Failure remove(const std::string& name) override { return call({Call::Kind::remove, name, "", "", 0}); }
  Failure sync_directory() override { return call({Call::Kind::sync_directory, "", "", "", 0}); }
  void release(const std::string&) override {}

  // Performs a recorded call.
  Failure repeat(const Call& recorded) { return call(recorded); }

  const std::vector<Call>& calls() const { return calls_; }
  // What a process finds that starts again on a machine that has not crashed.
  const Image& live() const { return live_; }
  // Before the first call.
  const Image& begin() const { return begin_; }

  // The call of this number fails, and all later ones.
  std::size_t fails_from = SIZE_MAX;
  // --- planted mistakes ---
  std::string forgets_syncs_of;  // of files whose names begin so; empty: of none
  bool forgets_directory_syncs = false;

 private:
  Failure call(Call call);

  Image live_;
  Image begin_;
  std::vector<Call> calls_;
};

// What power failure leaves of `begin` after the first `count` calls: each image once. begin is durable.
void each_crash_image(const Image& begin, const std::vector<CrashFiles::Call>& calls, std::size_t count,
                      const std::function<void(const Image&)>& take);
// The one of them that holds nothing but what was synced.
Image synced_image(const Image& begin, const std::vector<CrashFiles::Call>& calls, std::size_t count);

}  // namespace whitewater::replica::test
