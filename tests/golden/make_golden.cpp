// make_golden FOLDER: makes the golden store of this format version below FOLDER, beside its
// policy.toml. Run once for a format version, by hand; what it made is committed and kept for good,
// so it refuses to touch a folder that holds a store.
//   FOLDER/store, FOLDER/host.key, FOLDER/host.key.erasure
//   FOLDER/identities/NAME.age and NAME.pass
// The people and cases are invented.
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>

#include "crypto/hash.h"
#include "crypto/identity.h"
#include "store/file.h"
#include "store/session.h"
#include "store/store_folder.h"

namespace veil {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kMonday = 1772416800000;  // 2026-03-02 10:00 at +08:00
constexpr std::uint64_t kMinute = 60'000;
constexpr std::uint64_t kDay = std::uint64_t{24} * 60 * kMinute;
constexpr unsigned kWorkFactor = 4;

template <class T>
T must(Result<T> result) {
  if (result) return std::move(*result);
  std::cerr << "make_golden: " << result.error().message << "\n";
  std::abort();
}
void must(Result<> result) {
  if (result) return;
  std::cerr << "make_golden: " << result.error().message << "\n";
  std::abort();
}

class Maker {
 public:
  explicit Maker(fs::path folder) : folder_(std::move(folder)) {
    std::ifstream in(folder_ / "policy.toml", std::ios::binary);
    std::ostringstream policy;
    policy << in.rdbuf();
    fs::create_directories(folder_ / "identities");
    for (const char* name : {"head", "lin", "zhao", "sun", "shen"}) make_person(name);
    store::NewStore what;
    what.policy = policy.str();
    what.origin = "veil.example/golden-1";
    what.founder = {"head", {"supervisor"}};
    what.clock = [this] { return now_; };
    must(store::create_store(places(), people_.at("head"), std::move(what)));
    open();
    pass(kMinute);
    must(store::enrol(
        *vault_, people_.at("head"),
        {{"lin", people_.at("lin").public_identity(), {"handler", "intake"}, 0},
         {"zhao", people_.at("zhao").public_identity(), {"caseworker"}, kMonday + 100'000 * kDay}},
        now_));
    pass(kMinute);
    must(store::enrol(*vault_, people_.at("head"),
                      {{"sun", people_.at("sun").public_identity(), {"statistician"}, 0},
                       {"shen", people_.at("shen").public_identity(), {"auditor"}, 0}},
                      now_));
  }

  void pass(std::uint64_t ms) { now_ += ms; }
  void reopen() {
    must(vault_->close());
    vault_.reset();
    open();
  }
  void close() {
    must(vault_->close());
    vault_.reset();
  }
  std::unique_ptr<store::Session> enter(const std::string& name, const std::string& role,
                                        const std::string& purpose) {
    pass(kMinute);
    return must(store::Session::enter(*vault_, people_.at(name), {role, purpose, std::nullopt}));
  }

 private:
  store::StorePlaces places() const { return {folder_ / "store", folder_ / "host.key", {}}; }
  void open() {
    vault_ = must(store::open_store(places(), {[this] { return now_; }, "golden"}));
  }
  void make_person(const std::string& name) {
    const std::string passphrase = "golden " + name + " 口令";
    auto made = crypto::Identity::generate();
    const fs::path file = folder_ / "identities" / name;
    must(store::create_file(
        file.string() + ".age",
        must(made.to_file(crypto::Secret::copy_of(view_of(passphrase)), kWorkFactor))));
    must(store::create_file(file.string() + ".pass", view_of(passphrase + "\n")));
    people_.emplace(name, std::move(made));
  }

  fs::path folder_;
  std::uint64_t now_ = kMonday;
  std::map<std::string, crypto::Identity> people_;
  std::unique_ptr<store::Vault> vault_;
};

// What a session writes, by the names and texts that people use.
class Draft {
 public:
  explicit Draft(const store::Session& session) : session_(session) {}

  Draft& set(const std::string& field, const std::string& text, redact::Row row = 0) {
    const redact::Field& known = named(field);
    return put(field, must(redact::parse_value(session_.policy().schema(), known, text)), row);
  }
  Draft& put(const std::string& field, redact::Value value, redact::Row row = 0) {
    draft_.edits.push_back({named(field).id, row, std::move(value)});
    return *this;
  }
  Draft& clear(const std::string& field, redact::Row row = 0) {
    draft_.edits.push_back({named(field).id, row, std::nullopt});
    return *this;
  }
  Draft& remove(const std::string& entity, redact::Row row) {
    draft_.removed_rows.emplace_back(session_.policy().schema().entity(entity)->id, row);
    return *this;
  }
  Draft& assign(const std::vector<std::string>& people) {
    draft_.facts.assigned.emplace();
    for (const auto& name : people) {
      draft_.facts.assigned->push_back(session_.charter().person(name)->number);
    }
    return *this;
  }
  store::FactChange& facts() { return draft_.facts; }
  const store::RecordDraft& draft() const { return draft_; }

 private:
  const redact::Field& named(const std::string& field) const {
    const redact::Field* known = session_.policy().schema().field(field);
    if (known != nullptr) return *known;
    std::cerr << "make_golden: no field " << field << "\n";
    std::abort();
  }
  const store::Session& session_;
  store::RecordDraft draft_;
};

constexpr redact::Row kNew = store::kNewRow;

// Values of every type, each precision of a date, two minors and two respondents.
store::RecordId make_rich(Maker& maker) {
  auto intake = maker.enter("lin", "intake", "intake");
  Draft draft(*intake);
  draft.set("case.no", "BJ-JZ-2026-000001").set("case.source", "妇联移送");
  draft.set("case.region", "北京市朝阳区")
      .set("case.target_group", "g2、p2")
      .set("case.risk", "高");
  draft.set("case.violence_type", "battery、psych").set("case.occurred_on", "2026-01");
  draft.set("case.narrative", "当事人述称：其夫多次殴打，\n第二行。").set("case.loss", "12800.50");
  draft.set("person.name", "欧阳桂兰").set("person.cn_id", "110105198907021240");
  draft.set("person.phone", "13800138000").set("person.sex", "女").set("person.marital", "已婚");
  draft.set("person.hukou_address", "北京市朝阳区幸福里3号院2单元501");
  draft.set("person.birth_date", "1989-07-02");
  draft.set("person.current_address", "北京市海淀区平安里8号");
  draft.set("person.safe_contact", "周三下午打给姐姐").set("person.injury", "轻伤二级");
  draft.set("person.disability", "0").set("person.income_month", "2400");
  draft.set("person.bank_account", "6222020200112233445").set("person.household", "4");
  draft.put("person.pregnant", false).set("person.insurance_no", "110105198907021241");
  draft.put("person.hospital_file",
            redact::FileReference{"application/pdf", 48213, crypto::blake2b(view_of("golden"))});
  draft.set("minor.name", "周小雨", kNew).set("minor.birth_date", "2015-05-01", kNew);
  draft.set("minor.relation", "子女", kNew).set("minor.school", "实验小学", kNew);
  draft.set("minor.name", "周小雪", kNew + 1).set("minor.birth_date", "2019", kNew + 1);
  draft.set("respondent.name", "周大强", kNew + 2).set("respondent.relation", "配偶", kNew + 2);
  draft.set("respondent.address", "北京市朝阳区幸福里3号院", kNew + 2);
  draft.set("respondent.name", "周老四", kNew + 3).set("respondent.relation", "inlaw", kNew + 3);
  draft.set("measure.type", "司法救助金", kNew + 4).set("measure.amount", "20000", kNew + 4);
  draft.set("measure.paid_on", "2026-03-01", kNew + 4);
  draft.set("note.written_on", "2026-03-02", kNew + 5).set("note.body", "初次来访。", kNew + 5);
  draft.assign({"lin", "zhao"});
  draft.facts().status = "intake";
  draft.facts().opened_on = redact::Date{20514, redact::Precision::day};  // 2026-03-02
  return must(intake->create(draft.draft(), "首次受理"));
}

// Unknown values; a birth before 1970; rows added blind by the caseworker, not yet merged.
store::RecordId make_sparse(Maker& maker) {
  store::RecordId id;
  {
    auto intake = maker.enter("lin", "intake", "intake");
    Draft draft(*intake);
    draft.set("case.no", "BJ-JZ-2026-000002").set("case.occurred_on", "不详");
    draft.set("person.name", "王秀英")
        .set("person.birth_date", "1951-03")
        .set("person.phone", "不详");
    draft.set("person.marital", "丧偶")
        .set("person.income_month", "不详")
        .set("case.loss", "-35.20");
    draft.set("case.target_group", "g5")
        .put("person.pregnant", true)
        .set("person.household", "不详");
    draft.assign({"lin", "zhao"});
    draft.facts().status = "review";
    id = must(intake->create(draft.draft()));
  }
  auto caseworker = maker.enter("zhao", "caseworker", "assist");
  Draft draft(*caseworker);
  draft.set("note.body", "家访一次，情绪稳定。", kNew).set("minor.name", "王小孙", kNew + 1);
  draft.set("minor.birth_date", "2012-11", kNew + 1).set("minor.relation", "grandchild", kNew + 1);
  must(caseworker->amend(id, draft.draft()));
  return id;
}

// Many versions: merged sections with history, cleared values, removed rows, changed facts.
store::RecordId make_amended(Maker& maker) {
  store::RecordId id;
  {
    auto intake = maker.enter("lin", "intake", "intake");
    Draft draft(*intake);
    draft.set("person.name", "赵春花").set("person.phone", "13500000000");
    draft.set("person.cn_id", "11010519491231002X").set("case.loss", "500");
    draft.set("person.income_month", "900").set("person.sex", "女");
    draft.set("respondent.name", "钱某人", kNew).set("respondent.name", "误录", kNew + 1);
    draft.set("minor.name", "钱小满", kNew + 2).set("minor.relation", "step", kNew + 2);
    draft.assign({"lin", "zhao"});
    draft.facts().status = "intake";
    id = must(intake->create(draft.draft()));
  }
  {
    auto handler = maker.enter("lin", "handler", "investigate");
    for (int i = 1; i <= 9; ++i) {
      Draft draft(*handler);
      draft.set("person.phone", std::to_string(13500000000LL + i));
      if (i == 4) draft.clear("person.cn_id");
      if (i == 9) draft.set("person.hukou_address", "河北省石家庄市长安区");
      must(handler->amend(id, draft.draft()));
    }
    Draft removal(*handler);
    removal.remove("respondent", 2).clear("case.loss").set("person.marital", "离婚");
    must(handler->amend(id, removal.draft()));
  }
  {
    auto caseworker = maker.enter("zhao", "caseworker", "assist");
    Draft draft(*caseworker);
    draft.set("note.body", "电话回访，未接。", kNew).set("measure.type", "legal", kNew + 1);
    must(caseworker->amend(id, draft.draft()));
  }
  {
    auto handler = maker.enter("lin", "handler", "investigate");
    Draft draft(*handler);
    draft.set("note.body", "已安排法律援助。", kNew);
    must(handler->amend(id, draft.draft()));
  }
  auto head = maker.enter("head", "supervisor", "manage");
  Draft draft(*head);
  draft.assign({"lin"});
  draft.facts().conflicts = {head->charter().person("shen")->number};
  must(head->amend(id, draft.draft(), "改派承办人"));
  return id;
}

// Enough readings for a full tile of the log.
void make_readings(Maker& maker, const store::RecordId& rich) {
  {
    auto caseworker = maker.enter("zhao", "caseworker", "assist");
    must(caseworker->read(rich, {}));
    if (caseworker->read(store::RecordId{}, {})) must(fail(Code::Conflict, "read what is not"));
  }
  auto handler = maker.enter("lin", "handler", "assist");
  must(handler->read(rich, {}, "核实现住址以便走访"));
  auto statistician = maker.enter("sun", "statistician", "statistics");
  store::ListRequest request;
  request.limit = 1;
  for (int i = 0; i < 230; ++i) must(statistician->list(request));
}

int make(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "make_golden FOLDER\n";
    return 2;
  }
  const fs::path folder = argv[1];
  if (!fs::exists(folder / "policy.toml") || fs::exists(folder / "store")) {
    std::cerr << "make_golden: needs a folder with policy.toml and without a store\n";
    return 1;
  }
  Maker maker(folder);
  const store::RecordId rich = make_rich(maker);
  make_sparse(maker);
  maker.pass(2 * kDay);
  maker.reopen();
  const store::RecordId amended = make_amended(maker);
  maker.pass(kDay);
  make_readings(maker, rich);
  // Opened again, the engine writes the log of writes, with every version, as one table of the
  // last.
  maker.reopen();
  must(maker.enter("sun", "statistician", "statistics")->read(amended, {}));
  maker.close();
  return 0;
}

}  // namespace
}  // namespace veil

int main(int argc, char** argv) {
  return veil::make(argc, argv);
}
