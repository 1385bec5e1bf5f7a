// store/lexicon_rules.h: what a commit says of known values, and what the lexicon becomes by it.
// Internal to store/commit.cpp. Thread safety: free functions.
#pragma once

#include "store/commit.h"

namespace veil::store {

// Tokens tell the vault nothing of a value, so all that it can hold a writer to is that she writes
// known fields here, or reads in full what she says is covered. InvalidArgument.
Result<> check_forms(const CommitContext& context, const HeldTicket& held, const CommitItem& item);

// Whether a section may say so of its texts: scrubbed of all that is known after this commit, or
// still to be scrubbed; of a section without such texts nothing.
bool fits_known_version(const CommitContext& context, const HeldTicket& held,
                        const CommitItem& item, const DirectoryEntry& entry);
std::uint64_t known_version_after(const HeldTicket& held, const CommitItem& item);

// Nothing where it stays as it is. InvalidArgument if it would hold too much.
Result<std::optional<Lexicon>> next_lexicon(const CommitContext& context, const HeldTicket& held,
                                            const CommitItem& item);

}  // namespace veil::store
