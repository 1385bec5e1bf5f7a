#include "store/lexicon_rules.h"

#include <algorithm>

namespace veil::store {
namespace {

tl::unexpected<Error> malformed(const char* what) {
  return fail(Code::InvalidArgument, std::string("commit: ") + what);
}

bool is_well_formed(const LexiconForm& form) {
  return is_known_alphabet(form.length.alphabet) && form.length.count > 0 &&
         redact::unpack(form.tag).has_value();
}

}  // namespace

Result<> check_forms(const CommitContext& context, const HeldTicket& held, const CommitItem& item) {
  const redact::Policy& policy = context.now.policy;
  const auto& known = policy.known();
  const auto class_of_field = [&](redact::FieldId field) {
    return policy.schema().field(field)->cls;
  };
  for (std::size_t i = 0; i < item.covers.size(); ++i) {
    const redact::FieldId field = item.covers[i];
    const bool ascends = i == 0 || item.covers[i - 1] < field;
    if (!ascends || !std::binary_search(known.begin(), known.end(), field)) {
      return malformed("it covers a field that is not known");
    }
    const redact::ClassDecision* one = held.decision.of(class_of_field(field));
    if (one == nullptr || one->strength != redact::Strength::full) {
      return malformed("who cannot read a field cannot cover it");
    }
  }
  if (!item.known_changed) {
    if (item.forms.empty() && item.covers.empty()) return {};
    return malformed("it has forms of known values, and says that it writes none");
  }
  const bool writes_known = std::any_of(known.begin(), known.end(), [&](redact::FieldId field) {
    return std::find(held.classes.begin(), held.classes.end(), class_of_field(field)) !=
           held.classes.end();
  });
  if (!writes_known && item.covers.empty()) return malformed("it writes no known value");
  if (!item.covers.empty() && !held.before) return malformed("it covers what is not there yet");
  if (item.forms.size() > kLexiconMax) return malformed("it has too many known values");
  for (std::size_t i = 0; i < item.forms.size(); ++i) {
    const bool ascends = i == 0 || item.forms[i - 1].token < item.forms[i].token;
    if (!ascends || !is_well_formed(item.forms[i])) return malformed("a form is malformed");
  }
  if (!item.forms.empty() && context.now.charter().index_key(redact::kLexicon) == nullptr) {
    return malformed("the store has no lexicon");
  }
  return {};
}

std::uint64_t known_version_after(const HeldTicket& held, const CommitItem& item) {
  const Head* before = held.before ? &held.before->parts.head : nullptr;
  return known_version_after(before, held.shown.record_version, item.known_changed);
}

bool fits_known_version(const CommitContext& context, const HeldTicket& held,
                        const CommitItem& item, const DirectoryEntry& entry) {
  if (entry.known_version == 0) return true;
  return context.now.policy.scrubs(entry.compartment) &&
         entry.known_version == known_version_after(held, item);
}

Result<std::optional<Lexicon>> next_lexicon(const CommitContext& context, const HeldTicket& held,
                                            const CommitItem& item) {
  if (context.now.charter().index_key(redact::kLexicon) == nullptr) return std::nullopt;
  if (held.before && item.forms.empty() && item.covers.empty()) return std::nullopt;
  Lexicon before;
  if (held.before) {
    auto opened = open_lexicon(context.inside.host(context.now), *held.before);
    if (!opened) return fail(opened.error());
    before = std::move(*opened);
  }
  const LexiconTokens tokens(context.inside.keys.index, context.inside.store, held.shown.record);
  std::vector<LexiconEntry> more;
  more.reserve(item.forms.size());
  for (const LexiconForm& form : item.forms) {
    more.push_back({tokens.of(form.token), form.length, form.tag});
  }
  Lexicon after = before;
  after.add(more, held.before ? item.covers : context.now.policy.known());
  if (after.entries.size() > kLexiconMax) {
    return malformed("the record would hold too many values that scrubbing looks for");
  }
  if (held.before && after == before) return std::nullopt;
  return std::optional(std::move(after));
}

}  // namespace veil::store
