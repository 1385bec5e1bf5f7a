#include "store/lexicon_finder.h"

#include <algorithm>

#include "redact/text/scrub.h"

namespace veil::store {

LexiconFinder::LexiconFinder(const Session::Inside& inside, const Ticket& ticket,
                             std::span<const redact::KnownValue> own, bool complete)
    : inside_(inside), ticket_(ticket), own_(own), complete_(complete) {
  const auto key = inside.index_keys.find(redact::kLexicon);
  if (key != inside.index_keys.end()) inner_.emplace(key->second, inside.store, ticket.record);
}

tl::unexpected<Error> LexiconFinder::failed(Error error) const {
  if (error.code != Code::InvalidArgument) failure_ = error;
  return fail(std::move(error));
}

std::vector<InnerToken> LexiconFinder::tokens_of(const std::vector<redact::Piece>& pieces) const {
  std::vector<InnerToken> out;
  out.reserve(pieces.size());
  for (const redact::Piece& piece : pieces) out.push_back(inner_->of(piece.key));
  return out;
}

Result<> LexiconFinder::ask(const std::vector<InnerToken>& tokens) const {
  LexiconRequest request;
  request.ticket = ticket_.id;
  const auto send = [&]() -> Result<> {
    auto answer = inside_.vault.ask_lexicon(inside_.token, request);
    if (!answer) return failed(answer.error());
    for (const LexiconHit& hit : answer->hits) {
      const auto tag = redact::unpack(hit.tag);
      if (hit.piece >= request.pieces.size() || !tag) {
        return failed({Code::Corrupt, "lexicon: the vault answered what was not asked"});
      }
      found_.emplace(request.pieces[hit.piece], *tag);
    }
    asked_.insert(request.pieces.begin(), request.pieces.end());
    request.pieces.clear();
    return {};
  };
  std::unordered_set<InnerToken, TokenHash> once;
  for (const InnerToken& token : tokens) {
    if (asked_.count(token) != 0 || !once.insert(token).second) continue;
    request.pieces.push_back(token);
    if (request.pieces.size() < kPiecesMax) continue;
    if (auto sent = send(); !sent) return sent;
  }
  return request.pieces.empty() ? Result<>() : send();
}

Result<std::vector<redact::FormHit>> LexiconFinder::find(const redact::FoldedText& text) const {
  if (!complete_ || (!ticket_.lengths.empty() && !inner_)) {
    return failed({Code::Unavailable, "lexicon: not all that is known of the record is in it"});
  }
  std::vector<redact::FormHit> out;
  if (!ticket_.lengths.empty()) {
    const auto pieces = redact::pieces_of(text, ticket_.lengths);
    const std::vector<InnerToken> tokens = tokens_of(pieces);
    if (gathers_) {
      gathered_.insert(gathered_.end(), tokens.begin(), tokens.end());
      return fail(Code::Unavailable, "lexicon: asked for later");
    }
    if (auto asked = ask(tokens); !asked) return fail(asked.error());
    for (std::size_t i = 0; i < pieces.size(); ++i) {
      const auto hit = found_.find(tokens[i]);
      if (hit != found_.end()) out.push_back({pieces[i].begin, pieces[i].end, hit->second});
    }
  }
  auto own = own_.find(text);
  if (!own) return own;
  out.insert(out.end(), own->begin(), own->end());
  return out;
}

// A failure shows when the texts themselves are scrubbed.
void LexiconFinder::ask_for(const std::vector<std::string_view>& texts) {
  if (texts.size() < 2 || ticket_.lengths.empty()) return;
  gathers_ = true;
  for (const std::string_view text : texts) (void)redact::find_spans(text, *this);
  gathers_ = false;
  (void)ask(gathered_);
  failure_.reset();
  gathered_.clear();
  gathered_.shrink_to_fit();
}

}  // namespace veil::store
