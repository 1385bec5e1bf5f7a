// tools/veil/log_check.h: verifying a store's log beside its running host, without any key.
// Thread safety: free functions.
#pragma once

#include <filesystem>

#include "store/log/verify.h"
#include "tools/veil/fault.h"

namespace veil::tools {

// The verifier key as the store names it, in its row "m". Exit::not_found if there is no store.
Done<std::string> log_vkey_of(const std::filesystem::path& store);

// `vkey`: the auditor's own; empty takes the store's word. `since`: file of an older checkpoint
// that the log must extend; empty for none.
Done<store::LogReport> verify_store_log(const std::filesystem::path& store, const std::string& vkey,
                                        const std::string& since);

}  // namespace veil::tools
