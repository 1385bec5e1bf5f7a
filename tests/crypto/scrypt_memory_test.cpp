// What happens where scrypt cannot have its memory.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <iostream>

#include "crypto/age.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kSanitized = true;
#else
constexpr bool kSanitized = false;
#endif

namespace veil::crypto {
namespace {

// In a process of its own, which may ask for at most 200 MiB: whether both directions say so.
int outcome_in_little_memory(BytesView file, const Secret& passphrase) {
  const rlimit limit{200U << 20, 200U << 20};
  if (setrlimit(RLIMIT_AS, &limit) != 0) return 2;
  const auto opened = age_decrypt(passphrase, file);
  const auto sealed = age_encrypt(passphrase, 18, {}, AgeForm::Binary);
  if (opened || opened.error().code != Code::Unavailable) return 3;
  if (opened.error().message.find("memory") == std::string::npos) return 4;
  if (sealed || sealed.error().code != Code::Unavailable) return 5;
  return 0;
}

}  // namespace

TEST_CASE("too little memory for a passphrase is not a wrong passphrase", "[age][processes]") {
  if (kSanitized) {
    std::cout << "scrypt memory: skipped, a sanitizer needs more address space than the limit\n";
    return;
  }
  const Secret passphrase = Secret::copy_of(view_of("p"));
  const auto file = age_encrypt(passphrase, 18, view_of("w"), AgeForm::Binary);
  REQUIRE(file);
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) _exit(outcome_in_little_memory(*file, passphrase));
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  REQUIRE(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 0);
  CHECK(age_decrypt(passphrase, *file));
}

}  // namespace veil::crypto
