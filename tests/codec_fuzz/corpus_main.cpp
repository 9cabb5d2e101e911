// Runs a fuzz target over every file of the folders that are named: the seed corpus, and inputs that once failed,
// without a fuzzer.
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

int main(int count, char** folders) {
  unsigned files = 0;
  for (int i = 1; i < count; ++i)
    for (const auto& entry : std::filesystem::directory_iterator(folders[i])) {
      std::ifstream in(entry.path(), std::ios::binary);
      const std::string bytes((std::istreambuf_iterator<char>(in)), {});
      // Also cut at every length: a prefix is what a torn message leaves.
      for (std::size_t length = 0; length <= bytes.size(); ++length)
        LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), length);
      ++files;
    }
  std::printf("%u files\n", files);
  return files > 10 ? 0 : 1;
}
