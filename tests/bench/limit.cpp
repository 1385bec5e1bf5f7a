#include "tests/bench/limit.h"

#include <rocksdb/db.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/table.h>
#include <rocksdb/write_batch.h>
#include <sodium.h>

#include <array>
#include <cstdio>
#include <cstdlib>

namespace veil::bench {
namespace {

using Buffer = std::vector<unsigned char>;

void require(bool ok, const char* what) {
  if (ok) return;
  std::fprintf(stderr, "bench: limit: %s\n", what);
  std::exit(1);
}

// Sizes of the messages that docs/format.md derives and authenticates.
constexpr std::size_t kPlaceMessage = 200;  // PAE of a section's place
constexpr std::size_t kShareMessage = 240;  // the same with the share
constexpr std::size_t kNarrowMessage = 46;  // S_c
constexpr std::size_t kHeadMessage = 29;    // key of the head's mac
constexpr std::size_t kValueContext = 76;
constexpr std::size_t kTableContext = 29;
constexpr std::size_t kSaltMessage = 101;

}  // namespace

std::size_t RecordShape::stored() const {
  std::size_t out = head + secret_row + facts;
  for (const SectionShape& section : sections) out += section.bytes;
  return out;
}

struct Limit::Inside {
  std::unique_ptr<rocksdb::DB> db;
  Buffer plain = Buffer(1 << 20, 7);
  Buffer sealed = Buffer(1 << 20);
  std::array<unsigned char, 64> key{};
  std::array<unsigned char, 64> out{};
  std::array<unsigned char, 12> nonce{};
  std::array<unsigned char, 24> long_nonce{};
  std::array<unsigned char, 32> public_key{};
  std::array<unsigned char, 64> secret_key{};
  std::array<unsigned char, 64> signature{};
  std::uint64_t next = 0;
  std::vector<std::string> stored;

  void hash(std::size_t size, std::size_t out_size = 32) {
    crypto_generichash(out.data(), out_size, plain.data(), size, key.data(), 32);
    key[0] = static_cast<unsigned char>(key[0] ^ out[0]);  // each depends on the one before
  }
  std::size_t seal(std::size_t at, std::size_t size, std::size_t context) {
    crypto_aead_chacha20poly1305_ietf_encrypt(sealed.data() + at, nullptr, plain.data(), size,
                                              plain.data(), context, nullptr, nonce.data(),
                                              key.data());
    return at + size + crypto_aead_chacha20poly1305_ietf_ABYTES;
  }
  void wrap(std::size_t size) {
    randombytes_buf(long_nonce.data(), long_nonce.size());
    crypto_aead_xchacha20poly1305_ietf_encrypt(sealed.data(), nullptr, plain.data(), size,
                                               plain.data(), 64, nullptr, long_nonce.data(),
                                               key.data());
  }
  // The time of a decryption that succeeds: the tag is computed and the stream applied.
  void open(std::size_t size, std::size_t context) {
    unsigned long long opened = 0;
    std::array<unsigned char, 16> tag{};
    crypto_aead_chacha20poly1305_ietf_encrypt_detached(sealed.data(), tag.data(), &opened,
                                                       plain.data(), size, plain.data(), context,
                                                       nullptr, nonce.data(), key.data());
  }
  void section_keys() {
    hash(kNarrowMessage);
    hash(kPlaceMessage);
    hash(kShareMessage, 64);
  }
  void write_section(const SectionShape& section) {
    section_keys();
    std::size_t at = seal(0, 4, kTableContext);
    at = seal(at, section.table, kTableContext);
    for (const std::size_t value : section.values) at = seal(at, value, kValueContext);
    crypto_generichash(out.data(), 32, sealed.data(), section.bytes, key.data(), 32);
  }
  void open_section(const SectionShape& section) {
    section_keys();
    crypto_generichash(out.data(), 32, sealed.data(), section.bytes, key.data(), 32);
    open(4, kTableContext);
    open(section.table, kTableContext);
    for (const std::size_t value : section.values) open(value, kValueContext);
  }
  void leaf(const RecordShape& shape) {
    wrap(shape.leaf);
    crypto_hash_sha256(out.data(), sealed.data(), shape.leaf + 1);
  }
  std::string new_key(char table) {
    std::array<unsigned char, 16> id{};
    randombytes_buf(id.data(), id.size());
    return table + std::string(id.begin(), id.end());
  }
};

Limit::Limit(const std::string& directory) : inside_(std::make_unique<Inside>()) {
  require(sodium_init() >= 0, "libsodium");
  rocksdb::Options options;
  options.create_if_missing = true;
  options.compression = rocksdb::kNoCompression;
  rocksdb::BlockBasedTableOptions table;
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  table.block_cache = rocksdb::NewLRUCache(64 << 20);
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  rocksdb::DB* db = nullptr;
  require(rocksdb::DB::Open(options, directory, &db).ok(), "engine does not open");
  inside_->db.reset(db);
  crypto_sign_keypair(inside_->public_key.data(), inside_->secret_key.data());
}

Limit::~Limit() = default;

void Limit::write(const RecordShape& shape, std::size_t count) {
  Inside& in = *inside_;
  rocksdb::WriteBatch batch;
  for (std::size_t i = 0; i < count; ++i) {
    for (const SectionShape& section : shape.sections) in.write_section(section);
    in.write_section({0, {shape.facts}, shape.facts});  // the host's
    in.hash(kSaltMessage);
    in.hash(kHeadMessage);
    crypto_generichash(in.out.data(), 32, in.plain.data(), shape.head, in.key.data(), 32);  // mac
    crypto_generichash(in.out.data(), 32, in.plain.data(), shape.head, nullptr, 0);         // hash
    in.wrap(shape.secret_row);
    in.wrap(56);  // host part of the entry
    in.leaf(shape);
    crypto_hash_sha256(in.out.data(), in.plain.data(), shape.statement + 1);
    const std::string value(reinterpret_cast<const char*>(in.sealed.data()),
                            shape.stored() + shape.leaf);
    require(batch.Put(in.new_key('r'), value).ok(), "put");
  }
  crypto_sign_detached(in.signature.data(), nullptr, in.plain.data(), 128, in.secret_key.data());
  require(crypto_sign_verify_detached(in.signature.data(), in.plain.data(), 128,
                                      in.public_key.data()) == 0,
          "signature");
  rocksdb::WriteOptions durable;
  durable.sync = true;
  require(in.db->Write(durable, &batch).ok(), "write");
}

void Limit::prepare(const RecordShape& shape, std::size_t count) {
  Inside& in = *inside_;
  const std::string value(shape.stored(), 'x');
  for (std::size_t i = 0; i < count; ++i) {
    in.stored.push_back(in.new_key('r'));
    require(in.db->Put({}, in.stored.back(), value).ok(), "put");
  }
  require(in.db->Flush({}).ok(), "flush");
}

void Limit::read(const RecordShape& stored, const RecordShape& opened, std::size_t count) {
  Inside& in = *inside_;
  std::string value;
  in.leaf(opened);
  rocksdb::WriteOptions durable;
  durable.sync = true;
  const rocksdb::Slice entry(reinterpret_cast<const char*>(in.sealed.data()), opened.leaf);
  require(in.db->Put(durable, in.new_key('l'), entry).ok(), "put");
  for (std::size_t i = 0; i < count; ++i) {
    require(in.db->Get({}, in.stored[in.next++ % in.stored.size()], &value).ok(), "get");
    in.wrap(stored.secret_row);
    in.hash(kHeadMessage);
    crypto_generichash(in.out.data(), 32, in.plain.data(), stored.head, in.key.data(), 32);
    crypto_generichash(in.out.data(), 32, in.plain.data(), stored.head, nullptr, 0);
    in.open_section({0, {stored.facts}, stored.facts});
    for (const SectionShape& section : opened.sections) in.open_section(section);
  }
}

}  // namespace veil::bench
