#include "tests/bench/bare_scan.h"

#include <cstdio>
#include <cstdlib>

#ifdef VEIL_WITH_HYPERSCAN
#include <hs.h>
#endif

namespace veil::bench {

#ifdef VEIL_WITH_HYPERSCAN

namespace {

[[noreturn]] void stop(const char* what) {
  std::fprintf(stderr, "bench: bare scan: %s\n", what);
  std::exit(1);  // NOLINT(concurrency-mt-unsafe): there is one thread
}

}  // namespace

struct BareScan::Inside {
  hs_database_t* database = nullptr;
  hs_scratch_t* scratch = nullptr;
};

bool BareScan::possible() {
  return hs_valid_platform() == HS_SUCCESS;
}

BareScan::BareScan(const std::vector<std::string>& words) : inside_(std::make_unique<Inside>()) {
  std::vector<const char*> texts;
  std::vector<std::size_t> sizes;
  std::vector<unsigned> ids;
  for (const std::string& word : words) {
    texts.push_back(word.data());
    sizes.push_back(word.size());
    ids.push_back(static_cast<unsigned>(ids.size()));
  }
  const std::vector<unsigned> flags(words.size(), HS_FLAG_SOM_LEFTMOST);
  hs_compile_error_t* fault = nullptr;
  if (hs_compile_lit_multi(texts.data(), flags.data(), ids.data(), sizes.data(),
                           static_cast<unsigned>(words.size()), HS_MODE_BLOCK, nullptr,
                           &inside_->database, &fault) != HS_SUCCESS ||
      hs_alloc_scratch(inside_->database, &inside_->scratch) != HS_SUCCESS) {
    stop("the library takes no such list");
  }
}

BareScan::~BareScan() {
  hs_free_scratch(inside_->scratch);
  hs_free_database(inside_->database);
}

std::size_t BareScan::count(std::string_view text) const {
  std::size_t places = 0;
  const auto one_more = [](unsigned, unsigned long long, unsigned long long, unsigned,
                           void* context) noexcept {
    ++*static_cast<std::size_t*>(context);
    return 0;
  };
  if (hs_scan(inside_->database, text.data(), static_cast<unsigned>(text.size()), 0,
              inside_->scratch, one_more, &places) != HS_SUCCESS) {
    stop("the scan failed");
  }
  return places;
}

#else

struct BareScan::Inside {};
bool BareScan::possible() {
  return false;
}
BareScan::BareScan(const std::vector<std::string>& /*words*/) {}
BareScan::~BareScan() = default;
std::size_t BareScan::count(std::string_view /*text*/) const {
  return 0;
}

#endif

}  // namespace veil::bench
