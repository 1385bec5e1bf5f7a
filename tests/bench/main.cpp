// `veil_bench [--json FILE] [--rounds N] [--only PATH] [--dir DIR] [--text-mb N]`: our paths beside
// the limit program, in turn, in one process and one folder. A ratio is the median over the rounds
// of limit / ours; times alone mean little on a shared machine.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <sstream>

#include "store/codec.h"
#include "store/log/rows.h"
#include "store/rows.h"
#include "store/store_folder.h"
#include "store/vault_inside.h"
#include "tests/bench/limit.h"
#include "tests/bench/source.h"
#include "tests/bench/texts.h"
#include "tests/bench/words.h"

namespace {

namespace fs = std::filesystem;
using namespace veil;
using bench::Limit;
using bench::RecordShape;

template <class T>
T must(Result<T> result, const char* what) {
  if (!result) {
    std::fprintf(stderr, "bench: %s: %s\n", what, result.error().message.c_str());
    std::exit(1);
  }
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

double seconds_of(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double median(std::vector<double> numbers) {
  std::sort(numbers.begin(), numbers.end());
  return numbers[numbers.size() / 2];
}

// The demo policy without its indexes: the limit program has none to compare with.
std::string policy_text() {
  std::ifstream in(VEIL_SOURCE_DIR "/tools/policies/demo.toml", std::ios::binary);
  std::ostringstream out;
  bool searches = false;
  for (std::string line; std::getline(in, line);) {
    const auto index = line.find(", index = true");
    if (index != std::string::npos) line.erase(index, std::strlen(", index = true"));
    searches = searches || line == "search = [";
    if (!searches) out << line << '\n';
    searches = searches && line != "]";
  }
  return out.str();
}

// Chinese as people write it.
std::string translations() {
  std::ifstream in(VEIL_SOURCE_DIR "/tools/veil/zh.po", std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

// A store with one person who may do everything that is measured.
struct Store {
  explicit Store(const fs::path& dir)
      : identity(crypto::Identity::generate()), places{dir / "store", dir / "host.key", {}} {
    store::NewStore what;
    what.policy = policy_text();
    what.founder = {"bench", {"handler", "intake", "statistician"}};
    must(store::create_store(places, identity, std::move(what)), "create");
    vault = must(store::open_store(places), "open");
    intake = enter("intake", "intake");
    handler = enter("handler", "investigate");
    statistician = enter("statistician", "statistics");
  }
  std::unique_ptr<store::Session> enter(const char* role, const char* purpose) {
    return must(store::Session::enter(*vault, identity, {role, purpose, std::nullopt}), "enter");
  }

  crypto::Identity identity;
  store::StorePlaces places;
  std::unique_ptr<store::Vault> vault;
  std::unique_ptr<store::Session> intake;
  std::unique_ptr<store::Session> handler;
  std::unique_ptr<store::Session> statistician;
};

struct Stored {
  RecordShape shape;
  std::map<redact::Compartment, std::size_t> section;  // index in shape.sections
  std::size_t plain = 0;                               // bytes of all strengths
  std::size_t values = 0;
  std::size_t record = 0;  // bytes of the record's row and secret row
};

// What is stored of a draft, strength by strength.
Stored stored_shape(Store& store, const store::RecordId& id, const store::RecordDraft& draft) {
  Stored out;
  const auto& inside = store.vault->inside();
  auto snapshot = must(inside.engine->snapshot(), "snapshot");
  const Bytes record = must(snapshot->get(store::record_row_key(id)), "record");
  out.shape.secret_row = must(snapshot->get(store::secret_row_key(id)), "secret row").size();
  const auto parts = must(store::parse_record(record), "record");
  out.shape.head = parts.head_bytes.size();
  out.record = record.size() + out.shape.secret_row;
  const redact::Schema& schema = store.intake->policy().schema();
  for (const store::DirectoryEntry& entry : parts.head.directory) {
    if (redact::class_of(entry.compartment) == 0) {
      out.shape.facts = entry.length;
      continue;
    }
    const auto strength = redact::strength_of(entry.compartment);
    std::vector<store::TableRow> table;
    bench::SectionShape section;
    for (const store::Edit& edit : draft.edits) {
      const redact::Field* field = schema.field(edit.field);
      if (field->cls != redact::class_of(entry.compartment)) continue;
      std::optional<redact::Value> value = edit.value;
      if (strength != redact::Strength::full) {
        const auto& rule = strength == redact::Strength::veiled ? field->veiled : field->counted;
        value = redact::veiled(schema, *field, rule, *edit.value,
                               {redact::Date{20514, redact::Precision::day}});
      }
      if (!value) continue;
      Bytes encoded;
      must(store::encode_value(encoded, *value), "value");
      table.push_back({edit.row >= store::kNewRow ? edit.row - store::kNewRow + 1 : 0, edit.field,
                       static_cast<std::uint8_t>(value->index()),
                       static_cast<std::uint32_t>(encoded.size())});
      section.values.push_back(encoded.size());
      out.plain += encoded.size();
      ++out.values;
    }
    std::sort(table.begin(), table.end(), store::table_order);
    section.table = store::encode_table(table).size();
    section.bytes = entry.length;
    out.section[entry.compartment] = out.shape.sections.size();
    out.shape.sections.push_back(std::move(section));
  }
  return out;
}

std::size_t last_leaf_size(Store& store) {
  auto snapshot = must(store.vault->inside().engine->snapshot(), "snapshot");
  const auto frontier = must(store::log_rows::read_frontier(*snapshot), "frontier");
  return must(store::log_rows::read_leaf(*snapshot, frontier.frontier.size() - 1), "leaf").size();
}

struct Path {
  std::string name;
  std::function<void()> ours;
  std::function<void()> limit;
  std::size_t records;  // that one call handles
  std::size_t calls;    // of one round
};

struct Figure {
  std::string name;
  double ours_ns = 0;
  double limit_ns = 0;
  double ratio = 0;
};

Figure measure(const Path& path, int rounds) {
  std::vector<double> ours;
  std::vector<double> limit;
  std::vector<double> ratio;
  const auto repeat = [&](const std::function<void()>& work) {
    return seconds_of([&] {
      for (std::size_t i = 0; i < path.calls; ++i) work();
    });
  };
  repeat(path.ours);  // one of each to warm up
  repeat(path.limit);
  for (int round = 0; round < rounds; ++round) {
    ours.push_back(repeat(path.ours));
    limit.push_back(repeat(path.limit));
    ratio.push_back(limit.back() / ours.back());
  }
  const double per = 1e9 / static_cast<double>(path.calls * path.records);
  return {path.name, median(ours) * per, median(limit) * per, median(ratio)};
}

// The sections that a reading of these compartments opens, with only some of their values.
RecordShape opened(const Stored& stored, const std::vector<redact::Compartment>& compartments,
                   std::size_t values, std::size_t leaf) {
  RecordShape out;
  out.leaf = leaf;
  std::size_t left = values;
  for (const redact::Compartment compartment : compartments) {
    const auto at = stored.section.find(compartment);
    if (at == stored.section.end()) continue;
    bench::SectionShape section = stored.shape.sections[at->second];
    section.values.resize(std::min(section.values.size(), left));
    left -= section.values.size();
    out.sections.push_back(std::move(section));
  }
  return out;
}

std::vector<redact::Compartment> full_of(const store::Session& session,
                                         const std::vector<redact::ClassId>& classes) {
  std::vector<redact::Compartment> out;
  for (const redact::ClassId cls : classes) {
    out.push_back(redact::compartment_of(cls, redact::Strength::full));
  }
  static_cast<void>(session);
  return out;
}

void print(const Figure& figure) {
  std::printf("%-16s %12.0f %12.0f %8.2f\n", figure.name.c_str(), figure.ours_ns, figure.limit_ns,
              figure.ratio);
  std::fflush(stdout);
}

void write_json(const std::string& file, const std::vector<Figure>& figures) {
  std::ofstream out(file);
  out << "[";
  for (std::size_t i = 0; i < figures.size(); ++i) {
    out << (i == 0 ? "" : ",") << "\n  {\"path\": \"" << figures[i].name
        << "\", \"ours_ns\": " << static_cast<std::uint64_t>(figures[i].ours_ns)
        << ", \"limit_ns\": " << static_cast<std::uint64_t>(figures[i].limit_ns)
        << ", \"ratio\": " << figures[i].ratio << "}";
  }
  out << "\n]\n";
}

void print_sizes(const Stored& stored) {
  const double allowed =
      1.15 * (static_cast<double>(stored.plain) + 24.0 * static_cast<double>(stored.values) +
              120.0 * static_cast<double>(stored.shape.sections.size()) + 1536);
  const auto record = static_cast<double>(stored.record);
  std::printf(
      "\nbytes of a record: %zu, plaintext of all strengths %zu (ratio %.2f), %zu values in %zu "
      "sections\nallowed %.0f, used %.2f of it\n",
      stored.record, stored.plain, record / static_cast<double>(stored.plain), stored.values,
      stored.shape.sections.size(), allowed, record / allowed);
}

}  // namespace

int main(int argc, char** argv) {
  std::string json;
  std::string only;
  int rounds = 9;
  std::size_t text_mb = 64;  // of --only texts, and of all
  fs::path dir = fs::temp_directory_path() / ("veil-bench-" + hex(crypto::random_array<6>()));
  for (int i = 1; i + 1 < argc; i += 2) {
    if (std::strcmp(argv[i], "--json") == 0) json = argv[i + 1];
    if (std::strcmp(argv[i], "--only") == 0) only = argv[i + 1];
    if (std::strcmp(argv[i], "--rounds") == 0) rounds = std::max(1, std::atoi(argv[i + 1]));
    if (std::strcmp(argv[i], "--text-mb") == 0) text_mb = std::strtoul(argv[i + 1], nullptr, 10);
    if (std::strcmp(argv[i], "--dir") == 0) dir = fs::path(argv[i + 1]) / dir.filename();
  }
  if (only == "texts") {
    bench::measure_texts(VEIL_SOURCE_DIR, text_mb, std::min(rounds, 3));
    return 0;
  }
  fs::create_directories(dir);
  std::vector<Figure> figures;
  {
    Store store(dir);
    Limit limit((dir / "limit").string());
    bench::Source source(*store.intake, 2026);
    std::vector<store::RecordDraft> drafts;
    for (int i = 0; i < 100; ++i) drafts.push_back(source.next());
    const std::string import_id = "bench";
    std::uint64_t next_row = 0;
    std::vector<store::RecordId> ids;
    const auto write_batch = [&](std::size_t count) {
      auto done =
          must(store.intake->import(std::span(drafts).first(count), view_of(import_id), next_row),
               "write");
      next_row += count;
      for (const auto& one : done) ids.push_back(one.id);
    };
    for (int i = 0; i < 10; ++i) write_batch(100);
    Stored stored = stored_shape(store, ids.front(), drafts.front());
    stored.shape.statement = 60 + stored.shape.sections.size() * 72;
    stored.shape.leaf = last_leaf_size(store);
    limit.prepare(stored.shape, 1000);

    const redact::Schema& schema = store.handler->policy().schema();
    std::size_t next = 0;
    std::vector<redact::FieldId> twelve;
    std::vector<redact::ClassId> twelve_classes;
    for (const char* name :
         {"case.no", "case.region", "case.target_group", "person.name", "person.cn_id",
          "person.phone", "person.sex", "person.birth_date", "person.marital", "person.injury",
          "case.violence_type", "case.occurred_on"}) {
      const redact::Field* field = schema.field(name);
      twelve.push_back(field->id);
      twelve_classes.push_back(field->cls);
    }
    std::sort(twelve_classes.begin(), twelve_classes.end());
    twelve_classes.erase(std::unique(twelve_classes.begin(), twelve_classes.end()),
                         twelve_classes.end());
    const auto read = [&](const std::vector<redact::FieldId>& fields) {
      store::Want want;
      want.fields = fields;
      must(store.handler->read(ids[next++ % 1000], want), "read");
    };
    read({});
    const std::size_t read_leaf = last_leaf_size(store);
    std::vector<redact::ClassId> all_classes;
    for (const redact::ClassId cls : store.handler->policy().purpose("investigate")->classes) {
      all_classes.push_back(cls);
    }
    const RecordShape all =
        opened(stored, full_of(*store.handler, all_classes), bench::kValues, read_leaf);
    const RecordShape some =
        opened(stored, full_of(*store.handler, twelve_classes), twelve.size(), read_leaf);
    const auto list = [&] {
      store::ListRequest request;
      request.limit = 100;
      for (const char* name : {"case.region", "person.sex", "person.birth_date"}) {
        request.want.fields.push_back(schema.field(name)->id);
      }
      must(store.statistician->list(request), "list");
    };
    list();
    const RecordShape listed = opened(
        stored,
        {redact::compartment_of(schema.field("case.region")->cls, redact::Strength::counted)}, 3,
        last_leaf_size(store));

    bench::Words words(translations());
    std::vector<Path> paths = {
        {"write_batch100", [&] { write_batch(100); }, [&] { limit.write(stored.shape, 100); }, 100,
         10},
        {"write_single", [&] { write_batch(1); }, [&] { limit.write(stored.shape, 1); }, 1, 200},
        {"read_all", [&] { read({}); }, [&] { limit.read(stored.shape, all, 1); }, 1, 300},
        {"read_12", [&] { read(twelve); }, [&] { limit.read(stored.shape, some, 1); }, 1, 300},
        {"list_100", list, [&] { limit.read(stored.shape, listed, 100); }, 100, 20},
    };
    if (words.has_limit()) {  // a record is a text of 4 KiB
      const auto bare = [&] { words.limit(); };
      paths.push_back({"words_fastest", [&] { words.fastest(); }, bare, bench::Words::kTexts, 20});
      paths.push_back(
          {"words_portable", [&] { words.portable(); }, bare, bench::Words::kTexts, 20});
    }
    std::printf("%-16s %12s %12s %8s   ns a record, median of %d rounds\n", "path", "ours", "limit",
                "ratio", rounds);
    for (const Path& path : paths) {
      if (!only.empty() && path.name != only) continue;
      figures.push_back(measure(path, rounds));
      print(figures.back());
    }
    print_sizes(stored);
    store.intake.reset();
    store.handler.reset();
    store.statistician.reset();
    must(store.vault->close(), "close");
  }
  fs::remove_all(dir);
  if (only.empty() && text_mb > 0) {
    bench::measure_texts(VEIL_SOURCE_DIR, text_mb, std::min(rounds, 3));
  }
  if (!json.empty()) write_json(json, figures);
  return 0;
}
