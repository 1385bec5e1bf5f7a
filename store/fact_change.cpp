#include "store/fact_change.h"

#include <algorithm>
#include <limits>

#include "crypto/hash.h"
#include "crypto/pae.h"

namespace veil::store {
namespace {

using crypto::Pae;
using crypto::PaeReader;
using redact::FactKind;
using redact::PersonId;
using redact::ReferralStatus;

constexpr std::uint64_t kU32Max = std::numeric_limits<std::uint32_t>::max();
constexpr auto kStatusMax = static_cast<std::uint64_t>(ReferralStatus::revoked);

Pae people_of(const std::vector<PersonId>& people) {
  Pae out;
  for (const PersonId person : people) out.add(person);
  return out;
}

Pae change_of(const PeopleChange& change) {
  return Pae().add(people_of(change.add)).add(people_of(change.remove));
}

// What the first stores did not know; written only if something of it is there, so that older
// changes keep their hash.
bool has_more(const FactChange& change) noexcept {
  return change.guardian_conflict || !change.assign.empty() || !change.conflict.empty() ||
         !change.given.empty() || !change.ended.empty() || !change.offered.empty() ||
         !change.steps.empty() || change.request != Hash{};
}

void add_more(Pae& out, const FactChange& change) {
  Pae guardian;
  if (change.guardian_conflict) guardian.add(std::uint64_t{*change.guardian_conflict});
  Pae given;
  for (const ConsentGiven& one : change.given) {
    Pae consent;
    consent.add(one.row).add(one.scope).add(one.recipient).add(one.giver);
    given.add(consent.add(one.until_ms));
  }
  Pae ended;
  for (const ConsentEnd& one : change.ended) {
    Pae until;
    if (one.until_ms) until.add(*one.until_ms);
    ended.add(Pae().add(one.row).add(until));
  }
  Pae offered;
  for (const ReferralOffer& one : change.offered) {
    offered.add(Pae().add(one.row).add(one.recipient));
  }
  Pae steps;
  for (const ReferralStep& one : change.steps) {
    Pae step;
    step.add(one.row).add(static_cast<std::uint64_t>(one.to));
    steps.add(step.add(std::uint64_t{one.assign}));
  }
  out.add(guardian).add(change_of(change.assign)).add(change_of(change.conflict));
  out.add(given).add(ended).add(offered).add(steps).add(change.request);
}

// Reads lists within lists; a fault of any is a fault of all.
class Reader {
 public:
  explicit Reader(BytesView bytes) : top_(bytes) {}

  Result<FactChange> run() {
    FactChange out;
    top_.domain("veil/fact-change/1");
    each(1, [&](PaeReader& in) {
      const std::uint64_t days = in.number();
      out.opened_on = redact::Date{static_cast<std::int32_t>(static_cast<std::int64_t>(days)),
                                   static_cast<redact::Precision>(in.number_max(2))};
      ok_ = ok_ && static_cast<std::uint64_t>(std::int64_t{out.opened_on->days}) == days;
    });
    each(1, [&](PaeReader& in) { out.assigned = people(in.part()); });
    each(1, [&](PaeReader& in) { out.conflicts = people(in.part()); });
    each(1, [&](PaeReader& in) { out.status = std::string(in.text()); });
    each(0, [](PaeReader&) {});  // whole lists of consents stood here; none was ever written
    if (top_.parts_left() > 0) {
      take_more(out);
      ok_ = ok_ && has_more(out);
    }
    if (!ok_ || !top_.done()) return fail(Code::Corrupt, "change of facts: malformed");
    return out;
  }

 private:
  template <class Take>
  void each(std::size_t max, const Take& take) {
    PaeReader list(top_.part());
    while (list.ok() && list.parts_left() > 0 && max > 0) {
      take(list);
      --max;
    }
    ok_ = ok_ && list.done();
  }
  template <class Take>
  void each_item(const Take& take) {
    each(kFactActsMax, [&](PaeReader& list) {
      PaeReader item(list.part());
      take(item);
      ok_ = ok_ && item.done();
    });
  }

  static redact::Row row(PaeReader& in) { return static_cast<redact::Row>(in.number_max(kU32Max)); }

  std::vector<PersonId> people(BytesView bytes) {
    std::vector<PersonId> out;
    PaeReader list(bytes);
    while (list.ok() && list.parts_left() > 0 && out.size() < kFactActsMax) {
      out.push_back(static_cast<PersonId>(list.number_max(kU32Max)));
    }
    ok_ = ok_ && list.done();
    return out;
  }
  PeopleChange people_change() {
    PaeReader pair(top_.part());
    PeopleChange out;
    out.add = people(pair.part());
    out.remove = people(pair.part());
    ok_ = ok_ && pair.done();
    return out;
  }

  void take_more(FactChange& out) {
    each(1, [&](PaeReader& in) { out.guardian_conflict = in.number_max(1) == 1; });
    out.assign = people_change();
    out.conflict = people_change();
    each_item([&](PaeReader& in) {
      ConsentGiven& one = out.given.emplace_back();
      one.row = row(in);
      one.scope = in.text();
      one.recipient = in.text();
      one.giver = in.text();
      one.until_ms = in.number();
    });
    each_item([&](PaeReader& in) {
      ConsentEnd& one = out.ended.emplace_back();
      one.row = row(in);
      PaeReader until(in.part());
      if (until.parts_left() > 0) one.until_ms = until.number();
      ok_ = ok_ && until.done();
    });
    each_item([&](PaeReader& in) {
      ReferralOffer& one = out.offered.emplace_back();
      one.row = row(in);
      one.recipient = in.text();
    });
    each_item([&](PaeReader& in) {
      ReferralStep& one = out.steps.emplace_back();
      one.row = row(in);
      one.to = static_cast<ReferralStatus>(in.number_max(kStatusMax));
      one.assign = in.number_max(1) == 1;
    });
    out.request = top_.array<32>();
  }

  PaeReader top_;
  bool ok_ = true;
};

void change_people(std::vector<PersonId>& people, const PeopleChange& change) {
  for (const PersonId person : change.add) {
    if (std::find(people.begin(), people.end(), person) == people.end()) people.push_back(person);
  }
  std::erase_if(people, [&](PersonId person) {
    return std::find(change.remove.begin(), change.remove.end(), person) != change.remove.end();
  });
}

// Whom accepting the referral assigned is assigned no longer than it lasts.
void take_step(redact::Facts& facts, const ReferralStep& step, PersonId person) {
  const auto same = [&](const redact::Referral& one) { return one.row == step.row; };
  const auto found = std::find_if(facts.referrals.begin(), facts.referrals.end(), same);
  if (found == facts.referrals.end()) return;
  found->status = step.to;
  const auto assigned = std::find(facts.assigned.begin(), facts.assigned.end(), person);
  if (step.to == ReferralStatus::accepted && step.assign && assigned == facts.assigned.end()) {
    facts.assigned.push_back(person);
    found->taken_by = person;
  }
  const bool ends = step.to == ReferralStatus::done || step.to == ReferralStatus::revoked;
  if (!ends || found->taken_by == 0) return;
  const bool still = std::any_of(
      facts.referrals.begin(), facts.referrals.end(), [&](const redact::Referral& other) {
        return other.taken_by == found->taken_by && other.status == ReferralStatus::accepted;
      });
  if (!still) std::erase(facts.assigned, found->taken_by);
}

}  // namespace

bool FactChange::empty() const noexcept {
  return !opened_on && !assigned && !conflicts && !status && !has_more(*this);
}

bool FactChange::changes(FactKind kind) const noexcept {
  const auto ends = [&](bool withdrawn) {
    return std::any_of(ended.begin(), ended.end(), [&](const ConsentEnd& one) {
      return one.until_ms.has_value() != withdrawn;
    });
  };
  switch (kind) {
    case FactKind::opened_on:
      return opened_on.has_value();
    case FactKind::assigned:
      return assigned.has_value() || !assign.empty();
    case FactKind::conflicts:
      return conflicts.has_value() || !conflict.empty();
    case FactKind::status:
      return status.has_value();
    case FactKind::guardian_conflict:
      return guardian_conflict.has_value();
    case FactKind::consent_scope:
    case FactKind::consent_recipient:
    case FactKind::consent_giver:
      return !given.empty();
    case FactKind::consent_until:
      return !given.empty() || ends(false);
    case FactKind::consent_withdrawn:
      return ends(true);
    case FactKind::referral_to:
      return !offered.empty();
    case FactKind::referral_status:  // who may take a step is a rule of its own
    case FactKind::referral_offered:
    case FactKind::referral_until:
    case FactKind::none:
    case FactKind::created_by:
    case FactKind::created_at:
      return false;
  }
  return false;
}

void FactChange::apply_to(redact::Facts& facts, const FactWriting& writing) const {
  const bool barred = facts.guardian_conflict || guardian_conflict.value_or(false);
  if (opened_on) facts.opened_on = opened_on;
  if (assigned) facts.assigned = *assigned;
  if (conflicts) facts.conflicts = *conflicts;
  if (guardian_conflict) facts.guardian_conflict = *guardian_conflict;
  change_people(facts.assigned, assign);
  change_people(facts.conflicts, conflict);
  for (const ConsentGiven& one : given) {
    const bool overridden = barred && one.giver == redact::kGuardian;
    facts.consents.push_back(
        {one.scope, one.recipient, one.until_ms, false, one.row, one.giver, 0, overridden});
  }
  for (const ConsentEnd& one : ended) {
    for (redact::Consent& consent : facts.consents) {
      if (consent.row != one.row) continue;
      if (one.until_ms) {
        consent.until_ms = *one.until_ms;
      } else {
        consent.withdrawn = true;
        consent.withdrawn_at_ms = writing.now_ms;
      }
    }
  }
  for (const ReferralStep& step : steps) take_step(facts, step, writing.person);
  for (const ReferralOffer& one : offered) {
    facts.referrals.push_back({one.row, one.recipient, ReferralStatus::offered, writing.now_ms,
                               writing.now_ms + redact::kOfferLastsMs, writing.person, 0});
  }
  if (status) facts.status = *status;
}

Hash FactChange::hash() const {
  return crypto::blake2b(encode_fact_change(*this));
}

bool needs_override(const redact::Facts& before, const FactChange& change) noexcept {
  const bool barred = before.guardian_conflict || change.guardian_conflict.value_or(false);
  const bool by_guardian =
      std::any_of(change.given.begin(), change.given.end(),
                  [](const ConsentGiven& one) { return one.giver == redact::kGuardian; });
  const bool lifted = before.guardian_conflict && !change.guardian_conflict.value_or(true);
  return (barred && by_guardian) || lifted;
}

// Each fact is a list: empty for "as it was", else of its one new value.
Bytes encode_fact_change(const FactChange& change) {
  Pae opened;
  if (change.opened_on) {
    opened.add(static_cast<std::uint64_t>(std::int64_t{change.opened_on->days}));
    opened.add(static_cast<std::uint64_t>(change.opened_on->precision));
  }
  Pae assigned;
  if (change.assigned) assigned.add(people_of(*change.assigned));
  Pae conflicts;
  if (change.conflicts) conflicts.add(people_of(*change.conflicts));
  Pae status;
  if (change.status) status.add(*change.status);
  Pae out("veil/fact-change/1");
  out.add(opened).add(assigned).add(conflicts).add(status).add(Pae());
  if (has_more(change)) add_more(out, change);
  return std::move(out).take();
}

Result<FactChange> decode_fact_change(BytesView bytes) {
  return Reader(bytes).run();
}

}  // namespace veil::store
