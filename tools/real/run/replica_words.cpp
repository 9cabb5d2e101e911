// Each pattern may occur several times in a word.
#include "tools/real/run/replica_words.hpp"

#include <string_view>
#include <utility>

namespace whitewater::tools::real {

std::vector<std::string> replica_words(std::span<const std::string> words, const std::string& id,
                                       const std::string& folder) {
  std::vector<std::string> filled(words.begin(), words.end());
  for (std::string& word : filled)
    for (const auto& [pattern, text] :
         {std::pair<std::string_view, const std::string&>{"{id}", id}, {"{folder}", folder}})
      for (std::size_t at = 0; (at = word.find(pattern, at)) != std::string::npos; at += text.size())
        word.replace(at, pattern.size(), text);
  return filled;
}

}  // namespace whitewater::tools::real
