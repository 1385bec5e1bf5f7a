#include <algorithm>
#include <atomic>
#include <thread>

#include "crypto/merkle.h"
#include "store/rules.h"
#include "store/sealing.h"

namespace veil::store {
namespace {

using redact::ClassId;
using redact::Strength;

constexpr std::size_t kMergeAbove = 8;  // sections of one compartment
constexpr std::size_t kThreadsMax = 8;
constexpr std::size_t kRecordsPerThread = 8;  // below, starting a thread costs more than it gives

// A class whose sections are many, or were added by people who cannot read, or whose weaker
// strengths a new policy wants otherwise, is merged at the next write of one who can.
// Texts that were scrubbed of less than is known after this write are made again with it.
bool wants_merge(const Session::Inside& inside, const Head& head, ClassId cls, bool known_changes) {
  if (has_stale(inside, head, cls)) return true;
  std::size_t count = 0;
  bool blind = false;
  for (const DirectoryEntry& entry : head.directory) {
    if (entry.compartment != redact::compartment_of(cls, Strength::full)) continue;
    ++count;
    blind = blind || entry.blind;
  }
  const bool scrubs_anew = known_changes && count > 0 && inside.policy.scrubs_class(cls);
  return blind || scrubs_anew || count >= kMergeAbove;
}

// Merging reads, so it is logged as a reading and gets its own shares.
Result<> merge_classes(Session::Inside& inside, const Ticket& ticket, const Prepared& prepared,
                       const std::string& reason, Sealing& sealing) {
  if (ticket.head.empty()) return {};
  auto before = parse_record_head(ticket.head);
  if (!before) return fail(before.error());
  Want want;
  for (const ClassId cls : prepared.class_ids()) {
    if (inside.holds_full(cls) && wants_merge(inside, *before, cls, sealing.changes_known()))
      want.classes.push_back(cls);
  }
  if (want.classes.empty()) return {};
  auto answer = inside.vault.read(inside.token, {ticket.record, ticket.record, want, reason});
  if (!answer) return fail(answer.error());
  auto parts = parse_record(answer->record);
  if (!parts) return fail(parts.error());
  if (!same_bytes(parts->head_bytes, ticket.head)) {
    return fail(Code::Conflict, "write: somebody else wrote first; begin again");
  }
  auto contents = open_content(inside, *answer, *parts, {});
  if (!contents) return fail(contents.error());
  for (const ClassContent& content : *contents) {
    if (content.strength == Strength::full) sealing.merge(content.cls, content, parts->head);
  }
  return {};
}

struct Sealed {
  CommitItem item;
  Hash leaf{};  // of its statement
};

struct Sealer {
  Session::Inside& inside;
  const std::string& reason;
};

Result<Sealed> seal_one(const Sealer& sealer, const Ticket& ticket, Prepared prepared,
                        const Hash& from_writer) {
  const Prepared as_written = ticket.head.empty() ? Prepared{} : prepared;
  Sealing sealing(sealer.inside, ticket, std::move(prepared), from_writer);
  if (auto indexed = sealing.index(); !indexed) return fail(indexed.error());
  if (auto known = sealing.know(); !known) return fail(known.error());
  auto merged = merge_classes(sealer.inside, ticket, as_written, sealer.reason, sealing);
  if (!merged) return fail(merged.error());
  sealing.look_up();
  auto item = sealing.run();
  if (!item) return fail(item.error());
  const Hash leaf = crypto::leaf_hash(encode_statement(sealing.statement(*item)));
  return Sealed{std::move(*item), leaf};
}

// Seals with all cores where there is enough to do; each record on its own.
std::vector<Result<Sealed>> seal_all(const Sealer& sealer,
                                     const std::vector<const Ticket*>& tickets,
                                     std::vector<Prepared> prepared,
                                     const std::vector<Hash>& from_writer) {
  std::vector<Result<Sealed>> out(tickets.size(), fail(Code::Unavailable, "write: not sealed"));
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    for (std::size_t i = next++; i < tickets.size(); i = next++) {
      out[i] = seal_one(sealer, *tickets[i], std::move(prepared[i]), from_writer[i]);
    }
  };
  std::vector<std::thread> others;
  const std::size_t cores = std::min<std::size_t>(std::thread::hardware_concurrency(), kThreadsMax);
  for (std::size_t i = 1; i < std::min(cores, tickets.size() / kRecordsPerThread); ++i) {
    others.emplace_back(work);
  }
  work();
  for (std::thread& other : others) other.join();
  return out;
}

// Seals and commits a batch; `prepared[i]` goes with `tickets[i]`.
Result<std::vector<std::uint64_t>> commit_all(Session::Inside& inside,
                                              const std::vector<const Ticket*>& tickets,
                                              std::vector<Prepared> prepared,
                                              const std::vector<Hash>& from_writer,
                                              const std::string& reason) {
  std::vector<CommitItem> items;
  std::vector<Hash> leaves;
  for (Result<Sealed>& sealed :
       seal_all({inside, reason}, tickets, std::move(prepared), from_writer)) {
    if (!sealed) return fail(sealed.error());
    leaves.push_back(sealed->leaf);
    items.push_back(std::move(sealed->item));
  }
  return send_commit(inside, std::move(items), leaves);
}

Result<Ticket> begin_one(Session::Inside& inside, const BeginItem& item,
                         const std::string& reason) {
  BeginRequest request;
  request.items.push_back(item);
  request.reason = reason;
  auto tickets = inside.vault.begin(inside.token, request);
  if (!tickets) return fail(tickets.error());
  return std::move(tickets->front());
}

}  // namespace

Result<std::vector<std::uint64_t>> send_commit(Session::Inside& inside,
                                               std::vector<CommitItem> items,
                                               const std::vector<Hash>& leaves) {
  CommitRequest request;
  request.items = std::move(items);
  request.signature = inside.signing_key.sign(
      batch_message(inside.store, inside.opening_hash, leaves.size(), crypto::root_of(leaves)));
  return inside.vault.commit(inside.token, std::move(request));
}

Result<RecordId> Session::create(const RecordDraft& draft, const std::string& reason) {
  auto prepared = prepare(inside_->policy.schema(), draft);
  if (!prepared) return fail(prepared.error());
  const Hash from_writer = writer_salt(*prepared);
  auto ticket =
      begin_one(*inside_, {std::nullopt, std::nullopt, from_writer, prepared->class_ids()}, reason);
  if (!ticket) return fail(ticket.error());
  std::vector<Prepared> all;
  all.push_back(std::move(*prepared));
  auto done = commit_all(*inside_, {&*ticket}, std::move(all), {from_writer}, reason);
  if (!done) return fail(done.error());
  return ticket->record;
}

Result<std::uint64_t> Session::amend(const RecordId& id, const RecordDraft& draft,
                                     const std::string& reason) {
  return write(id, draft, reason).map([](const Written& written) { return written.version; });
}

Result<Session::Written> Session::write(const RecordId& id, const RecordDraft& draft,
                                        const std::string& reason) {
  auto prepared = prepare(inside_->policy.schema(), draft);
  if (!prepared) return fail(prepared.error());
  const Hash from_writer = writer_salt(*prepared);
  auto ticket = begin_one(*inside_, {id, std::nullopt, from_writer, prepared->class_ids()}, reason);
  if (!ticket) return fail(ticket.error());
  std::vector<Prepared> all;
  all.push_back(std::move(*prepared));
  auto done = commit_all(*inside_, {&*ticket}, std::move(all), {from_writer}, reason);
  if (!done) return fail(done.error());
  return Written{done->front(), ticket->next_row};
}

Result<std::vector<Session::Imported>> Session::import(std::span<const ImportItem> items,
                                                       BytesView import_id,
                                                       const std::string& reason) {
  BeginRequest request;
  request.import_id = to_bytes(import_id);
  request.reason = reason;
  std::vector<Prepared> prepared;
  for (const ImportItem& item : items) {
    auto one = prepare(inside_->policy.schema(), *item.draft);
    if (!one) return fail(one.error());
    BeginItem begin;
    begin.record = item.amends;
    begin.from_writer = writer_salt(*one);
    begin.classes = one->class_ids();
    if (!item.amends) begin.import_row = item.row;
    request.items.push_back(std::move(begin));
    prepared.push_back(std::move(*one));
  }
  auto tickets = inside_->vault.begin(inside_->token, request);
  if (!tickets) return fail(tickets.error());
  std::vector<Imported> out;
  std::vector<const Ticket*> open;
  std::vector<Prepared> to_write;
  std::vector<Hash> from_writer;
  for (std::size_t i = 0; i < tickets->size(); ++i) {
    const Ticket& ticket = (*tickets)[i];
    out.push_back({ticket.record, ticket.exists});
    if (ticket.exists) continue;
    open.push_back(&ticket);
    to_write.push_back(std::move(prepared[i]));
    from_writer.push_back(request.items[i].from_writer);
  }
  if (open.empty()) return out;
  auto done = commit_all(*inside_, open, std::move(to_write), from_writer, reason);
  if (!done) return fail(done.error());
  return out;
}

Result<std::vector<Session::Imported>> Session::import(std::span<const RecordDraft> drafts,
                                                       BytesView import_id, std::uint64_t first_row,
                                                       const std::string& reason) {
  std::vector<ImportItem> items;
  items.reserve(drafts.size());
  for (const RecordDraft& draft : drafts) {
    items.push_back({&draft, first_row + items.size(), std::nullopt});
  }
  return import(items, import_id, reason);
}

Result<std::vector<Session::Imported>> Session::probe_import(const ImportProbe& probe,
                                                             BytesView import_id,
                                                             const std::string& reason) {
  BeginRequest request;
  request.import_id = to_bytes(import_id);
  request.reason = reason;
  for (const std::uint64_t row : probe.rows) {
    request.items.push_back({std::nullopt, row, {}, probe.classes, std::nullopt, 0});
  }
  auto tickets = inside_->vault.begin(inside_->token, request);
  if (!tickets) return fail(tickets.error());
  std::vector<Imported> out;
  for (const Ticket& ticket : *tickets) out.push_back({ticket.record, ticket.exists});
  return out;
}

Result<> Session::rehearse(const ImportItem& item, BytesView import_id, const std::string& reason) {
  auto prepared = prepare(inside_->policy.schema(), *item.draft);
  if (!prepared) return fail(prepared.error());
  BeginRequest request;
  request.import_id = to_bytes(import_id);
  request.reason = reason;
  BeginItem begin;
  begin.record = item.amends;
  begin.classes = prepared->class_ids();
  if (!item.amends) begin.import_row = item.row;
  begin.rows = prepared->new_rows;
  // Rows of a new record are allotted from 1.
  for (ConsentGiven& given : prepared->facts.given) given.row = given.row - kNewRow + 1;
  for (ReferralOffer& offer : prepared->facts.offered) offer.row = offer.row - kNewRow + 1;
  begin.rehearsed = std::move(prepared->facts);
  request.items.push_back(std::move(begin));
  auto tickets = inside_->vault.begin(inside_->token, request);
  if (!tickets) return fail(tickets.error());
  return {};
}

}  // namespace veil::store
