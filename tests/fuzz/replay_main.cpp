// Runs a fuzz target without libFuzzer: replay FOLDER [MUTATIONS [SECONDS]]
// First nothing at all, then every file of the corpus folder, then seeded mutations of each file
// (the same ones in every run, until the seconds are over). What breaks the target is written to
// ./crash-<file>-<mutation>.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

using Input = std::vector<std::uint8_t>;

// What the target is being fed, for the signal handler.
const Input* current = nullptr;
std::string current_name;

void save_and_die(int signal_number) {
  const int file =
      current == nullptr ? -1 : open(current_name.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  if (file >= 0 && write(file, current->data(), current->size()) >= 0) {
    static_cast<void>(write(STDERR_FILENO, current_name.data(), current_name.size()) > 0);
  }
  std::signal(signal_number, SIG_DFL);
  std::raise(signal_number);
}

// The target gets a copy that ends where its memory ends, so that AddressSanitizer sees the first
// byte read past it.
void feed(const Input& input, std::string name) {
  const Input exact(input);
  current = &exact;
  current_name = std::move(name);
  LLVMFuzzerTestOneInput(exact.data(), exact.size());
  current = nullptr;
}

Input read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::size_t below(std::mt19937& rng, std::size_t limit) {
  return limit == 0 ? 0 : rng() % limit;
}

using Place = Input::difference_type;
Place place(std::mt19937& rng, std::size_t limit) {
  return static_cast<Place>(below(rng, limit));
}

// One small damage of the kinds that parsers get wrong: bits, edge bytes, lengths, order,
// repetition, foreign parts.
void damage(Input& input, const Input& other, std::mt19937& rng) {
  constexpr std::uint8_t kEdges[] = {0x00, 0x01, 0x7f, 0x80, 0xff, '\n', '"', '-', '='};
  const std::size_t size = input.size();
  const Place from = place(rng, size + 1);
  const Place length =
      place(rng, std::min<std::size_t>(size - static_cast<std::size_t>(from), 32) + 1);
  switch (rng() % 7) {
    case 0:
      if (size > 0) input[below(rng, size)] ^= static_cast<std::uint8_t>(1U << rng() % 8);
      break;
    case 1:
      if (size > 0) input[below(rng, size)] = kEdges[below(rng, std::size(kEdges))];
      break;
    case 2:
      input.erase(input.begin() + from, input.begin() + from + length);
      break;
    case 3: {
      const Input part(input.begin() + from, input.begin() + from + length);
      input.insert(input.begin() + place(rng, size + 1), part.begin(), part.end());
      break;
    }
    case 4:
      input.resize(static_cast<std::size_t>(from));
      break;
    case 5:
      input.insert(input.begin() + from, static_cast<std::uint8_t>(rng()));
      break;
    default: {
      const Place begin = place(rng, other.size() + 1);
      const Place end = begin + place(rng, other.size() - static_cast<std::size_t>(begin) + 1);
      input.insert(input.begin() + from, other.begin() + begin, other.begin() + end);
      break;
    }
  }
}

struct Corpus {
  std::vector<std::string> names;
  std::vector<Input> inputs;
};

Corpus read_corpus(const std::filesystem::path& folder) {
  Corpus corpus;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    corpus.names.push_back(entry.path().filename().string());
  }
  std::sort(corpus.names.begin(), corpus.names.end());
  for (const auto& name : corpus.names) corpus.inputs.push_back(read_file(folder / name));
  return corpus;
}

// Answers how many mutations ran. Round by round over all files, so that a short time reaches each
// of them.
std::size_t mutate(const Corpus& corpus, std::size_t mutations, std::chrono::seconds limit) {
  const auto end = std::chrono::steady_clock::now() + limit;
  std::size_t count = 0;
  for (std::size_t round = 0; round < mutations; ++round) {
    for (std::size_t i = 0; i < corpus.inputs.size(); ++i) {
      if (std::chrono::steady_clock::now() > end) return count;
      std::seed_seq seed{round, i};
      std::mt19937 rng(seed);
      Input input = corpus.inputs[i];
      for (std::size_t damages = 1 + rng() % 4; damages > 0; --damages) {
        damage(input, corpus.inputs[below(rng, corpus.inputs.size())], rng);
      }
      feed(input, "crash-" + corpus.names[i] + "-" + std::to_string(round));
      ++count;
    }
  }
  return count;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2 || !std::filesystem::is_directory(argv[1])) {
    std::cerr << "replay: want a corpus folder\n";
    return 2;
  }
  const std::size_t mutations = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 2000;
  const std::chrono::seconds limit(argc > 3 ? std::strtol(argv[3], nullptr, 10) : 10);
  std::signal(SIGABRT, save_and_die);
  std::signal(SIGSEGV, save_and_die);

  const Corpus corpus = read_corpus(argv[1]);
  if (corpus.inputs.empty()) {
    std::cerr << "replay: the corpus is empty\n";
    return 2;
  }
  feed({}, "crash-nothing");
  for (std::size_t i = 0; i < corpus.inputs.size(); ++i)
    feed(corpus.inputs[i], "crash-" + corpus.names[i]);
  const std::size_t count = mutate(corpus, mutations, limit);
  std::cout << corpus.inputs.size() << " files and " << count << " of "
            << mutations * corpus.inputs.size() << " mutations\n";
  return 0;
}
