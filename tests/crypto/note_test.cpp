// Signed notes and checkpoints. The keys, note and tree below were fixed by hand: log seed 32 x
// 0x01, witness seed 32 x 0x02, time 1700000000, entries "a", "b", "c".
#include "crypto/note.h"

#include <random>

#include <catch2/catch.hpp>

#include "crypto/checkpoint.h"
#include "crypto/tile.h"

namespace veil::crypto {
namespace {

constexpr const char* kLogName = "veilstore.example/audit/1";
constexpr const char* kWitnessName = "ngo-watch.example/w";
constexpr const char* kLogKey =
    "veilstore.example/audit/1+e560b1d1+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c";
constexpr const char* kWitnessKey =
    "ngo-watch.example/w+e34674e0+BIE5dw6ofRdfVqNUZsNMfszLjYqRtO43ol32D1uPybOU";
const std::string kNote =
    "veilstore.example/audit/1\n"
    "3\n"
    "NmQuc8JUCrEh46a/lUWwokmCzYMOsT080Z3jzmwCHsE=\n"
    "\n"
    "— veilstore.example/audit/1 "
    "5WCx0VCMo8B9xCvGggOd7O0dryi/QOaIuqCrQPiCKxfwFISgKFsvju19Q3NwyJLII8H6"
    "+Zp1hyqEPW9a7sifU49LBAE=\n"
    "— ngo-watch.example/w "
    "40Z04AAAAABlU/EAwBlD8l6TxeWc3+8rGpiwGhrO3gH+JuXBh4MVxVJrfCXg1EQ40QXDsAN+QVAI"
    "OQkGPnY5oEJ2pbY1M+3Q27J8CQ==\n";

SigningKey log_signer() {
  return SigningKey::from_seed(Bytes(32, 0x01));
}
SigningKey witness_signer() {
  return SigningKey::from_seed(Bytes(32, 0x02));
}

std::vector<NoteKey> both_keys() {
  return {NoteKey::parse(kLogKey).value(), NoteKey::parse(kWitnessKey).value()};
}

Result<std::vector<NoteSigner>> verify_text(std::string_view text, std::span<const NoteKey> known) {
  const auto note = Note::parse(text);
  if (!note) return fail(note.error());
  return verify_note(*note, known);
}

TEST_CASE("the fixed example comes out to the byte", "[note][checkpoint]") {
  const std::vector<Bytes> entries{{'a'}, {'b'}, {'c'}};
  std::vector<Hash> leaves;
  leaves.reserve(entries.size());
  for (const Bytes& entry : entries) leaves.push_back(leaf_hash(entry));
  CHECK(hex(leaves[0]).substr(0, 8) == "022a6979");
  CHECK(hex(leaves[1]).substr(0, 8) == "57eb3561");
  CHECK(hex(leaves[2]).substr(0, 8) == "597fcb31");
  const Hash root = root_of(leaves);
  CHECK(hex(root) == "36642e73c2540ab121e3a6bf9545b0a24982cd830eb13d3cd19de3ce6c021ec1");
  CHECK(verify_inclusion(leaves[1], 1, 3, root, std::vector{leaves[0], leaves[2]}));
  CHECK(verify_consistency({2, root_of(std::span(leaves).first(2))}, {3, root},
                           std::vector{leaves[2]}));

  const Checkpoint checkpoint{kLogName, {3, root}, {}};
  Note note = Note::parse(sign_checkpoint(checkpoint, log_signer())).value();
  note.signatures.push_back(cosign_note(kWitnessName, witness_signer(), 1'700'000'000, note.body));
  CHECK(note.text() == kNote);

  CHECK(NoteKey{kLogName, NoteKeyType::ed25519, log_signer().verify_key()}.text() == kLogKey);
  CHECK(NoteKey{kWitnessName, NoteKeyType::cosignature, witness_signer().verify_key()}.text() ==
        kWitnessKey);
  const auto signers = verify_text(kNote, both_keys());
  REQUIRE(signers);
  REQUIRE(signers->size() == 2);
  CHECK((*signers)[0].key == 0);
  CHECK((*signers)[0].time == 0);
  CHECK((*signers)[1].key == 1);
  CHECK((*signers)[1].time == 1'700'000'000);
  CHECK(open_checkpoint(kNote, both_keys()[0]).value() == checkpoint);
}

TEST_CASE("who signed counts, not who is named", "[note]") {
  const auto known = both_keys();
  SECTION("unknown signatures are ignored") {
    CHECK(verify_text(kNote, std::span(known).first(1)).value().size() == 1);
  }
  SECTION("none known is refused") {
    const NoteKey stranger{kLogName, NoteKeyType::ed25519, witness_signer().verify_key()};
    CHECK(verify_text(kNote, std::span(&stranger, 1)).error().code == Code::Denied);
    CHECK(verify_text(kNote, {}).error().code == Code::Denied);
  }
  SECTION("a known key's bad signature spoils the note, beside a good one too") {
    std::string spoilt = kNote;
    spoilt[spoilt.find("5WCx0VCM") + 9] ^= 1;
    CHECK(verify_text(spoilt, known).error().code == Code::Corrupt);
    Note twice = Note::parse(kNote).value();
    twice.signatures.push_back(twice.signatures[0]);
    CHECK(verify_text(twice.text(), known).value().size() == 2);  // a repeat counts once
    twice.signatures.back().signature[5] ^= 1;
    CHECK(verify_text(twice.text(), known).error().code == Code::Corrupt);
  }
  SECTION("the same name with another key id is another key") {
    Note note = Note::parse(kNote).value();
    note.signatures[0].id[0] ^= 1;
    CHECK(verify_text(note.text(), std::span(known).first(1)).error().code == Code::Denied);
    CHECK(verify_text(note.text(), known).value().size() == 1);
  }
  SECTION("one more byte in a signature is a bad signature") {
    Note note = Note::parse(kNote).value();
    note.signatures[0].signature.push_back(0);
    CHECK(verify_text(note.text(), known).error().code == Code::Corrupt);
  }
  SECTION("a cosignature's time is signed, and neither 0 nor above 2^63") {
    Note note = Note::parse(kNote).value();
    note.signatures[1].signature[7] ^= 1;
    CHECK(verify_text(note.text(), known).error().code == Code::Corrupt);
    for (const auto high : {std::uint8_t{0x00}, std::uint8_t{0x80}}) {
      note = Note::parse(kNote).value();
      std::fill_n(note.signatures[1].signature.begin(), 8, std::uint8_t{0});
      note.signatures[1].signature[0] = high;
      CHECK(verify_text(note.text(), known).error().code == Code::Corrupt);
    }
  }
  SECTION("at least 16 signatures are read, and the size of a strange one does not matter") {
    Note note = Note::parse(kNote).value();
    for (int i = 0; i < 30; ++i) {
      note.signatures.push_back({"w" + std::to_string(i) + ".example", {}, Bytes(3'200, 7)});
    }
    CHECK(verify_text(note.text(), known).value().size() == 2);
    note.signatures.resize(kNoteSignaturesMax + 1, {"w.example", {}, {1}});
    CHECK_FALSE(verify_text(note.text(), known));
  }
}

TEST_CASE("every flipped bit of a note is refused or leaves what was signed as it was",
          "[note][property]") {
  const auto known = both_keys();
  const Note whole = Note::parse(kNote).value();
  for (std::size_t i = 0; i < kNote.size() * 8; ++i) {
    std::string flipped = kNote;
    flipped[i / 8] = static_cast<char>(flipped[i / 8] ^ (1 << i % 8));
    const auto signers = verify_text(flipped, known);
    if (!signers) continue;
    CAPTURE(i);
    CHECK(Note::parse(flipped)->body == whole.body);
    CHECK(signers->size() == 1);  // the other's name or key id was changed
  }
}

TEST_CASE("malformed notes", "[note]") {
  struct Row {
    const char* why;
    std::string text;
  };
  const std::string line = "— n.example AAAAAAA=\n";
  CHECK(Note::parse("x\n\n" + line));
  CHECK(Note::parse("x\n\ny\n\n" + line).value().body == "x\n\ny\n");  // the last empty line counts
  CHECK(Note::parse("\xf0\x9f\x8c\xb2\n\n" + line));
  const auto row = GENERATE_COPY(values<Row>({
      {"empty", ""},
      {"no signature", "x\n\n"},
      {"no empty line", "x\n" + line},
      {"no body", "\n" + line},
      {"no last newline", "x\n\n— n.example AAAAAAA="},
      {"carriage return", "x\r\n\n" + line},
      {"tab", "x\ty\n\n" + line},
      {"NUL", std::string("x\0y\n\n", 5) + line},
      {"bad UTF-8", "x\xff\n\n" + line},
      {"overlong UTF-8", "x\xc0\xaf\n\n" + line},
      {"surrogate", "x\xed\xa0\x80\n\n" + line},
      {"past Unicode", "x\xf4\x90\x80\x80\n\n" + line},
      {"cut UTF-8", "x\xe2\x80\n\n" + line},
      {"hyphen for dash", "x\n\n- n.example AAAAAAA=\n"},
      {"no blank after dash", "x\n\n—n.example AAAAAAA=\n"},
      {"no name", "x\n\n—  AAAAAAA=\n"},
      {"plus in name", "x\n\n— n+n AAAAAAA=\n"},
      {"two blanks", "x\n\n— n.example  AAAAAAA=\n"},
      {"no-break space in name", "x\n\n— n\u00a0n AAAAAAA=\n"},
      {"ideographic space in name", "x\n\n— n\u3000n AAAAAAA=\n"},
      {"no signature bytes", "x\n\n— n.example AAAAAA==\n"},
      {"base64 with stray bits", "x\n\n— n.example AAAAAAB=\n"},
      {"base64 without padding", "x\n\n— n.example AAAAAAA\n"},
      {"base64 of the other alphabet", "x\n\n— n.example AAAAAA_=\n"},
      {"trailing blank", "x\n\n— n.example AAAAAAA= \n"},
      {"text after", "x\n\n" + line + "y\n"},
      {"too long", std::string(kNoteSizeMax, 'x') + "\n\n" + line},
  }));
  CAPTURE(row.why);
  CHECK_FALSE(Note::parse(row.text));
}

TEST_CASE("malformed keys", "[note]") {
  const std::string name(kLogName);
  const std::string key = std::string(kLogKey).substr(name.size());
  CHECK(NoteKey::parse(name + key));
  CHECK(NoteKey::parse("other" + key).error().code == Code::InvalidArgument);  // id binds the name
  for (const char* text :
       {"", "+", "++", "n.example", "n.example+e560b1d1", "n.example+e560b1d1+",
        "+e560b1d1+AYqI4910",
        "veilstore.example/audit/1+E560B1D1+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c",
        "veilstore.example/audit/1+e560b1d1+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29d",
        "veilstore.example/audit/1+e560b1d1+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29"}) {
    CAPTURE(text);
    CHECK(NoteKey::parse(text).error().code == Code::InvalidArgument);
  }
  CHECK(NoteKey::parse("n.example+00000000+BgAAAA==").error().code == Code::Unsupported);
  CHECK_FALSE(is_note_name("a b"));
  CHECK_FALSE(is_note_name("a\x1f"));
  CHECK_FALSE(is_note_name("a\u2003b"));
  CHECK(is_note_name("检察.example/日志"));
}

TEST_CASE("malformed checkpoint bodies", "[checkpoint]") {
  const std::string root = "NmQuc8JUCrEh46a/lUWwokmCzYMOsT080Z3jzmwCHsE=\n";
  CHECK(Checkpoint::parse("o\n3\n" + root));
  CHECK(Checkpoint::parse("go.sum database tree\n3\n" + root));  // an origin may have blanks
  CHECK(Checkpoint::parse("o\n3\n" + root + "ext 1\next 2\n").value().extensions.size() == 2);
  CHECK(Checkpoint::parse("o\n4611686018427387904\n" + root));
  const std::vector<std::string> malformed{
      std::string(),
      "o\n3\n" + root.substr(0, root.size() - 1),
      std::string("o\n3\n"),
      "\n3\n" + root,
      "o\n\n" + root,
      "o\n03\n" + root,
      "o\n+3\n" + root,
      "o\n-3\n" + root,
      "o\n3 \n" + root,
      "o\n0x3\n" + root,
      "o\n4611686018427387905\n" + root,
      "o\n18446744073709551616\n" + root,
      std::string("o\n3\nAAAA\n"),
      "o\n3\n" + root + "\n",
      "o\n3\n" + root + "ext",
      "o\r\n3\n" + root,
      std::string("o\n3\nNmQuc8JUCrEh46a/lUWwokmCzYMOsT080Z3jzmwCHsF=\n")};
  for (const std::string& body : malformed) {
    CAPTURE(body);
    CHECK_FALSE(Checkpoint::parse(body));
  }
}

TEST_CASE("a checkpoint must be of the log that signed it", "[checkpoint]") {
  const NoteKey log = both_keys()[0];
  Note note;
  note.body = Checkpoint{"another.example", {0, empty_root()}, {}}.body();
  note.signatures.push_back(sign_note(kLogName, log_signer(), note.body));
  CHECK(open_checkpoint(note.text(), log).error().code == Code::Denied);
  note.body = "not a checkpoint\n";
  note.signatures[0] = sign_note(kLogName, log_signer(), note.body);
  CHECK(open_checkpoint(note.text(), log).error().code == Code::InvalidArgument);
  const std::string good = sign_checkpoint({kLogName, {0, empty_root()}, {}}, log_signer());
  CHECK(open_checkpoint(good, log).value().tree.size == 0);
  const NoteKey other{kLogName, NoteKeyType::ed25519, witness_signer().verify_key()};
  CHECK(open_checkpoint(good, other).error().code == Code::Denied);
}

}  // namespace
}  // namespace veil::crypto
