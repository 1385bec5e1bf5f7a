// Prints a record as a caseworker may see it:  read_record STORE HOSTKEY IDENTITY RECORD <
// passphrase
#include <iostream>

#include "store/file.h"
#include "store/session.h"
#include "store/store_folder.h"

namespace crypto = veil::crypto;
namespace redact = veil::redact;
namespace store = veil::store;

int main(int argc, char** argv) try {
  if (argc != 5) return 2;
  std::string line;
  std::getline(std::cin, line);
  const auto file = store::read_file(argv[3], crypto::Identity::kFileMax).value().bytes;
  const auto me = crypto::Identity::from_file(file, crypto::Secret::absorb(line)).value();
  const auto vault = store::open_store({argv[1], argv[2], {}}).value();
  const auto pin = store::read_pin(argv[3] + std::string(".pin"), vault->store_id()).value();
  const auto session = store::Session::enter(*vault, me, {"caseworker", "assist", pin}).value();
  const auto id = store::RecordIdPrefix::parse(argv[4]).value();
  const auto record = session->read(id, {}, "home visit on Thursday").value();
  const redact::Schema& schema = session->policy().schema();
  for (const redact::Cell& cell : record.view.cells) {
    const redact::Field& field = *schema.field(cell.field);
    std::cout << field.name << '\t' << redact::to_string(cell.strength) << '\t'
              << (cell.value ? redact::show_value(schema, field, *cell.value, redact::Language::en)
                             : std::string(redact::to_string(cell.marker)))
              << '\n';
  }
} catch (const tl::bad_expected_access<veil::Error>& fault) {
  std::cerr << fault.error().message << '\n';
  return 1;
}
