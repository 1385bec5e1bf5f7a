// A stranger's program, which sees only what is installed: consumer POLICY FOLDER
// In a new store below FOLDER one person writes a name down in full; another, whose role may not
// see it so, reads it.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

#include "crypto/identity.h"
#include "store/session.h"
#include "store/store_folder.h"

using veil::Result;
namespace crypto = veil::crypto;
namespace redact = veil::redact;
namespace store = veil::store;

namespace {

template <class T>
T must(Result<T> result) {
  if (!result) {
    std::cerr << result.error().message << '\n';
    std::exit(1);
  }
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

store::RecordId write_name(store::Vault& vault, const crypto::Identity& lin,
                           const std::string& name) {
  const auto session = must(store::Session::enter(vault, lin, {"intake", "intake", {}}));
  const redact::Schema& schema = session->policy().schema();
  const redact::Field& field = *schema.field("person.name");
  store::RecordDraft draft;
  draft.edits.push_back({field.id, 0, must(redact::parse_value(schema, field, name))});
  draft.facts.status = "intake";
  draft.facts.opened_on = redact::Date{20514, redact::Precision::day};
  return must(session->create(draft));
}

std::string read_name(store::Vault& vault, const crypto::Identity& zhao,
                      const store::RecordId& id) {
  const auto session = must(store::Session::enter(vault, zhao, {"caseworker", "assist", {}}));
  const redact::Schema& schema = session->policy().schema();
  const redact::Field& field = *schema.field("person.name");
  const redact::View view = must(session->read(id, {})).view;
  const redact::Cell* cell = view.find(field.id);
  if (cell == nullptr || !cell->value)
    return std::string(redact::to_string(redact::Marker::withheld));
  return redact::show_value(schema, field, *cell->value, redact::Language::zh);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const std::filesystem::path folder = argv[2];
  const store::StorePlaces places{folder / "store", folder / "host.key", {}};
  const auto head = crypto::Identity::generate();
  const auto lin = crypto::Identity::generate();
  const auto zhao = crypto::Identity::generate();

  store::NewStore what;
  what.policy = read_file(argv[1]);
  what.founder = {"head", {"supervisor"}};
  must(store::create_store(places, head, std::move(what)));
  const auto vault = must(store::open_store(places));
  must(store::enrol(*vault, head,
                    {{"lin", lin.public_identity(), {"intake"}, 0},
                     {"zhao", zhao.public_identity(), {"caseworker"}, 0}},
                    store::system_clock()()));

  const std::string shown = read_name(*vault, zhao, write_name(*vault, lin, "欧阳桂兰"));
  must(vault->close());
  std::cout << shown << '\n';
  return shown == "欧阳某" ? 0 : 1;
}
