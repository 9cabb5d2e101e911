// Names of files are made of what is found, so the same campaign writes the same files.
#include "tools/runs/fuzz/fuzz_files.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

#include "core/base/hash.hpp"
#include "core/text/concat.hpp"
#include "core/text/number_text.hpp"
#include "scenarios/format/scenario_reader.hpp"
#include "scenarios/format/scenario_writer.hpp"
#include "tools/runs/failure_files.hpp"
#include "tools/runs/input_file.hpp"
#include "tools/runs/output_file.hpp"

namespace whitewater::tools {

namespace fuzz = scenarios::fuzz;

namespace {

// Of a scenario that reached new ground over the wire. A scenario file does not say that.
constexpr std::string_view wire_ending = ".wire.json";

// "election_safety-1a2b3c4d.json"
std::string name_of(const std::string& property, std::string_view identity) {
  constexpr std::size_t letters_max = 60;
  std::string name = property.substr(0, letters_max);
  for (char& letter : name)
    if ((letter < 'a' || letter > 'z') && (letter < '0' || letter > '9') && letter != '-') letter = '_';
  return concat({name, "-", digest_text(hash_bytes(identity)).substr(0, 8), ".json"});
}

}  // namespace

std::optional<Error> make_folder(const std::string& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (!error && std::filesystem::is_directory(folder, error)) return std::nullopt;
  return Error{folder, concat({"cannot be made: ", error ? error.message() : "there is a file of that name"})};
}

Result<std::vector<std::string>> json_files(const std::string& folder) {
  std::error_code error;
  std::vector<std::string> files;
  for (std::filesystem::directory_iterator file(folder, error), end; !error && file != end; file.increment(error))
    if (file->path().extension() == ".json") files.push_back(file->path().string());
  if (error) return Error{folder, concat({"cannot be read: ", error.message()})};
  std::sort(files.begin(), files.end());
  return files;
}

std::string FindingFiles::raw_file(const scenarios::FailureKind& kind) const {
  return concat({folder_, "/", name_of(kind.property, concat({kind.property, "\n", kind.shape}))});
}

std::string FindingFiles::file_of(const fuzz::Finding& finding) const {
  const scenarios::FailureKind& kind = finding.failure.kind;
  if (!finding.shrunk) return raw_file(kind);
  return concat(
      {folder_, "/", name_of(kind.property, concat({kind.property, "\n", kind.shape, "\n", finding.signature}))});
}

std::optional<Error> FindingFiles::write(const scenarios::Failure& failure, const std::string& file) {
  if (std::optional<Error> error = make_folder(folder_)) return error;
  return write_failure_file(program_, failure, file);
}

std::optional<Error> FindingFiles::record(const scenarios::Failure& failure) {
  if (!seen_.insert(failure.kind).second) return std::nullopt;
  const std::string file = raw_file(failure.kind);
  raw_.insert(file);
  return write(failure, file);
}

std::optional<Error> FindingFiles::keep(const fuzz::Finding& finding) {
  const std::string file = file_of(finding);
  if (std::optional<Error> error = write(finding.failure, file)) return error;
  // Only now: at every moment there is a file of this kind.
  const std::string raw = raw_file(finding.failure.kind);
  if (raw_.erase(raw) > 0 && raw != file) std::remove(raw.c_str());
  const auto half = half_.find(finding.failure.kind);
  if (half != half_.end()) {
    if (half->second != file) std::remove(half->second.c_str());
    half_.erase(half);
  }
  if (finding.half) half_.emplace(finding.failure.kind, file);
  return std::nullopt;
}

std::string FindingFiles::unlike_file(const scenarios::Scenario& scenario) const {
  return concat({folder_, "/", name_of("nondeterminism", std::to_string(scenario.seed.value_or(1)))});
}

std::optional<Error> FindingFiles::keep_unlike(const scenarios::Scenario& scenario, const std::string& file) {
  if (std::optional<Error> error = make_folder(folder_)) return error;
  return write_file(file, scenarios::write_scenario(scenario, scenarios::Defaults::omitted));
}

Result<std::vector<fuzz::Input>> CorpusFolder::read(const fuzz::Frame& frame,
                                                    std::vector<std::string>& warnings) const {
  if (const std::optional<Error> error = make_folder(folder_)) return *error;
  const Result<std::vector<std::string>> files = json_files(folder_);
  if (!files) return files.error();
  std::vector<fuzz::Input> inputs;
  for (const std::string& file : files.value()) {
    const Result<std::string> text = read_input(file);
    if (!text) return text.error();
    Result<scenarios::ReadScenario> read = scenarios::read_scenario(text.value(), file, *frame.base().toolbox);
    if (!read) return read.error();
    scenarios::Scenario& scenario = read.value().scenario;
    if (scenario.system != frame.base().system || scenario.workload != frame.base().workload) {
      warnings.push_back(concat({file, ": left out: it is of the system '", scenario.system->name,
                                 "' with the workload '", scenario.workload->name, "'"}));
      continue;
    }
    if (!frame.apply(scenario)) {
      warnings.push_back(concat({file, ": left out: it does not go together with the fields that stay as they are"}));
      continue;
    }
    inputs.push_back({std::move(scenario), file.ends_with(wire_ending)});
  }
  return inputs;
}

std::optional<Error> CorpusFolder::write(const fuzz::Corpus& corpus) {
  std::set<std::uint64_t> held;
  for (const fuzz::Seedling& seedling : corpus.seedlings()) {
    held.insert(seedling.number);
    if (written_.count(seedling.number) != 0) continue;
    const std::string text = scenarios::write_scenario(*seedling.scenario, scenarios::Defaults::omitted);
    const std::string file =
        concat({folder_, "/", digest_text(hash_bytes(text)), seedling.wire ? wire_ending : std::string_view(".json")});
    std::error_code error;
    if (!std::filesystem::exists(file, error))
      if (std::optional<Error> failed = write_file(file, text)) return failed;
    written_.emplace(seedling.number, file);
  }
  for (auto place = written_.begin(); place != written_.end();) {
    if (held.count(place->first) != 0) {
      ++place;
      continue;
    }
    std::remove(place->second.c_str());
    place = written_.erase(place);
  }
  return std::nullopt;
}

Result<std::vector<KnownFailure>> read_baseline(const std::string& folder, const scenarios::Toolbox& toolbox) {
  const Result<std::vector<std::string>> files = json_files(folder);
  if (!files) return files.error();
  std::vector<KnownFailure> known;
  for (const std::string& file : files.value()) {
    const Result<std::string> text = read_input(file);
    if (!text) return text.error();
    Result<scenarios::Failure> failure = scenarios::read_failure(text.value(), file, toolbox);
    if (!failure) return failure.error();
    known.push_back({file, std::move(failure.value())});
  }
  return known;
}

}  // namespace whitewater::tools
