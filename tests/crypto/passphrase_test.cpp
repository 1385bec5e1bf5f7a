#include "crypto/passphrase.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <iostream>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kSanitized = true;
#else
constexpr bool kSanitized = false;
#endif

namespace veil::crypto {
namespace {

// Small, to be quick.
constexpr PassphraseCost kFast{1, std::uint64_t{64} << 10};

PassphraseSalt salt_of(std::uint8_t byte) {
  PassphraseSalt salt{};
  salt.fill(byte);
  return salt;
}

std::string derived(std::string_view passphrase, std::uint8_t salt, PassphraseCost cost) {
  const auto key = derive_from_passphrase(view_of(passphrase), salt_of(salt), cost);
  REQUIRE(key);
  return hex(key->reveal());
}

}  // namespace

TEST_CASE("a key depends on passphrase, salt and both costs", "[passphrase]") {
  const std::string key = derived("correct horse", 1, kFast);
  CHECK(key == derived("correct horse", 1, kFast));
  CHECK(key != derived("correct horsf", 1, kFast));
  CHECK(key != derived("correct horse", 2, kFast));
  CHECK(key != derived("correct horse", 1, {2, kFast.memory}));
  CHECK(key != derived("correct horse", 1, {1, kFast.memory * 2}));
  CHECK(derived({}, 1, kFast) == derived("", 1, kFast));
}

TEST_CASE("a cost out of bounds is refused before anything is done", "[passphrase]") {
  const auto cost = GENERATE(values<PassphraseCost>({
      {0, std::uint64_t{1} << 20},
      {17, std::uint64_t{1} << 20},
      {~std::uint64_t{0}, std::uint64_t{1} << 20},
      {1, 0},
      {1, (std::uint64_t{8} << 10) - 1},
      {1, (std::uint64_t{2} << 30) + 1},
      {1, ~std::uint64_t{0}},
  }));
  const auto key = derive_from_passphrase(view_of("p"), salt_of(1), cost);
  REQUIRE(!key);
  CHECK(key.error().code == Code::InvalidArgument);
}

// Too little memory must not look like a wrong passphrase.
TEST_CASE("too little memory is told as such", "[passphrase]") {
  if (kSanitized) {
    std::cout << "passphrase memory: skipped, a sanitizer needs more address space\n";
    return;
  }
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    const rlimit limit{std::uint64_t{200} << 20, std::uint64_t{200} << 20};
    if (::setrlimit(RLIMIT_AS, &limit) != 0) ::_exit(2);
    const auto key = derive_from_passphrase(view_of("p"), salt_of(1), kPassphraseCostDefault);
    const bool told = !key && key.error().code == Code::Unavailable &&
                      key.error().message.find("256 MiB") != std::string::npos;
    ::_exit(told ? 0 : 1);
  }
  int status = 1;
  REQUIRE(::waitpid(child, &status, 0) == child);
  REQUIRE(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 0);
}

}  // namespace veil::crypto
