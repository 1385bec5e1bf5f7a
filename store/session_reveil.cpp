// Making weaker strengths again that are not current: by who may read a class in full and write it.
// It only goes on with what is stale, so it can be stopped at any time and begun again.
#include <algorithm>

#include "crypto/merkle.h"
#include "store/sealing.h"

namespace veil::store {
namespace {

using redact::ClassId;
using redact::Strength;

constexpr unsigned kRoundsMax = 3;  // in which somebody else may write first

bool has_weaker(const redact::Policy& policy, ClassId cls) {
  return policy.has_compartment(redact::compartment_of(cls, Strength::veiled)) ||
         policy.has_compartment(redact::compartment_of(cls, Strength::counted));
}

// What this session might make again: where it holds the keys and the role may write.
std::vector<ClassId> candidates(const Session::Inside& inside) {
  std::vector<ClassId> out;
  for (const redact::Class& cls : inside.policy.schema().classes()) {
    if (has_weaker(inside.policy, cls.id) && inside.holds_full(cls.id) &&
        inside.policy.may_write(inside.opening.role, cls.id)) {
      out.push_back(cls.id);
    }
  }
  return out;
}

std::vector<ClassId> stale_of(const Session::Inside& inside, const Head& head,
                              const std::vector<ClassId>& among) {
  std::vector<ClassId> out;
  std::copy_if(among.begin(), among.end(), std::back_inserter(out),
               [&](ClassId cls) { return has_stale(inside, head, cls); });
  return out;
}

// A reading of one record, in full, of these classes.
struct Reading {
  ReadAnswer answer;
  RecordParts parts;  // views into the answer

  bool full(ClassId cls) const {
    const redact::ClassDecision* one = answer.decision.of(cls);
    return one != nullptr && one->strength == Strength::full;
  }
};

class Reveiling {
 public:
  Reveiling(Session::Inside& inside, const RecordId& id, const std::string& reason)
      : inside_(inside), id_(id), reason_(reason) {}

  Result<Session::Reveiled> run() {
    Want only_head;
    only_head.classes = candidates(inside_);
    only_head.at_most = Strength::withheld;
    if (only_head.classes.empty()) {
      return fail(Code::Denied, "reveil: this role can make nothing again");
    }
    auto known = read(only_head);
    if (!known) return fail(known.error());
    const auto stale = stale_of(inside_, (*known)->parts.head, only_head.classes);
    if (stale.empty()) return Session::Reveiled{};
    Want want;
    want.classes = stale;
    auto whole = read(want);
    if (!whole) return fail(whole.error());
    Session::Reveiled out;
    std::vector<ClassId> mine;
    for (const ClassId cls : stale) {
      const bool can = (*whole)->full(cls) && (*whole)->answer.decision.of(cls)->write;
      (can ? mine : out.left).push_back(cls);
    }
    if (mine.empty()) return out;
    auto made = make(**whole, mine);
    if (!made) return fail(made.error());
    out.version = *made;
    if (out.version == 0) out.left = stale;
    return out;
  }

 private:
  Result<std::unique_ptr<Reading>> read(const Want& want) {
    auto answer = inside_.vault.read(inside_.token, {id_, id_, want, reason_});
    if (!answer) return fail(answer.error());
    auto out = std::make_unique<Reading>();
    out->answer = std::move(*answer);
    auto parts = parse_record(out->answer.record);
    if (!parts) return fail(parts.error());
    out->parts = std::move(*parts);
    return out;
  }

  // 0: scrubbing would have to know values that are not for this session. Conflict if the record is
  // not what was read any more.
  Result<std::uint64_t> make(const Reading& whole, const std::vector<ClassId>& classes) {
    Prepared nothing;
    const Hash from_writer = writer_salt(nothing);
    BeginRequest begin;
    begin.items.push_back({id_, std::nullopt, from_writer, classes});
    begin.reason = reason_;
    auto tickets = inside_.vault.begin(inside_.token, begin);
    if (!tickets) return fail(tickets.error());
    const Ticket& ticket = tickets->front();
    if (!same_bytes(whole.parts.head_bytes, ticket.head)) return overtaken();
    Sealing sealing(inside_, ticket, std::move(nothing), from_writer);
    auto contents = open_content(inside_, whole.answer, whole.parts, {});
    if (!contents) return fail(contents.error());
    for (const ClassId cls : classes) {
      const auto at = std::find_if(contents->begin(), contents->end(), [&](const auto& content) {
        return content.cls == cls && content.strength == Strength::full;
      });
      sealing.merge(cls, at != contents->end() ? *at : ClassContent{cls, Strength::full, {}},
                    whole.parts.head);
    }
    auto covered = cover(ticket, sealing);
    if (!covered) return fail(covered.error());
    if (!*covered) return 0;
    sealing.look_up();
    auto item = sealing.run();
    if (!item) return fail(item.error());
    if (sealing.failure()) return fail(*sealing.failure());
    const Hash leaf = crypto::leaf_hash(encode_statement(sealing.statement(*item)));
    std::vector<CommitItem> items;
    items.push_back(std::move(*item));
    auto done = send_commit(inside_, std::move(items), {leaf});
    if (!done) return fail(done.error());
    return done->front();
  }

  // Known values that the record's lexicon may lack. False if not all of them are for this session.
  Result<bool> cover(const Ticket& ticket, Sealing& sealing) {
    if (ticket.uncovered.empty()) return true;
    Want want;
    want.fields = ticket.uncovered;
    want = narrowed(inside_.policy.schema(), std::move(want));
    auto reading = read(want);
    if (!reading) return fail(reading.error());
    if (!same_bytes((*reading)->parts.head_bytes, ticket.head)) return overtaken();
    auto contents = open_content(inside_, (*reading)->answer, (*reading)->parts, want.fields);
    if (!contents) return fail(contents.error());
    for (const redact::FieldId field : ticket.uncovered) {
      if (!(*reading)->full(inside_.policy.schema().field(field)->cls)) return false;
    }
    std::vector<redact::OpenedValue> values;
    for (ClassContent& content : *contents) {
      if (content.strength != Strength::full) continue;
      std::move(content.values.begin(), content.values.end(), std::back_inserter(values));
    }
    auto added = sealing.cover(ticket.uncovered, values);
    if (!added) return fail(added.error());
    return true;
  }

  static tl::unexpected<Error> overtaken() {
    return fail(Code::Conflict, "reveil: somebody else wrote first; try again");
  }

  Session::Inside& inside_;
  const RecordId& id_;
  const std::string& reason_;
};

}  // namespace

Result<Session::Reveiled> Session::reveil(const RecordId& id, const std::string& reason) {
  for (unsigned round = 1;; ++round) {
    auto done = Reveiling(*inside_, id, reason).run();
    const bool again = !done && done.error().code == Code::Conflict && round < kRoundsMax;
    if (!again) return done;
  }
}

Result<Session::StalePage> Session::stale(const std::optional<RecordId>& after, std::size_t limit,
                                          const std::string& reason) {
  ListRequest request;
  request.after = after;
  request.limit = limit;
  request.reason = reason;
  request.want.classes = candidates(*inside_);
  request.want.at_most = Strength::veiled;
  if (request.want.classes.empty()) {
    return fail(Code::Denied, "reveil: this role can make nothing again");
  }
  auto answer = inside_->vault.list(inside_->token, request);
  if (!answer) return fail(answer.error());
  StalePage out;
  out.next = answer->next;
  out.looked_at = answer->records.size();
  out.damaged = answer->damaged;
  for (const ReadAnswer& record : answer->records) {
    auto parts = parse_record(record.record);
    if (!parts) return fail(parts.error());
    if (!stale_of(*inside_, parts->head, request.want.classes).empty()) {
      out.records.push_back(record.id);
    }
  }
  return out;
}

}  // namespace veil::store
