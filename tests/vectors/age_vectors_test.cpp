// All files of the age test suite (C2SP CCTV): each must give exactly what its `expect:` line says.
#include <zlib.h>

#include <algorithm>
#include <map>

#include "crypto/age.h"
#include "crypto/age_armor.h"
#include "crypto/age_header.h"
#include "crypto/hash.h"
#include "tests/vectors/vector_files.h"

namespace veil::crypto {
namespace {

constexpr std::size_t kSuiteSize = 143;
constexpr std::size_t kPostQuantum = 19;  // of these, with a key that we cannot use

struct Vector {
  std::string expect;
  std::string payload;  // SHA-256 in hex
  std::vector<std::string> identities;
  std::vector<std::string> passphrases;
  bool armored = false;
  Bytes file;
};

Bytes inflated(std::string_view deflated) {
  Bytes out(64U << 20);
  uLongf size = out.size();
  REQUIRE(uncompress(out.data(), &size, view_of(deflated).data(), deflated.size()) == Z_OK);
  out.resize(size);
  return out;
}

Vector read_vector(const std::filesystem::path& path) {
  const std::string text = vectors::read_text(path);
  Vector out;
  bool compressed = false;
  std::size_t at = 0;
  while (true) {
    const std::size_t end = text.find('\n', at);
    REQUIRE(end != std::string::npos);
    const std::string line = text.substr(at, end - at);
    at = end + 1;
    if (line.empty()) break;
    const std::size_t colon = line.find(": ");
    REQUIRE(colon != std::string::npos);
    const std::string key = line.substr(0, colon);
    const std::string value = line.substr(colon + 2);
    if (key == "expect") {
      out.expect = value;
    } else if (key == "payload") {
      out.payload = value;
    } else if (key == "identity") {
      out.identities.push_back(value);
    } else if (key == "passphrase") {
      out.passphrases.push_back(value);
    } else if (key == "armored") {
      out.armored = value == "yes";
    } else if (key == "compressed") {
      REQUIRE(value == "zlib");
      compressed = true;
    } else {
      REQUIRE((key == "comment" || key == "file key"));
    }
  }
  const std::string_view rest = std::string_view(text).substr(at);
  out.file = compressed ? inflated(rest) : to_bytes(view_of(rest));
  return out;
}

// The suite's word for an outcome of ours.
std::string outcome_of(const Result<Bytes>& plaintext) {
  if (plaintext) return "success";
  const Error& error = plaintext.error();
  if (error.code == Code::Denied) return "no match";
  if (error.message.starts_with("age armor: ")) return "armor failure";
  if (error.message.starts_with("age header: ")) return "header failure";
  if (error.message.starts_with("age HMAC: ")) return "HMAC failure";
  if (error.message.starts_with("age payload: ")) return "payload failure";
  return "other: " + error.message;
}

Result<Bytes> decrypt(const Vector& vector, BytesView file) {
  if (!vector.passphrases.empty()) {
    Result<Bytes> out = fail(Code::Denied, "no passphrase tried");
    for (const std::string& passphrase : vector.passphrases) {
      if (out || out.error().code != Code::Denied) break;
      out = age_decrypt(Secret::copy_of(view_of(passphrase)), file);
    }
    return out;
  }
  std::vector<Key> identities;
  for (const std::string& text : vector.identities) {
    auto key = parse_age_secret_key(text);
    if (!key) return fail(key.error());
    identities.push_back(std::move(*key));
  }
  return age_decrypt(identities, file);
}

Result<Bytes> decrypt(const Vector& vector) {
  if (!vector.armored) return decrypt(vector, vector.file);
  const auto binary = age_dearmor(text_of(vector.file));
  if (!binary) return fail(binary.error());
  return decrypt(vector, *binary);
}

bool needs_post_quantum(const Vector& vector) {
  return std::any_of(vector.identities.begin(), vector.identities.end(),
                     [](const std::string& text) {
                       const auto key = parse_age_secret_key(text);
                       return !key && key.error().code == Code::Unsupported;
                     });
}

std::string canonical_armor(std::string_view text) {
  std::string out;
  std::copy_if(text.begin(), text.end(), std::back_inserter(out), [](char c) { return c != '\r'; });
  out.erase(0, out.find_first_not_of(" \t\n"));
  out.erase(out.find_last_not_of(" \t\n") + 1);
  return out + "\n";
}

}  // namespace

TEST_CASE("every age vector gives what it expects", "[conformance][age]") {
  const auto folder = vectors::folder("age");
  if (!folder) return;
  std::size_t seen = 0;
  std::size_t as_expected = 0;
  std::vector<std::string> listed;
  for (const auto& entry : std::filesystem::directory_iterator(*folder)) {
    const std::string name = entry.path().filename().string();
    CAPTURE(name);
    const Vector vector = read_vector(entry.path());
    ++seen;
    if (needs_post_quantum(vector)) {
      // ML-KEM-768 is not in libsodium 1.0.18: such a key is refused as Unsupported, by name.
      CHECK(name.find("hybrid") != std::string::npos);
      listed.push_back(name);
      continue;
    }
    const auto plaintext = decrypt(vector);
    CHECK(outcome_of(plaintext) == vector.expect);
    if (plaintext) CHECK(hex(sha256(*plaintext)) == vector.payload);
    as_expected += outcome_of(plaintext) == vector.expect ? 1 : 0;
    // Telling the form by its beginning lets in no more than asking for it does.
    CHECK(decrypt(vector, vector.file).has_value() == plaintext.has_value());
  }
  CHECK(seen == kSuiteSize);
  CHECK(listed.size() == kPostQuantum);
  CHECK(as_expected + listed.size() == kSuiteSize);
  std::sort(listed.begin(), listed.end());
  std::cout << "age: " << as_expected << " of " << seen << " as expected, listed: " << listed.size()
            << " that need a post-quantum key (Unsupported: no ML-KEM in libsodium 1.0.18):";
  for (const std::string& name : listed) std::cout << ' ' << name;
  std::cout << '\n';
}

TEST_CASE("what is read of an age vector is written back the same", "[conformance][age]") {
  const auto folder = vectors::folder("age");
  if (!folder) return;
  std::size_t headers = 0;
  std::size_t armors = 0;
  for (const auto& entry : std::filesystem::directory_iterator(*folder)) {
    CAPTURE(entry.path().filename());
    Vector vector = read_vector(entry.path());
    if (vector.armored) {
      auto binary = age_dearmor(text_of(vector.file));
      CHECK(binary.has_value() == (vector.expect != "armor failure"));
      if (!binary) continue;
      CHECK(age_armor(*binary) == canonical_armor(text_of(vector.file)));
      ++armors;
      vector.file = *binary;
    }
    const auto header = parse_age_header(vector.file);
    if (vector.expect != "header failure") CHECK(header);
    if (!header) continue;
    const Bytes written = write_age_header(header->stanzas, Secret::random(kAgeFileKeySize));
    CHECK(
        same_bytes(BytesView(written).first(header->authenticated.size()), header->authenticated));
    CHECK(written.size() == header->size);
    ++headers;
  }
  CHECK(headers > 60);
  CHECK(armors > 5);
}

}  // namespace veil::crypto
