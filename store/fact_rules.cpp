#include "store/fact_rules.h"

#include <algorithm>
#include <set>

namespace veil::store {
namespace {

using redact::FactKind;
using redact::Field;
using redact::ReferralStatus;

// What a right to write says nothing of: answering is for the other body, too.
constexpr FactKind kWritten[] = {
    FactKind::opened_on,     FactKind::assigned,          FactKind::conflicts,
    FactKind::status,        FactKind::guardian_conflict, FactKind::consent_scope,
    FactKind::consent_giver, FactKind::consent_recipient, FactKind::consent_until,
    FactKind::referral_to,   FactKind::consent_withdrawn};

tl::unexpected<Error> refused(const char* why) {
  return fail(Code::Denied, std::string("write: ") + why);
}
tl::unexpected<Error> senseless(const char* why) {
  return fail(Code::InvalidArgument, std::string("write: ") + why);
}

template <class List>
auto find_row(List& list, redact::Row row) {
  return std::find_if(list.begin(), list.end(), [&](const auto& one) { return one.row == row; });
}

class Checking {
 public:
  Checking(const FactWriter& writer, const redact::Facts& before, const FactChange& change,
           const AllottedRows& rows)
      : writer_(writer),
        schema_(writer.policy.schema()),
        before_(before),
        change_(change),
        rows_(rows),
        after_(before) {
    change.apply_to(after_, writer.writing);
  }

  Result<> run() {
    auto checked = check_rights();
    if (checked) checked = check_people();
    if (checked) checked = check_status();
    for (const ConsentGiven& one : change_.given) {
      if (checked) checked = check_given(one);
    }
    for (const ConsentEnd& one : change_.ended) {
      if (checked) checked = check_ended(one);
    }
    for (const ReferralOffer& one : change_.offered) {
      if (checked) checked = check_offered(one);
    }
    for (const ReferralStep& one : change_.steps) {
      if (checked) checked = check_step(one);
    }
    if (checked) checked = check_closing();
    return checked;
  }

 private:
  bool may_write(FactKind kind) const {
    const Field* field = schema_.field(kind);
    const redact::ClassDecision* given =
        field != nullptr ? writer_.decision.of(field->cls) : nullptr;
    return given != nullptr && given->write;
  }

  Result<> check_rights() const {
    for (const FactKind kind : kWritten) {
      if (!change_.changes(kind) || may_write(kind)) continue;
      return refused("this role may not write all of these fields");
    }
    return {};
  }

  Result<> check_people() const {
    for (const auto* people : {&change_.assign.add, &change_.conflict.add,
                               change_.assigned ? &*change_.assigned : nullptr,
                               change_.conflicts ? &*change_.conflicts : nullptr}) {
      if (people == nullptr) continue;
      for (const redact::PersonId person : *people) {
        if (writer_.charter.person(person) == nullptr) {
          return senseless("somebody named there is not in the roster");
        }
      }
    }
    return {};
  }

  // The word is one that the field can hold.
  Result<> check_word(FactKind kind, const std::string& word) const {
    if (word.empty()) return senseless("a consent needs scope, recipient, giver and end");
    const Field& field = *schema_.field(kind);  // there is one, as it may be written
    redact::Value value = word;
    if (field.type == redact::FieldType::code) {
      const redact::CodeList::Item* item = schema_.code_list(field.codes)->find(word);
      if (item == nullptr) return senseless("there is no such code in the list of that field");
      value = redact::CodeEntry{word, item->edition};
    }
    return redact::check_value(schema_, field, value);
  }

  Result<> check_status() const {
    if (!change_.status || change_.status->empty()) return {};
    return check_word(FactKind::status, *change_.status);
  }

  Result<> check_row(redact::Row row) {
    if (row < rows_.first || row >= rows_.end || !taken_.insert(row).second) {
      return senseless("a row of a consent or referral is not its own");
    }
    return {};
  }

  Result<> check_given(const ConsentGiven& one) {
    auto checked = check_row(one.row);
    if (checked) checked = check_word(FactKind::consent_scope, one.scope);
    if (checked) checked = check_word(FactKind::consent_recipient, one.recipient);
    if (checked) checked = check_word(FactKind::consent_giver, one.giver);
    if (!checked) return checked;
    if (one.until_ms <= writer_.writing.now_ms)
      return senseless("a consent must end in the future");
    return {};
  }

  Result<> check_ended(const ConsentEnd& one) const {
    const auto consent = find_row(before_.consents, one.row);
    if (consent == before_.consents.end()) return senseless("there is no such consent");
    if (consent->withdrawn) return senseless("this consent was withdrawn already");
    if (one.until_ms && *one.until_ms >= consent->until_ms) {
      return refused("a consent is not made longer: a new one is given");
    }
    return {};
  }

  Result<> check_offered(const ReferralOffer& one) {
    if (auto checked = check_row(one.row); !checked) return checked;
    if (auto checked = check_word(FactKind::referral_to, one.recipient); !checked) return checked;
    const auto& roles = writer_.policy.roles();
    const auto of_body = [&](const redact::Role& role) { return role.body == one.recipient; };
    if (std::none_of(roles.begin(), roles.end(), of_body)) {
      return senseless("nobody of that body has a role here who could accept");
    }
    const std::uint64_t now = writer_.writing.now_ms;
    const bool open = std::any_of(
        after_.referrals.begin(), after_.referrals.end(), [&](const redact::Referral& other) {
          return other.row != one.row && other.recipient == one.recipient && is_open(other, now);
        });
    if (open) return senseless("a referral to that body is open already");
    if (!consented(one.recipient)) return refused("no valid consent names that body");
    return {};
  }

  bool consented(const std::string& recipient) const {
    return std::any_of(after_.consents.begin(), after_.consents.end(),
                       [&](const redact::Consent& consent) {
                         return consent.recipient == recipient &&
                                is_valid(after_, consent, writer_.writing.now_ms);
                       });
  }

  // Forward only: offered, then accepted or declined or revoked; accepted, then done or revoked.
  static bool follows(ReferralStatus from, ReferralStatus to) {
    switch (to) {
      case ReferralStatus::offered:
        return false;
      case ReferralStatus::accepted:
      case ReferralStatus::declined:
        return from == ReferralStatus::offered;
      case ReferralStatus::done:
        return from == ReferralStatus::accepted;
      case ReferralStatus::revoked:
        return from == ReferralStatus::offered || from == ReferralStatus::accepted;
    }
    return false;
  }

  Result<> check_step(const ReferralStep& one) {
    const auto referral = find_row(before_.referrals, one.row);
    const bool theirs = referral != before_.referrals.end() && !writer_.role.body.empty() &&
                        referral->recipient == writer_.role.body &&
                        writer_.role.can(redact::Action::write);
    const bool ours = may_write(FactKind::referral_to);
    if (!theirs && !ours) return refused("this role may not write all of these fields");
    if (referral == before_.referrals.end()) return senseless("there is no such referral");
    if (!taken_.insert(one.row).second) return senseless("one step of a referral at a time");
    const bool answers = one.to == ReferralStatus::accepted || one.to == ReferralStatus::declined;
    if (answers && !theirs) return refused("only the body that was asked accepts or declines");
    if (!follows(referral->status, one.to)) {
      return refused("the referral is not in a state from which this could follow");
    }
    if (answers && writer_.writing.now_ms >= referral->until_ms) {
      return refused("the offer has expired");
    }
    // She may have taken it back since.
    if (one.to == ReferralStatus::accepted && !consented(referral->recipient)) {
      return refused("no valid consent names that body");
    }
    if (one.assign && one.to != ReferralStatus::accepted) {
      return senseless("only accepting a referral assigns");
    }
    return {};
  }

  Result<> check_closing() const {
    const bool closes = change_.status && schema_.is_closed(*change_.status);
    if (!closes) return {};
    const bool open = std::any_of(after_.referrals.begin(), after_.referrals.end(),
                                  [&](const redact::Referral& referral) {
                                    return is_open(referral, writer_.writing.now_ms);
                                  });
    if (open) {
      return refused("a referral is open: it must be done, declined or revoked before closing");
    }
    return {};
  }

  const FactWriter& writer_;
  const redact::Schema& schema_;
  const redact::Facts& before_;
  const FactChange& change_;
  AllottedRows rows_;
  redact::Facts after_;
  std::set<redact::Row> taken_;  // each row stands in one act
};

// Nothing of it lets anybody see more.
bool only_takes_away(const FactChange& change) {
  FactChange rest = change;
  rest.conflict.add.clear();
  rest.assign.remove.clear();
  rest.ended.clear();
  if (rest.guardian_conflict.value_or(false)) rest.guardian_conflict.reset();
  return rest.empty();
}

}  // namespace

Result<> check_fact_change(const FactWriter& writer, const redact::Facts& before,
                           const FactChange& change, const AllottedRows& rows) {
  if (change.empty()) return {};
  // What cannot be read back would keep the record from being checked for good.
  if (!decode_fact_change(encode_fact_change(change))) {
    return senseless("too many people, consents or referrals at once");
  }
  return Checking(writer, before, change, rows).run();
}

Result<> check_open(const redact::Schema& schema, const redact::Facts& before,
                    const FactChange& change, bool writes_values) {
  if (!schema.is_closed(before.status)) return {};
  FactChange rest = change;
  if (rest.status && !schema.is_closed(*rest.status)) rest.status.reset();
  if (!writes_values && only_takes_away(rest)) return {};
  return refused("the record is closed: set its status first to reopen it");
}

bool has_offer(const redact::Facts& facts, const redact::Role& role, const FactWriting& writing) {
  if (role.body.empty() || !role.can(redact::Action::write)) return false;
  const bool barred = std::find(facts.conflicts.begin(), facts.conflicts.end(), writing.person) !=
                      facts.conflicts.end();
  return !barred && std::any_of(facts.referrals.begin(), facts.referrals.end(),
                                [&](const redact::Referral& referral) {
                                  return referral.recipient == role.body &&
                                         is_open(referral, writing.now_ms);
                                });
}

}  // namespace veil::store
