#include "tests/model/stage.h"

#include <catch2/catch.hpp>

#include "store/charter_change.h"
#include "store/engine/memory_engine.h"

namespace veil::model {
namespace {

template <class T>
T must(Result<T> result) {
  if (!result) FAIL(result.error().message);
  return std::move(*result);
}

std::string person_name(std::size_t at) {
  return "person" + std::to_string(at);
}

std::vector<std::string> role_names(const std::set<int>& roles) {
  std::vector<std::string> out;
  for (const int role : roles) out.push_back("r" + std::to_string(role));
  return out;
}

const FieldSketch* field_of(const Sketch& sketch, redact::FieldId id) {
  for (const FieldSketch& field : sketch.fields) {
    if (field.id == id) return &field;
  }
  return nullptr;
}

ViewModel modelled(const Sketch& sketch, const redact::View& view) {
  ViewModel out;
  for (const redact::Cell& cell : view.cells) {
    if (field_of(sketch, cell.field) == nullptr) continue;  // host facts
    CellModel one{static_cast<Strength>(cell.strength), std::string(to_string(cell.marker)), ""};
    if (cell.value) one.code = std::get<redact::CodeEntry>(*cell.value).code;
    const bool fresh = out.emplace(std::pair(cell.row, cell.field), one).second;
    if (!fresh) FAIL("a cell stands in the view twice");
  }
  return out;
}

std::set<int> some_people(std::mt19937_64& random, int percent) {
  std::set<int> out;
  for (int person = 0; person < kPeople; ++person) {
    if (chance(random, percent)) out.insert(person);
  }
  return out;
}

}  // namespace

Stage::Stage(Sketch sketch, std::mt19937_64& random) : sketch_(std::move(sketch)) {
  std::vector<store::Enrolment> enrolments;
  for (std::size_t i = 0; i < kPeople; ++i) {
    people_.push_back(crypto::Identity::generate());
    roles_.push_back({kMakerRole});
    for (const RoleSketch& role : sketch_.roles) {
      if (chance(random, 60)) roles_.back().insert(role.id);
    }
    enrolments.push_back(
        {person_name(i), people_.back().public_identity(), role_names(roles_.back()), 0});
  }
  auto engine = store::open_memory();
  store::FoundingOptions founding;
  founding.policy = policy_text(sketch_);
  founding.checkpoint = folder_.path() / "checkpoint";
  founding.clock = [this] { return now_ms_; };
  const store::Founder founder{person_name(0), role_names(roles_[0])};
  auto keys = must(store::found_store(*engine, people_[0], founder, founding));
  auto erasure =
      must(store::ErasureKeys::create(folder_.path() / "erasure", keys.section, keys.store));
  store::VaultOptions options{
      std::move(engine), founding.checkpoint,
      std::move(keys),   std::make_unique<store::ErasureKeys>(std::move(erasure)),
      founding.clock,    "test"};
  vault_ = must(store::Vault::open(std::move(options)));
  auto enrolled = store::enrol(*vault_, people_[0], enrolments, now_ms_);
  if (!enrolled) FAIL(enrolled.error().message);
}

std::unique_ptr<store::Session> Stage::enter(int person, int role, int purpose) {
  return must(store::Session::enter(
      *vault_, people_.at(static_cast<std::size_t>(person)),
      {"r" + std::to_string(role), "p" + std::to_string(purpose), std::nullopt}));
}

std::vector<redact::PersonId> Stage::numbers(const std::set<int>& people) const {
  std::vector<redact::PersonId> out;
  const auto charter = vault_->charter();
  for (const int person : people) {
    out.push_back(charter->charter.person(person_name(static_cast<std::size_t>(person)))->number);
  }
  return out;
}

void Stage::pass_time(std::mt19937_64& random) {
  now_ms_ += static_cast<std::uint64_t>(draw(random, 7 * 3'600'000));
}

// Sets and clears values and facts at random, in the draft and in the sketch alike.
store::RecordDraft Stage::draft(std::mt19937_64& random, Written& record, bool is_new) {
  store::RecordDraft out;
  std::set<std::uint32_t> rows;
  for (const auto& [at, value] : record.sketch.values) {
    if (at.first != 0) rows.insert(at.first);
  }
  std::uint32_t new_rows = 0;
  for (int more = draw(random, 3); more > 0; --more) {
    const std::uint32_t row = record.next_row++;
    for (const FieldSketch& field : sketch_.fields) {
      if (!field.many || chance(random, 40)) continue;
      const std::string code = random_code(random);
      record.sketch.values[{row, field.id}] = code;
      out.edits.push_back({static_cast<redact::FieldId>(field.id), store::kNewRow + new_rows,
                           code == kUnknown ? redact::Value(redact::Unknown{})
                                            : redact::Value(redact::CodeEntry{code, "1"})});
    }
    const bool used = !out.edits.empty() && out.edits.back().row == store::kNewRow + new_rows;
    if (used) ++new_rows;
    if (!used) --record.next_row;
  }
  for (const FieldSketch& field : sketch_.fields) {
    for (const std::uint32_t row : field.many ? rows : std::set<std::uint32_t>{0}) {
      if (chance(random, is_new ? 30 : 70)) continue;
      const auto id = static_cast<redact::FieldId>(field.id);
      if (!is_new && chance(random, 25)) {
        record.sketch.values.erase({row, field.id});
        out.edits.push_back({id, row, std::nullopt});
        continue;
      }
      const std::string code = random_code(random);
      record.sketch.values[{row, field.id}] = code;
      out.edits.push_back({id, row,
                           code == kUnknown ? redact::Value(redact::Unknown{})
                                            : redact::Value(redact::CodeEntry{code, "1"})});
    }
  }
  if (!is_new) agree(random, record, out, new_rows);
  if (is_new || chance(random, 50)) {
    record.sketch.assigned = some_people(random, 40);
    out.facts.assigned = numbers(record.sketch.assigned);
  }
  if (chance(random, 20)) {
    record.sketch.conflicts = some_people(random, 15);
    out.facts.conflicts = numbers(record.sketch.conflicts);
  }
  return out;
}

// Consents given, shortened and withdrawn, referrals offered and accepted, a guardian's conflict.
void Stage::agree(std::mt19937_64& random, Written& record, store::RecordDraft& out,
                  std::uint32_t new_rows) {
  constexpr std::uint64_t kOfferLasts = 72ULL * 3'600'000;
  RecordSketch& sketch = record.sketch;
  const auto new_row = [&] {
    ++record.next_row;
    return store::kNewRow + new_rows++;
  };
  for (ConsentSketch& consent : sketch.consents) {
    if (consent.withdrawn || !chance(random, 20)) continue;
    consent.withdrawn = true;
    out.facts.ended.push_back({consent.row, std::nullopt});
  }
  const auto agreed = [&](const std::string& body) {
    return std::any_of(
        sketch.consents.begin(), sketch.consents.end(), [&](const ConsentSketch& consent) {
          return consent.recipient == body && !consent.withdrawn && now_ms_ < consent.until_ms &&
                 !(consent.by_guardian && sketch.guardian_conflict);
        });
  };
  for (ReferralSketch& referral : sketch.referrals) {
    const bool here = referral.recipient == "b1" && !referral.accepted;  // role 1 is of body b1
    if (!here || now_ms_ >= referral.until_ms || chance(random, 60)) continue;
    if (!agreed(referral.recipient)) continue;
    referral.accepted = true;
    out.facts.steps.push_back({referral.row, redact::ReferralStatus::accepted, false});
  }
  const std::string body = chance(random, 50) ? "b1" : "b2";
  const bool open = std::any_of(
      sketch.referrals.begin(), sketch.referrals.end(), [&](const ReferralSketch& referral) {
        return referral.recipient == body && (referral.accepted || now_ms_ < referral.until_ms);
      });
  const bool somebody = std::any_of(roles_.begin(), roles_.end(), [&](const std::set<int>& roles) {
    return std::any_of(roles.begin(), roles.end(), [&](int role) {
      return sketch_.roles.at(static_cast<std::size_t>(role - 1)).body == body;
    });
  });
  if (agreed(body) && !open && somebody && chance(random, 40)) {
    sketch.referrals.push_back({body, now_ms_ + kOfferLasts, false, record.next_row});
    out.facts.offered.push_back({new_row(), body});
  }
  if (chance(random, 60)) {
    ConsentSketch consent{chance(random, 50) ? "s1" : "s2",
                          chance(random, 50) ? "b1" : "b2",
                          now_ms_ + static_cast<std::uint64_t>(1 + draw(random, 100'000'000)),
                          false,
                          !sketch.guardian_conflict && chance(random, 40),
                          record.next_row};
    sketch.consents.push_back(consent);
    out.facts.given.push_back({new_row(), consent.scope, consent.recipient,
                               consent.by_guardian ? "guardian" : "self", consent.until_ms});
  } else if (!sketch.guardian_conflict && out.facts.offered.empty() && out.facts.steps.empty() &&
             chance(random, 20)) {
    sketch.guardian_conflict = true;
    out.facts.guardian_conflict = true;
  }
}

void Stage::make_record(std::mt19937_64& random) {
  Written record;
  do {
    record.sketch.created_by = draw(random, kPeople);
  } while (is_suspended(record.sketch.created_by));
  record.sketch.created_ms = now_ms_;
  auto session = enter(record.sketch.created_by, kMakerRole, kAnyPurpose);
  record.id = must(session->create(draft(random, record, true)));
  records_.push_back(std::move(record));
}

void Stage::change_record(std::mt19937_64& random) {
  Written& record =
      records_.at(static_cast<std::size_t>(draw(random, static_cast<int>(records()))));
  for (int person = 0; person < kPeople; ++person) {
    if (record.sketch.conflicts.count(person) > 0 || is_suspended(person)) continue;
    auto session = enter(person, kMakerRole, kAnyPurpose);
    const store::RecordDraft change = draft(random, record, false);
    if (change.edits.empty() && change.facts.empty()) return;
    must(session->amend(record.id, change));
    return;
  }
}

bool Stage::is_suspended(int person) const {
  return std::any_of(records_.begin(), records_.end(), [&](const Written& record) {
    return suspended(record.sketch, person, now_ms_);
  });
}

bool Stage::holds_glass(int person) const {
  return std::any_of(records_.begin(), records_.end(), [&](const Written& record) {
    const auto& requests = record.sketch.requests;
    return std::any_of(requests.begin(), requests.end(), [&](const RequestSketch& request) {
      return request.glass && request.asker == person && !request.denied &&
             now_ms_ < request.until_ms;
    });
  });
}

void Stage::act_together(std::mt19937_64& random) {
  Written& record =
      records_.at(static_cast<std::size_t>(draw(random, static_cast<int>(records()))));
  if (!record.requests.empty() && chance(random, 50)) return answer(random, record);
  AskSketch ask = random_ask(random);
  ask.reason = "abcdefghijkl";
  if (is_suspended(ask.person)) return;
  bool access = false;
  bool glass = false;
  for (const GrantSketch& grant : sketch_.grants) {
    access = access || (grant.role == ask.role && grant.approved);
    glass = glass || (grant.role == ask.role && grant.break_glass);
  }
  if (glass && ask.person != 0 && chance(random, 60)) return break_glass(record, ask);
  if (access) ask_access(record, ask);
}

void Stage::ask_access(Written& record, const AskSketch& ask) {
  constexpr std::uint64_t kStands = 72ULL * 3'600'000;
  auto session = enter(ask.person, ask.role, ask.purpose);
  record.requests.push_back(must(session->ask(store::access_subject(record.id), ask.reason)));
  record.sketch.requests.push_back({false, ask.person, ask.role, now_ms_ + kStands, 0, {}, false});
}

// Person 0 never does, so that somebody is always there to write and to review.
void Stage::break_glass(Written& record, const AskSketch& ask) {
  constexpr std::uint64_t kLasts = 120ULL * 60'000;
  constexpr std::uint64_t kReview = 72ULL * 3'600'000;
  auto session = enter(ask.person, ask.role, ask.purpose);
  AskSketch behind = ask;
  behind.break_glass = true;
  const bool expected = view(sketch_, record.sketch, behind) && !holds_glass(ask.person);
  auto done = session->break_glass(people_.at(static_cast<std::size_t>(ask.person)), record.id, "a",
                                   ask.reason);
  if (done.has_value() != expected) FAIL("break-glass: " + (done ? "given" : done.error().message));
  if (!done) return;
  record.requests.push_back(*done);
  record.sketch.requests.push_back(
      {true, ask.person, ask.role, now_ms_ + kLasts, now_ms_ + kReview, {}, false});
}

void Stage::answer(std::mt19937_64& random, Written& record) {
  const int at = draw(random, static_cast<int>(record.requests.size()));
  RequestSketch& request = record.sketch.requests.at(static_cast<std::size_t>(at));
  const int person = draw(random, kPeople);
  const auto& conflicts = record.sketch.conflicts;
  if (person == request.asker || conflicts.count(person) > 0 || is_suspended(person)) return;
  const bool over = request.glass ? !request.approved_by.empty()
                                  : request.denied || now_ms_ >= request.until_ms ||
                                        conflicts.count(request.asker) > 0 ||
                                        request.approved_by.count(person) > 0;
  const bool deny = chance(random, 20);
  if (over || (deny && request.denied)) return;
  auto session = enter(person, kMakerRole, kAnyPurpose);
  const auto done = session->answer(record.requests.at(static_cast<std::size_t>(at)),
                                    deny ? store::Verdict::deny : store::Verdict::approve, "seen");
  if (!done) FAIL(done.error().message);
  if (deny) request.denied = true;
  if (!deny) request.approved_by.insert(person);
}

AskSketch Stage::random_ask(std::mt19937_64& random) const {
  constexpr const char* kReasons[] = {"", "a", "abc de", "a reason that is long"};
  AskSketch ask;
  ask.person = draw(random, kPeople);
  const auto& roles = roles_.at(static_cast<std::size_t>(ask.person));
  ask.role = *std::next(roles.begin(), draw(random, static_cast<int>(roles.size())));
  for (const Written& record : records_) {  // often somebody for whom it matters
    const auto& requests = record.sketch.requests;
    if (requests.empty() || chance(random, 70)) continue;
    ask.person = requests.back().asker;
    ask.role = requests.back().role;
  }
  const auto& purposes = sketch_.roles.at(static_cast<std::size_t>(ask.role - 1)).purposes;
  ask.purpose = *std::next(purposes.begin(), draw(random, static_cast<int>(purposes.size())));
  ask.now_ms = now_ms_;
  ask.reason = kReasons[draw(random, 4)];
  return ask;
}

std::unique_ptr<store::Session> Stage::try_enter(const AskSketch& ask) {
  if (!is_suspended(ask.person)) return enter(ask.person, ask.role, ask.purpose);
  auto session = store::Session::enter(
      *vault_, people_.at(static_cast<std::size_t>(ask.person)),
      {"r" + std::to_string(ask.role), "p" + std::to_string(ask.purpose), std::nullopt});
  if (session) FAIL("a suspended person enters");
  return nullptr;
}

std::vector<std::optional<ViewModel>> Stage::read_all(const AskSketch& ask) {
  std::vector<std::optional<ViewModel>> out;
  auto session = try_enter(ask);
  if (!session) return std::vector<std::optional<ViewModel>>(records());
  for (const Written& record : records_) {
    auto seen = session->read(record.id, {}, ask.reason);
    if (!seen && seen.error().code != Code::Denied) FAIL(seen.error().message);
    out.push_back(seen ? std::optional(modelled(sketch_, seen->view)) : std::nullopt);
  }
  return out;
}

std::vector<std::optional<ViewModel>> Stage::list_all(const AskSketch& ask) {
  auto session = try_enter(ask);
  if (!session) return std::vector<std::optional<ViewModel>>(records());
  std::map<std::string, ViewModel> listed;
  store::ListRequest request;
  request.limit = 5;
  request.reason = ask.reason;
  do {
    auto page = session->list(request);
    if (!page && page.error().code == Code::Denied) break;
    if (!page) FAIL(page.error().message);
    for (const auto& [id, view] : page->records) {
      if (!listed.emplace(id.text(), modelled(sketch_, view)).second) FAIL("listed twice");
    }
    request.after = page->next;
  } while (request.after);
  std::vector<std::optional<ViewModel>> out;
  for (const Written& record : records_) {
    const auto found = listed.find(record.id.text());
    out.push_back(found == listed.end() ? std::nullopt : std::optional(found->second));
  }
  return out;
}

}  // namespace veil::model
