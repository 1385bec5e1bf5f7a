// Our age files beside those of the `age` program: each must open what the other wrote.
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include "crypto/age.h"
#include "crypto/age_stream.h"
#include "crypto/identity.h"
#include "tests/crypto/random_bytes.h"

namespace veil::crypto {
namespace {

namespace fs = std::filesystem;

constexpr unsigned kFast = 10;  // a work factor for tests
constexpr int kPatienceMs = 60000;

// Gone with all it holds when the test ends.
class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "veil_age_XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  ~Folder() { fs::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::string at(const char* name) const { return (path_ / name).string(); }
  std::string write(const char* name, BytesView bytes) const {
    std::ofstream out(at(name), std::ios::binary);
    out.write(text_of(bytes).data(), static_cast<std::streamsize>(bytes.size()));
    REQUIRE(out.flush().good());
    return at(name);
  }
  Bytes read(const char* name) const {
    std::ifstream in(at(name), std::ios::binary);
    REQUIRE(in.good());
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  }

 private:
  fs::path path_;
};

// Runs a program on a terminal of its own and types `answer` at each prompt. Gives its exit status.
int run(const std::vector<std::string>& words, const std::string& answer = {}) {
  std::vector<char*> argv;
  argv.reserve(words.size() + 1);
  for (const std::string& word : words) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  int terminal = -1;
  const pid_t child = forkpty(&terminal, nullptr, nullptr, nullptr);
  REQUIRE(child >= 0);
  if (child == 0) {
    execvp(argv[0], argv.data());
    _exit(127);
  }
  std::string seen;
  std::array<char, 4096> buffer{};
  while (true) {
    pollfd wait{terminal, POLLIN, 0};
    REQUIRE(poll(&wait, 1, kPatienceMs) == 1);
    const ssize_t size = ::read(terminal, buffer.data(), buffer.size());
    if (size <= 0) break;  // EIO: the other end is closed
    seen.append(buffer.data(), static_cast<std::size_t>(size));
    if (seen.find("passphrase") == std::string::npos || seen.find(": ") == std::string::npos)
      continue;
    seen.clear();
    const std::string line = answer + "\n";
    REQUIRE(::write(terminal, line.data(), line.size()) == static_cast<ssize_t>(line.size()));
  }
  close(terminal);
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

bool have_age() {
  static const bool found = run({"age", "--version"}) == 0 && run({"age-keygen", "--version"}) == 0;
  if (!found) std::cout << "age program: skipped, it is not installed\n";
  return found;
}

Secret passphrase(std::string_view text) {
  return Secret::copy_of(view_of(text));
}

}  // namespace

TEST_CASE("the age program opens what is written here, in either form", "[age][program]") {
  if (!have_age()) return;
  const std::size_t size = GENERATE(as<std::size_t>(), 0, 5, kAgeChunkSize, 3 * kAgeChunkSize + 1);
  const auto form = GENERATE(AgeForm::Binary, AgeForm::Armored);
  CAPTURE(size);
  std::mt19937 rng(static_cast<unsigned>(size));
  const Bytes plaintext = random_bytes(rng, size);
  const Key key = Key::random();
  const PublicKey recipients[] = {public_key_of(Key::random()), public_key_of(key)};
  const Folder folder;
  folder.write("key", view_of(age_secret_key(key) + "\n"));
  folder.write("file", *age_encrypt(recipients, plaintext, form));
  REQUIRE(run({"age", "-d", "-i", folder.at("key"), "-o", folder.at("out"), folder.at("file")}) ==
          0);
  // The program makes no file for an empty plaintext.
  CHECK(fs::exists(folder.at("out")) == !plaintext.empty());
  if (!plaintext.empty()) CHECK(folder.read("out") == plaintext);

  folder.write("key", view_of(age_secret_key(Key::random()) + "\n"));
  CHECK(run({"age", "-d", "-i", folder.at("key"), "-o", folder.at("other"), folder.at("file")}) !=
        0);
}

TEST_CASE("what the age program writes is opened here, in either form", "[age][program]") {
  if (!have_age()) return;
  const std::size_t size = GENERATE(as<std::size_t>(), 0, 5, kAgeChunkSize, 3 * kAgeChunkSize + 1);
  const bool armored = GENERATE(false, true);
  CAPTURE(size, armored);
  std::mt19937 rng(static_cast<unsigned>(size));
  const Bytes plaintext = random_bytes(rng, size);
  const Key key = Key::random();
  const Folder folder;
  folder.write("in", plaintext);
  std::vector<std::string> words = {"age", "-r", age_recipient(public_key_of(key))};
  if (armored) words.push_back("-a");
  words.insert(words.end(), {"-o", folder.at("file"), folder.at("in")});
  REQUIRE(run(words) == 0);
  const auto opened = age_decrypt({&key, 1}, folder.read("file"));
  REQUIRE(opened);
  CHECK(*opened == plaintext);
}

TEST_CASE("passphrase files go both ways", "[age][program]") {
  if (!have_age()) return;
  const Folder folder;
  folder.write("file",
               *age_encrypt(passphrase("a long secret"), kFast, view_of("words"), AgeForm::Binary));
  REQUIRE(run({"age", "-d", "-o", folder.at("out"), folder.at("file")}, "a long secret") == 0);
  CHECK(text_of(folder.read("out")) == "words");
  CHECK(run({"age", "-d", "-o", folder.at("other"), folder.at("file")}, "another secret") != 0);

  folder.write("in", view_of("other words"));
  REQUIRE(run({"age", "-p", "-o", folder.at("theirs"), folder.at("in")}, "a long secret") == 0);
  const auto opened = age_decrypt(passphrase("a long secret"), folder.read("theirs"));
  REQUIRE(opened);
  CHECK(text_of(*opened) == "other words");
  CHECK(age_decrypt(passphrase("another secret"), folder.read("theirs")).error().code ==
        Code::Denied);
}

TEST_CASE("an identity file is an identity to the age program too", "[identity][program]") {
  if (!have_age()) return;
  const Folder folder;
  const Identity identity = Identity::generate();
  folder.write("identity.age", *identity.to_file(passphrase("a long secret"), kFast));
  folder.write("in", view_of("words"));
  REQUIRE(run({"age", "-r", identity.public_identity().age_recipient(), "-o", folder.at("file"),
               folder.at("in")}) == 0);
  REQUIRE(
      run({"age", "-d", "-i", folder.at("identity.age"), "-o", folder.at("out"), folder.at("file")},
          "a long secret") == 0);
  CHECK(text_of(folder.read("out")) == "words");
}

TEST_CASE("a key that age-keygen made and age locked is an identity here", "[identity][program]") {
  if (!have_age()) return;
  const Folder folder;
  REQUIRE(run({"age-keygen", "-o", folder.at("key")}) == 0);
  REQUIRE(run({"age-keygen", "-y", "-o", folder.at("recipient"), folder.at("key")}) == 0);
  REQUIRE(run({"age", "-p", "-a", "-o", folder.at("identity.age"), folder.at("key")},
              "a long secret") == 0);
  const auto identity =
      Identity::from_file(folder.read("identity.age"), passphrase("a long secret"));
  REQUIRE(identity);
  CHECK(identity->public_identity().age_recipient() + "\n" == text_of(folder.read("recipient")));
}

}  // namespace veil::crypto
