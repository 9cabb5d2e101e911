// Threads go on in the order in which they became able to; ties cannot happen, for one thing happens at a time.
#include "tools/virtual/kernel/machine.hpp"

#include <fcntl.h>

#include <algorithm>
#include <fstream>
#include <utility>

#include "core/base/hash.hpp"
#include "core/base/random.hpp"
#include "tools/virtual/kernel/machine_view.hpp"
#include "tools/virtual/kernel/process.hpp"
#include "tools/virtual/trace/process_status.hpp"

namespace whitewater::tools::virtual_time {

namespace {

constexpr std::size_t random_file_words = 1 << 15;

}  // namespace

Machine::Machine(Start start) : sockets(start.unique), start_(std::move(start)) {}

Machine::~Machine() = default;

Process& Machine::add_process(pid_t id, Process* parent) {
  return *processes_.emplace_back(std::make_unique<Process>(*this, id, parent));
}

Process* Machine::named(pid_t number) {
  const auto found = std::find_if(processes_.begin(), processes_.end(), [&](const auto& each) {
    return each->number() == number && each->state != Process::State::gone;
  });
  return found == processes_.end() ? nullptr : found->get();
}

std::size_t Machine::alive() const {
  return static_cast<std::size_t>(std::count_if(processes_.begin(), processes_.end(),
                                                [](const auto& each) { return each->state == Process::State::runs; }));
}

void Machine::enqueue(Thread& thread) {
  if (std::exchange(thread.queued, true)) return;
  runnable_.push_back(&thread);
}

Thread* Machine::next_to_run() {
  while (!runnable_.empty()) {
    Thread* const first = runnable_.front();
    runnable_.pop_front();
    first->queued = false;
    if (!first->gone) return first;
  }
  return nullptr;
}

std::uint64_t Machine::random() {
  return hash_words(start_.seed, ++draws_);
}

const std::string& Machine::random_file() {
  if (std::exchange(random_file_written_, true)) return start_.random_file;
  std::vector<std::uint64_t> words(random_file_words);
  for (std::size_t i = 0; i < words.size(); ++i) words[i] = hash_words(start_.seed, stream("random file"), i);
  std::ofstream file(start_.random_file, std::ios::binary);
  file.write(reinterpret_cast<const char*>(words.data()),
             static_cast<std::streamsize>(words.size() * sizeof words.front()));
  return start_.random_file;
}

std::string Machine::file_of(const SeenFile& seen) const {
  std::string name(seen.path);
  std::replace(name.begin(), name.end(), '/', '-');
  std::string path = start_.random_file + name;
  std::ofstream(path, std::ios::binary | std::ios::trunc) << seen.content;
  return path;
}

int Machine::root() const {
  if (!root_.valid())
    root_ = replica::Descriptor(open(proc_path(first().id(), "root").c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  return root_.get();
}

void Machine::remark(std::string sentence) {
  if (std::find(remarks.begin(), remarks.end(), sentence) == remarks.end()) remarks.push_back(std::move(sentence));
}

}  // namespace whitewater::tools::virtual_time
