// store/lexicon_finder.h: what a session scrubs texts of: the known values that the same commit
// writes, which it has at hand, and what stands in the record's lexicon, which it asks the vault
// for, whether or not it may read it. Internal to store/sealing.cpp.
// Thread safety: one thread; it must not outlive what it was made of.
#pragma once

#include <span>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "store/lexicon.h"
#include "store/session_inside.h"

namespace veil::store {

class LexiconFinder final : public redact::KnownFinder {
 public:
  // `complete`: whether all that the record's lexicon may lack is in `own`.
  LexiconFinder(const Session::Inside& inside, const Ticket& ticket,
                std::span<const redact::KnownValue> own, bool complete);

  // An error of the vault's, or Unavailable where the lexicon may lack something.
  Result<std::vector<redact::FormHit>> find(const redact::FoldedText& text) const override;

  // What these texts hold is asked for at once, and not text by text.
  void ask_for(const std::vector<std::string_view>& texts);

  // The last error that may be gone another time, since this was asked: texts that were looked
  // through are to be scrubbed again.
  std::optional<Error> take_failure() noexcept { return std::exchange(failure_, std::nullopt); }

 private:
  struct TokenHash {
    std::size_t operator()(const InnerToken& token) const noexcept {
      return read_le32(token.data()) | std::size_t{read_le32(token.data() + 4)} << 32;
    }
  };

  std::vector<InnerToken> tokens_of(const std::vector<redact::Piece>& pieces) const;
  Result<> ask(const std::vector<InnerToken>& tokens) const;
  tl::unexpected<Error> failed(Error error) const;

  const Session::Inside& inside_;
  const Ticket& ticket_;
  redact::KnownForms own_;
  std::optional<InnerTokens> inner_;
  bool complete_;
  bool gathers_ = false;
  mutable std::vector<InnerToken> gathered_;
  mutable std::unordered_set<InnerToken, TokenHash> asked_;
  mutable std::unordered_map<InnerToken, redact::FormTag, TokenHash> found_;
  mutable std::optional<Error> failure_;
};

}  // namespace veil::store
