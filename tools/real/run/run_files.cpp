// A history is flushed after every line, so that it survives a crash of the program.
#include "tools/real/run/run_files.hpp"

#include "core/text/replace_all.hpp"
#include "tools/real/process/system_error.hpp"

namespace whitewater::tools::real {

void RunFiles::Closer::operator()(std::FILE* file) const {
  if (file != stdout) std::fclose(file);
}

std::string RunFiles::named(const std::string& path, const std::string& scenario, std::uint64_t number) {
  std::string name = path;
  replace_all(name, "{run}", std::to_string(number));
  replace_all(name, "{scenario}", scenario);
  return name;
}

std::optional<Error> RunFiles::open_file(const std::string& path, File& file) {
  file.path = path;
  file.stream.reset(path == "-" ? stdout : std::fopen(path.c_str(), "we"));
  if (file.stream == nullptr) return system_error(path + ": cannot be written");
  std::setvbuf(file.stream.get(), nullptr, _IOLBF, 64 * 1024);
  return std::nullopt;
}

std::optional<Error> RunFiles::close_file(File& file) {
  if (file.stream == nullptr) return std::nullopt;
  const bool lost = std::fflush(file.stream.get()) != 0 || std::ferror(file.stream.get()) != 0;
  file.stream.reset();
  if (lost) return Error{file.path, "cannot be written"};
  return std::nullopt;
}

Result<RunFiles> RunFiles::open(const RealArguments& arguments, const HistoryWriter::Header& header,
                                std::uint64_t number) {
  RunFiles files;
  const auto sink = [](std::FILE* stream) {
    return [stream](std::string_view line) { std::fwrite(line.data(), 1, line.size(), stream); };
  };
  if (arguments.trace_file) {
    if (auto error = open_file(named(*arguments.trace_file, header.scenario, number), files.trace_file_)) return *error;
    files.trace_ = std::make_unique<scenarios::TraceText>(sink(files.trace_file_.stream.get()));
  }
  if (arguments.history_file) {
    if (auto error = open_file(named(*arguments.history_file, header.scenario, number), files.history_file_))
      return *error;
    files.history_ = std::make_unique<HistoryWriter>(header, sink(files.history_file_.stream.get()));
  }
  return files;
}

std::vector<RunWatcher*> RunFiles::watchers() const {
  std::vector<RunWatcher*> list;
  if (history_ != nullptr) list.push_back(history_.get());
  return list;
}

std::vector<scenarios::RunLogReader*> RunFiles::readers() const {
  std::vector<scenarios::RunLogReader*> list;
  if (trace_ != nullptr) list.push_back(trace_.get());
  return list;
}

std::optional<Error> RunFiles::finish() {
  std::optional<Error> lost = close_file(trace_file_);
  const std::optional<Error> history_lost = close_file(history_file_);
  return lost ? lost : history_lost;
}

}  // namespace whitewater::tools::real
