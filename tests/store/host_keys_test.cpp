#include "store/host_keys.h"

#include <sys/resource.h>
#include <sys/stat.h>

#include <catch2/catch.hpp>

#include "tests/store/hostile.h"
#include "tests/store/raw_file.h"
#include "tests/temporary_folder.h"

namespace veil::store {
namespace {

using tests::for_hostile;
using tests::got;
using tests::put;
using tests::TemporaryFolder;

constexpr crypto::PassphraseCost kFast{1, std::uint64_t{8} << 10};
constexpr std::string_view kPassphrase = "open sesame";

StoreId store_of(std::uint8_t byte) {
  StoreId store;
  store.fill(byte);
  return store;
}

HostKeys sample_keys() {
  const auto key = [](std::uint8_t byte) { return crypto::Key::copy_of(Bytes(32, byte)); };
  return {store_of(0xa0), key(1), key(2), key(3), crypto::SigningKey::from_seed(Bytes(32, 4)),
          false};
}

bool same_keys(const HostKeys& a, const HostKeys& b) {
  return a.store == b.store && same_bytes(a.section.reveal(), b.section.reveal()) &&
         same_bytes(a.index.reveal(), b.index.reveal()) &&
         same_bytes(a.log_index.reveal(), b.log_index.reveal()) &&
         same_bytes(a.log.reveal_seed(), b.log.reveal_seed());
}

HostKeysOptions asking(std::string_view passphrase) {
  return {std::nullopt, [passphrase]() -> Result<crypto::Secret> {
            return crypto::Secret::copy_of(view_of(passphrase));
          }};
}

// Two files as this version writes them: they must be readable for good.
constexpr std::string_view kGoldenKeyFile = R"(veil host keys 1 keyfile
BwAAAAAAAAAQAAAAAAAAAHZlaWwvaG9zdC1rZXlzLzEIAAAAAAAAAAEAAAAAAAAA
BwAAAAAAAABrZXlmaWxlEAAAAAAAAACgoKCgoKCgoKCgoKCgoKCgCAAAAAAAAAAA
AAAAAAAAAKgAAAAAAAAABAAAAAAAAAAgAAAAAAAAAAEBAQEBAQEBAQEBAQEBAQEB
AQEBAQEBAQEBAQEBAQEBIAAAAAAAAAACAgICAgICAgICAgICAgICAgICAgICAgIC
AgICAgICAiAAAAAAAAAAAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMg
AAAAAAAAAAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEIAAAAAAAAACm
TWfbaOFyF3dJ3n3Wnltp2pHUUl3jlqvsTUlWKFR26Q==
)";
constexpr std::string_view kGoldenPassphraseFile = R"(veil host keys 1 passphrase
BwAAAAAAAAAQAAAAAAAAAHZlaWwvaG9zdC1rZXlzLzEIAAAAAAAAAAEAAAAAAAAA
CgAAAAAAAABwYXNzcGhyYXNlEAAAAAAAAACgoKCgoKCgoKCgoKCgoKCgQAAAAAAA
AAADAAAAAAAAABAAAAAAAAAAs0bfgDgtT9hLGSNIUnsKmggAAAAAAAAAAQAAAAAA
AAAIAAAAAAAAAAAgAAAAAAAA0AAAAAAAAAC/E/KMWL5l8aPdpKozyL3hViojHBG0
vzIHnl2Zvt22qGOsEcWfRDIMB+PFYxypy6YtdPI9X7+T+MQjMDLKAJJ8nRSoLqM5
JX8x6vqnT2/PyOxsDWeROQ7m6NEtZi+TOk9abmIzrNqVhWIG05fEDOmLN4Cus05v
2mcBGJ5Yf54rClAkn1rWT6l2YU6Y/xKxql4CuAZnXsncmJanUDe56fMVoFU4bADx
SJOaTFun6xaCscQo8096BOC1VnRntYroE6gIMsmXwfg5VKD8Cfyh10eMIAAAAAAA
AADOcRosF/7b5Io2OYPi8UEjwPleK5828q0DTkd/wl6qLA==
)";

}  // namespace

TEST_CASE("host keys come back from a key file", "[host_keys]") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "host.key";
  const HostKeys keys = sample_keys();
  REQUIRE(create_host_keys(path, keys));
  const auto back = read_host_keys(path, {keys.store, {}});
  REQUIRE(back);
  CHECK(same_keys(*back, keys));
  CHECK(!back->group_can_read);
  CHECK(create_host_keys(path, keys).error().code == Code::Conflict);
}

TEST_CASE("host keys come back from a passphrase file", "[host_keys]") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "host.key";
  const HostKeys keys = sample_keys();
  REQUIRE(create_host_keys(path, keys, view_of(kPassphrase), kFast));
  const auto back = read_host_keys(path, asking(kPassphrase));
  REQUIRE(back);
  CHECK(same_keys(*back, keys));
  const auto text = host_keys_text(keys, view_of(kPassphrase), kFast);
  REQUIRE(text);
  CHECK(view_of(*text).size() == got(path).size());
  CHECK(text_of(got(path)) != *text);  // salt and nonce are drawn anew
}

TEST_CASE("drawn host keys differ", "[host_keys]") {
  const HostKeys a = HostKeys::random();
  const HostKeys b = HostKeys::random();
  CHECK(a.store == StoreId{});
  CHECK(!same_bytes(a.section.reveal(), a.index.reveal()));
  CHECK(!same_bytes(a.section.reveal(), b.section.reveal()));
  CHECK(a.log.verify_key() != b.log.verify_key());
}

TEST_CASE("the form of host key files is fixed for good", "[host_keys][golden]") {
  CHECK(host_keys_text(sample_keys()) == kGoldenKeyFile);
  const auto plain = parse_host_keys(kGoldenKeyFile, {});
  REQUIRE(plain);
  CHECK(same_keys(*plain, sample_keys()));
  const auto opened = parse_host_keys(kGoldenPassphraseFile, asking(kPassphrase));
  REQUIRE(opened);
  CHECK(same_keys(*opened, sample_keys()));
}

TEST_CASE("each fault of a key file has its own error", "[host_keys]") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "host.key";
  const auto code_of = [&](const HostKeysOptions& options) {
    const auto keys = read_host_keys(path, options);
    REQUIRE(!keys);
    return keys.error().code;
  };
  CHECK(code_of({}) == Code::NotFound);

  const std::string text = host_keys_text(sample_keys());
  put(path, view_of(text).first(text.size() / 2));
  REQUIRE(::chmod(path.c_str(), 0600) == 0);
  CHECK(code_of({}) == Code::Corrupt);
  put(path, {});
  CHECK(code_of({}) == Code::Corrupt);
  put(path, Bytes(100000, 'x'));
  CHECK(code_of({}) == Code::Corrupt);
  put(path, view_of("veil host keys 2 keyfile\nAAAA\n"));
  CHECK(code_of({}) == Code::Unsupported);

  put(path, view_of(text));
  CHECK(code_of({store_of(0xa1), {}}) == Code::InvalidArgument);
  CHECK(read_host_keys(path, {store_of(0xa0), {}}));

  put(path, view_of(kGoldenPassphraseFile));
  CHECK(code_of({}) == Code::InvalidArgument);
  CHECK(code_of(asking("open sesamE")) == Code::Denied);
  CHECK(code_of(asking("")) == Code::Denied);
  const auto unanswered = [] { return Result<crypto::Secret>(fail(Code::Unavailable, "no")); };
  CHECK(code_of({std::nullopt, unanswered}) == Code::Unavailable);
}

TEST_CASE("another store's keys are refused before a passphrase is asked for", "[host_keys]") {
  bool asked = false;
  const HostKeysOptions options{store_of(0xa1), [&]() -> Result<crypto::Secret> {
                                  asked = true;
                                  return crypto::Secret::copy_of(view_of(kPassphrase));
                                }};
  CHECK(parse_host_keys(kGoldenPassphraseFile, options).error().code == Code::InvalidArgument);
  CHECK(!asked);
}

TEST_CASE("too little memory for the passphrase's cost is not a wrong passphrase", "[host_keys]") {
  // A whole file whose cost is out of bounds, as a hostile one would have it.
  const auto dear =
      host_keys_text(sample_keys(), view_of(kPassphrase), {1, std::uint64_t{3} << 30});
  CHECK(dear.error().code == Code::InvalidArgument);
  CHECK(host_keys_text(sample_keys(), {}, kFast).error().code == Code::InvalidArgument);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  const auto text =
      host_keys_text(sample_keys(), view_of(kPassphrase), {1, std::uint64_t{300} << 20});
  REQUIRE(text);
  CHECK(tests::in_child([&] {
          const std::uint64_t size = tests::address_space() + (std::uint64_t{100} << 20);
          const rlimit limit{size, size};
          if (::setrlimit(RLIMIT_AS, &limit) != 0) return 2;
          const auto keys = parse_host_keys(*text, asking("wrong"));
          return !keys && keys.error().code == Code::Unavailable ? 0 : 1;
        }) == 0);
#endif
}

TEST_CASE("a key file that others can read is refused, its group's is told", "[host_keys]") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "host.key";
  REQUIRE(create_host_keys(path, sample_keys()));
  REQUIRE(::chmod(path.c_str(), 0640) == 0);
  CHECK(read_host_keys(path, {})->group_can_read);
  REQUIRE(::chmod(path.c_str(), 0604) == 0);
  CHECK(read_host_keys(path, {}).error().code == Code::Denied);
}

TEST_CASE("every changed byte of a key file is noticed as damage", "[host_keys]") {
  const auto options = asking(kPassphrase);
  for (const std::string_view golden : {kGoldenKeyFile, kGoldenPassphraseFile}) {
    for (std::size_t at = 0; at < golden.size(); ++at) {
      for (const char with : {'A', 'b', '\n', ' ', '\0'}) {
        std::string text(golden);
        if (text[at] == with) continue;
        text[at] = with;
        const auto keys = parse_host_keys(text, options);
        REQUIRE(!keys);
        CHECK(keys.error().code == Code::Corrupt);
      }
    }
  }
}

TEST_CASE("the provider in the first line is bound to the keys", "[host_keys]") {
  std::string text(kGoldenKeyFile);
  text.replace(0, text.find('\n'), "veil host keys 1 passphrase");
  CHECK(parse_host_keys(text, asking(kPassphrase)).error().code == Code::Corrupt);
  text = kGoldenPassphraseFile;
  text.replace(0, text.find('\n'), "veil host keys 1 keyfile");
  CHECK(parse_host_keys(text, {}).error().code == Code::Corrupt);
}

TEST_CASE("hostile key files give an error or the keys they were written with",
          "[host_keys][hostile]") {
  const HostKeys keys = sample_keys();
  const auto check = [&](const Bytes& bytes) {
    const auto read = parse_host_keys(text_of(bytes), asking(kPassphrase));
    if (read && !same_keys(*read, keys)) FAIL("other keys");
  };
  for_hostile(view_of(kGoldenKeyFile), 50000, check);
  for_hostile(view_of(kGoldenPassphraseFile), 50000, check);
}

TEST_CASE("errors of key files name no key", "[host_keys]") {
  std::string text(kGoldenKeyFile);
  text[60] = text[60] == 'A' ? 'B' : 'A';
  const auto keys = parse_host_keys(text, {});
  REQUIRE(!keys);
  CHECK(keys.error().message == "host keys: the key file is damaged");
}

}  // namespace veil::store
