// A store in a real directory, with its files: what a process has.
#pragma once

#include <memory>
#include <string>

#include "replica/storage/directory_files.hpp"
#include "replica/storage/store.hpp"

namespace whitewater::replica::test {

class OpenStore final : public Storage {
 public:
  static Result<std::unique_ptr<OpenStore>> open(const std::string& directory, const RecordCodec& codec,
                                                 PayloadPool& pool, const StoreOptions& options = {}) {
    std::unique_ptr<OpenStore> opened(new OpenStore);
    Result<std::unique_ptr<DirectoryFiles>> files = DirectoryFiles::own(directory);
    if (!files) return files.error();
    opened->files_ = std::move(files.value());
    Result<std::unique_ptr<Store>> store = Store::open(*opened->files_, codec, pool, options);
    if (!store) return store.error();
    opened->store_ = std::move(store.value());
    return opened;
  }

  Recovered recovered() const override { return store_->recovered(); }
  std::optional<Error> write(const Effects::Write& write) override { return store_->write(write); }
  std::optional<Error> sync() override { return store_->sync(); }
  const std::vector<std::string>& remarks() const { return store_->remarks(); }

 private:
  OpenStore() = default;

  std::unique_ptr<DirectoryFiles> files_;
  std::unique_ptr<Store> store_;
};

}  // namespace whitewater::replica::test
