#include <algorithm>
#include <limits>
#include <set>

#include "crypto/hash.h"
#include "crypto/merkle.h"
#include "store/commit.h"
#include "store/fact_rules.h"
#include "store/posting_plan.h"
#include "store/request_needs.h"
#include "store/rows.h"
#include "store/vault_inside.h"

namespace veil::store {
namespace {

constexpr unsigned kRoundsMax = 32;  // in which others may index the same value first

tl::unexpected<Error> begin_again(const char* why) {
  return fail(Code::Conflict, std::string("write: ") + why + "; begin again");
}

// The classes that this commit must carry: those asked for and, in a new record, all whose presence
// is hidden, so that having such a section says nothing.
std::vector<redact::ClassId> classes_of(const BeginItem& item, const InForce& now, bool is_new) {
  std::vector<redact::ClassId> out = item.classes;
  if (is_new) out.insert(out.end(), now.hidden.begin(), now.hidden.end());
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

bool may_write_all(const redact::Decision& decision, const std::vector<redact::ClassId>& classes) {
  return std::all_of(classes.begin(), classes.end(), [&](redact::ClassId cls) {
    const redact::ClassDecision* one = decision.of(cls);
    return one != nullptr && one->write;
  });
}

class Beginning {
 public:
  Beginning(Vault::Inside& inside, const InForce& now, Visitor& visitor,
            const BeginRequest& request)
      : inside_(inside), now_(now), visitor_(visitor), request_(request) {}

  Result<std::vector<Ticket>> run() {
    if (request_.items.empty() || request_.items.size() > kTicketsMax ||
        request_.reason.size() > Entry::kReasonMax || request_.import_id.size() > 64) {
      return fail(Code::InvalidArgument,
                  "begin: want 1 to 1,000 records and a reason of 500 bytes");
    }
    auto snapshot = inside_.engine->snapshot();
    if (!snapshot) return fail(snapshot.error());
    std::vector<HeldTicket> held;
    for (const BeginItem& item : request_.items) {
      auto one = hold(**snapshot, item);
      if (!one) return fail(one.error());
      held.push_back(std::move(*one));
    }
    return show(std::move(held));
  }

 private:
  Result<HeldTicket> hold(const Snapshot& snapshot, const BeginItem& item) {
    HeldTicket out;
    RecordId id = RecordId::random();
    if (item.record) id = *item.record;
    if (item.import_row) {
      id = RecordId::of_import(inside_.import_key.reveal(), request_.import_id, *item.import_row);
    }
    auto before = load_record(snapshot, inside_.host(now_), id);
    if (!before) return fail(before.error());
    out.before = std::move(*before);
    out.shown.exists = item.import_row.has_value() && out.before.has_value();
    const bool is_new = !item.record;
    if (is_new) {
      out.facts.created_by = visitor_.opening.person;
      out.facts.created_at_ms = inside_.clock();
      out.secret.secret = crypto::Key::random();
    } else if (out.before) {
      out.facts = out.before->facts;
    }
    out.reason = request_.reason;
    out.decision = inside_.decide(
        now_,
        inside_.ask(visitor_, now_, is_new ? redact::Action::create : redact::Action::write,
                    request_.reason),
        id, out.facts);
    out.classes = classes_of(item, now_, is_new);
    const bool there = is_new || out.before;
    // Who is asked for help may answer, even if she sees nothing before she accepts.
    const bool asked = there && out.classes.empty() && has_offer(out.facts, role(), writing());
    if (!there || !(out.decision.anything || asked) || !may_write_all(out.decision, out.classes)) {
      return refused(id, out.facts, there && out.decision.anything);
    }
    out.shown.record = id;
    out.shown.record_version = is_new ? 1 : out.before->parts.head.record_version + 1;
    out.shown.charter_version = now_.charter().version;
    out.shown.generation = is_new ? 0 : out.before->secret.generation;
    out.shown.next_row = is_new ? 1 : out.before->parts.head.next_row;
    out.shown.from_host = crypto::random_array<32>();
    if (out.decision.anything) out.shown.opened_on = opened_on(out.facts, now_.policy);
    if (!is_new) out.shown.head = to_bytes(out.before->parts.head_bytes);
    if (auto taken = take_lexicon(out); !taken) return fail(taken.error());
    out.salt = salt_of(item.from_writer, out.shown.from_host);
    out.shown.id = crypto::random_array<16>();
    if (item.rehearsed) {
      if (auto checked = rehearse(out, item); !checked) return fail(checked.error());
    }
    return out;
  }

  Result<> take_lexicon(HeldTicket& held) const {
    const bool scrubs = std::any_of(held.classes.begin(), held.classes.end(),
                                    [&](auto cls) { return now_.policy.scrubs_class(cls); });
    if (!scrubs || !held.before || held.shown.exists) return {};
    auto lexicon = open_lexicon(inside_.host(now_), *held.before);
    if (!lexicon) return fail(lexicon.error());
    held.shown.lengths = lexicon->lengths();
    const auto& known = now_.policy.known();
    std::set_difference(known.begin(), known.end(), lexicon->covers.begin(), lexicon->covers.end(),
                        std::back_inserter(held.shown.uncovered));
    held.lexicon = std::make_shared<const Lexicon>(std::move(*lexicon));
    return {};
  }

  Result<> rehearse(const HeldTicket& held, const BeginItem& item) const {
    CommitItem commit;
    commit.facts = *item.rehearsed;
    commit.rows = item.rows;
    commit.sections.resize(item.classes.size());  // that there are some is all that counts
    return check_facts({inside_, now_, visitor_, inside_.clock()}, held, commit);
  }

  const redact::Role& role() const {
    const redact::Role* role = now_.policy.role(visitor_.opening.role);
    VEIL_REQUIRE(role != nullptr);  // its session was admitted
    return *role;
  }
  FactWriting writing() const { return {visitor_.opening.person, inside_.clock()}; }

  // Who sees something of the record is told that writing is what she may not.
  tl::unexpected<Error> refused(const RecordId& id, const redact::Facts& facts, bool known) {
    Refusal refusal{{id}, request_.reason, Action::read, {}};
    if (in_conflict(facts, visitor_.opening.person)) refusal.in_conflict = {id};
    auto same = inside_.refuse(visitor_, now_, std::move(refusal));
    if (known && same.value().code == Code::Denied) {
      return fail(Code::Denied, "write: this role may not write all of these fields");
    }
    return same;
  }

  // Shares of fresh salts: no section exists yet that they open.
  Result<std::vector<Ticket>> show(std::vector<HeldTicket> held) {
    std::vector<Ticket> out;
    for (HeldTicket& one : held) {
      Ticket ticket{one.shown, {}};
      if (!ticket.exists) {
        for (const redact::ClassId cls : one.classes) add_shares(ticket, one, cls);
      }
      out.push_back(std::move(ticket));
    }
    const std::lock_guard lock(visitor_.mutex);
    if (visitor_.tickets.size() + held.size() > 2 * kTicketsMax) visitor_.tickets.clear();
    for (HeldTicket& one : held) {
      if (!one.shown.exists) visitor_.tickets.emplace(one.shown.id, std::move(one));
    }
    return out;
  }

  void add_shares(Ticket& ticket, const HeldTicket& held, redact::ClassId cls) const {
    const crypto::Key& secret = held.before ? held.before->secret.secret : held.secret.secret;
    for (const redact::Compartment compartment : now_.compartments_of(cls)) {
      const std::uint64_t epoch = now_.charter().compartment_key(compartment)->epoch;
      const SectionPlace place = {inside_.store, ticket.record,         compartment,
                                  epoch,         ticket.record_version, held.salt};
      ticket.shares.push_back(
          {compartment, epoch, share_of(compartment_secret(secret, compartment), place)});
    }
  }

  Vault::Inside& inside_;
  const InForce& now_;
  Visitor& visitor_;
  const BeginRequest& request_;
};

// What the change may only do by an approved request is used up with it.
Result<> use_requests(const CommitContext& context, const HeldTicket& held, FactChange change,
                      Work& work) {
  // A case that ended before it was recorded is not closed by recording it.
  if (!held.before) change.status.reset();
  auto needed = request_needed(context.now.policy, held.shown.record, held.facts, change);
  if (!needed) return fail(needed.error());
  if (!*needed) return {};
  return context.inside.use_request(
      context.now, {change.request, **needed, &context.visitor, &held.facts}, work);
}

// All that one batch changes, with its postings where the plan finds room for them.
Result<Work> work_of(const CommitContext& context, const std::vector<HeldTicket>& held,
                     const std::vector<CommitItem>& items, const std::vector<Statement>& batch,
                     PostingPlan& plan) {
  Work work;
  for (std::size_t i = 0; i < held.size(); ++i) {
    auto added = use_requests(context, held[i], items[i].facts, work);
    if (added) added = add_to_work(context, held[i], items[i], plan, work);
    if (!added) return fail(added.error());
    Entry& entry = work.drafts.back().entry;
    entry.reason = held[i].reason;
    entry.statement = batch[i];
  }
  // Nothing is written under a charter that is no longer in force.
  work.conditions.push_back(
      {charter_row_key(static_cast<std::uint32_t>(context.now.charter().version + 1)),
       std::nullopt});
  return work;
}

// Somebody who indexes the same value at the same time takes the place that was free: then all is
// made again with the next place. Each round somebody's batch goes through.
Result<> write_batch(const CommitContext& context, const std::vector<HeldTicket>& held,
                     const std::vector<CommitItem>& items, const std::vector<Statement>& batch) {
  for (unsigned round = 0; round < kRoundsMax; ++round) {
    PostingPlan plan(context.inside, context.now);
    auto work = work_of(context, held, items, batch, plan);
    if (!work) return fail(work.error());
    auto index = context.inside.log->commit(std::move(*work));
    if (index) return {};
    if (index.error().code != Code::Conflict) return fail(index.error());
    auto overtaken = plan.overtaken();
    if (!overtaken) return fail(overtaken.error());
    if (!*overtaken) break;
  }
  return begin_again("somebody else wrote first");
}

}  // namespace

redact::Decision Vault::Inside::may_now(const Visitor& visitor, const InForce& now,
                                        const HeldTicket& held) const {
  const auto action = held.before ? redact::Action::write : redact::Action::create;
  return decide(now, ask(visitor, now, action, held.reason), held.shown.record,
                held.before ? held.before->facts : held.facts);
}

Result<std::vector<Ticket>> Vault::begin(const SessionToken& token, const BeginRequest& request) {
  const auto now = inside_->current();
  auto visitor = inside_->visitor(token, *now, Action::update);
  if (!visitor) return fail(visitor.error());
  return Beginning(*inside_, *now, **visitor, request).run();
}

Result<std::vector<std::uint64_t>> Vault::commit(const SessionToken& token, CommitRequest request) {
  const auto now = inside_->current();
  auto visitor = inside_->visitor(token, *now, Action::update);
  if (!visitor) return fail(visitor.error());
  if (request.items.empty() || request.items.size() > kTicketsMax) {
    return fail(Code::InvalidArgument, "commit: want 1 to 1,000 records");
  }
  std::vector<HeldTicket> held;  // spent now, whatever comes
  std::set<RecordId> records;
  {
    const std::lock_guard lock((*visitor)->mutex);
    for (const CommitItem& item : request.items) {
      auto node = (*visitor)->tickets.extract(item.ticket);
      if (node.empty()) return begin_again("its ticket was spent or is another session's");
      held.push_back(std::move(node.mapped()));
      if (!records.insert(held.back().shown.record).second) {
        return fail(Code::InvalidArgument, "commit: a record stands twice in one batch");
      }
    }
  }
  const CommitContext context = {*inside_, *now, **visitor, inside_->clock()};
  std::vector<CommitStatement> statements;
  for (std::size_t i = 0; i < held.size(); ++i) {
    // What could be written when the ticket was made may not be any more.
    held[i].decision = inside_->may_now(**visitor, *now, held[i]);
    if (!may_write_all(held[i].decision, held[i].classes)) {
      return fail(Code::Denied, "write: this role may not write all of these fields");
    }
    auto checked = check_commit(context, held[i], request.items[i]);
    if (!checked) return fail(checked.error());
    statements.push_back(statement_of(context, held[i], request.items[i]));
  }
  auto batch = verify_batch(context, statements, request.signature);
  if (!batch) return fail(batch.error());
  if (auto done = write_batch(context, held, request.items, *batch); !done) {
    return fail(done.error());
  }
  for (const CommitItem& item : request.items) {
    if (item.facts.request != RequestId{}) inside_->refresh_request(item.facts.request);
  }
  std::vector<std::uint64_t> versions;
  versions.reserve(statements.size());
  for (const CommitStatement& statement : statements) versions.push_back(statement.record_version);
  return versions;
}

}  // namespace veil::store
