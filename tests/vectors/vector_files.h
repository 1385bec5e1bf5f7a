// tests/vectors/vector_files.h: reads test vectors made by others, found through VEIL_VECTORS.
#pragma once

#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>

#include <catch2/catch.hpp>

#include "crypto/bytes.h"

namespace veil::vectors {

// Nothing where VEIL_VECTORS is unset; the test that asked then has nothing to run and says so.
inline std::optional<std::filesystem::path> folder(const char* name) {
  const char* root = std::getenv("VEIL_VECTORS");  // NOLINT(concurrency-mt-unsafe)
  if (root == nullptr || *root == '\0') {
    std::cout << name << ": skipped, VEIL_VECTORS is not set\n";
    return std::nullopt;
  }
  const std::filesystem::path out = std::filesystem::path(root) / name;
  INFO("folder " << out);
  REQUIRE(std::filesystem::is_directory(out));
  return out;
}

inline std::string read_text(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  INFO("file " << path);
  REQUIRE(in.good());
  return text;
}

inline boost::json::value read_json(const std::filesystem::path& path) {
  return boost::json::parse(read_text(path));
}

inline std::string text_at(const boost::json::value& object, const char* key) {
  return std::string(object.at(key).as_string());
}

inline Bytes hex_at(const boost::json::value& object, const char* key) {
  auto bytes = parse_hex(text_at(object, key));
  REQUIRE(bytes);
  return *bytes;
}

}  // namespace veil::vectors
