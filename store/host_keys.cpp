#include "store/host_keys.h"

#include "crypto/aead.h"
#include "crypto/box.h"
#include "crypto/hash.h"
#include "crypto/pae.h"
#include "store/file.h"

namespace veil::store {
namespace {

using crypto::Pae;
using crypto::PaeReader;

constexpr std::string_view kFirstWords = "veil host keys ";
constexpr std::string_view kKeyFileLine = "veil host keys 1 keyfile\n";
constexpr std::string_view kPassphraseLine = "veil host keys 1 passphrase\n";
constexpr std::size_t kLineSize = 64;
constexpr std::size_t kFileSizeMax = 4096;

// What lies in the file. `secret` holds the keys, or their wrap under the passphrase's key.
struct Envelope {
  bool by_passphrase = false;
  StoreId store{};
  crypto::PassphraseSalt salt{};
  crypto::PassphraseCost cost;
  Bytes secret;

  Envelope() = default;
  ~Envelope() { crypto::wipe(secret); }
  Envelope(const Envelope&) = delete;
  Envelope& operator=(const Envelope&) = delete;
  Envelope(Envelope&&) = default;
  Envelope& operator=(Envelope&&) = delete;

  std::string_view provider() const { return by_passphrase ? "passphrase" : "keyfile"; }
};

Pae cost_of(const Envelope& envelope) {
  Pae cost;
  if (envelope.by_passphrase) {
    cost.add(envelope.salt).add(envelope.cost.passes).add(envelope.cost.memory);
  }
  return cost;
}

Hash check_of(const Envelope& envelope) {
  Pae all("veil/host-keys/check/1");
  all.add(crypto::kSuite).add(envelope.provider()).add(envelope.store).add(cost_of(envelope));
  all.add(envelope.secret);
  Bytes bytes = std::move(all).take();
  const Hash out = crypto::blake2b(bytes);
  crypto::wipe(bytes);
  return out;
}

Bytes wrap_context(const Envelope& envelope) {
  Pae context("veil/host-keys/wrap/1");
  context.add(crypto::kSuite).add(envelope.store).add(cost_of(envelope));
  return std::move(context).take();
}

std::string text_of_envelope(const Envelope& envelope) {
  Pae all("veil/host-keys/1");
  all.add(crypto::kSuite).add(envelope.provider()).add(envelope.store).add(cost_of(envelope));
  all.add(envelope.secret).add(check_of(envelope));
  Bytes bytes = std::move(all).take();
  std::string body = base64(bytes);
  crypto::wipe(bytes);
  std::string out(envelope.by_passphrase ? kPassphraseLine : kKeyFileLine);
  out.reserve(kFileSizeMax);  // so that no copy of the keys is left behind by growing
  for (std::size_t at = 0; at < body.size(); at += kLineSize) {
    out.append(body, at, kLineSize);
    out.push_back('\n');
  }
  crypto::wipe(body);
  return out;
}

tl::unexpected<Error> damaged() {
  return fail(Code::Corrupt, "host keys: the key file is damaged");
}

bool take_envelope(BytesView bytes, Envelope& to) {
  PaeReader reader(bytes);
  if (!reader.domain("veil/host-keys/1") || reader.number() != crypto::kSuite) return false;
  if (reader.text() != to.provider()) return false;
  to.store = reader.array<16>();
  PaeReader cost(reader.part());
  if (to.by_passphrase) {
    to.salt = cost.array<16>();
    to.cost.passes = cost.number();
    to.cost.memory = cost.number();
  }
  to.secret = to_bytes(reader.part());
  const Hash check = reader.array<32>();
  return cost.done() && reader.done() && crypto::equal_constant_time(check, check_of(to));
}

Result<Envelope> parse_envelope(std::string_view text) {
  Envelope out;
  out.by_passphrase = text.starts_with(kPassphraseLine);
  if (!out.by_passphrase && !text.starts_with(kKeyFileLine)) {
    const bool newer = text.starts_with(kFirstWords) && text.size() > kFirstWords.size() &&
                       text[kFirstWords.size()] >= '2' && text[kFirstWords.size()] <= '9';
    return newer ? fail(Code::Unsupported, "host keys: written by a newer version") : damaged();
  }
  std::string body(text.substr((out.by_passphrase ? kPassphraseLine : kKeyFileLine).size()));
  std::erase(body, '\n');
  auto bytes = parse_base64(body);
  crypto::wipe(body);
  if (!bytes) return damaged();
  const bool whole = take_envelope(*bytes, out);
  crypto::wipe(*bytes);
  if (!whole) return damaged();
  std::string again = text_of_envelope(out);
  const bool canonical = again == text;
  crypto::wipe(again);
  if (!canonical) return damaged();
  return out;
}

Bytes secret_of(const HostKeys& keys) {
  Pae secret;
  secret.add(keys.section.reveal()).add(keys.index.reveal()).add(keys.log_index.reveal());
  secret.add(keys.log.reveal_seed());
  return std::move(secret).take();
}

Result<HostKeys> keys_of(const StoreId& store, BytesView secret) {
  PaeReader reader(secret);
  const BytesView section = reader.part();
  const BytesView index = reader.part();
  const BytesView log_index = reader.part();
  const BytesView seed = reader.part();
  for (const BytesView part : {section, index, log_index, seed}) {
    if (part.size() != crypto::Key::kSize) return damaged();
  }
  if (!reader.done()) return damaged();
  return HostKeys{store,
                  crypto::Key::copy_of(section),
                  crypto::Key::copy_of(index),
                  crypto::Key::copy_of(log_index),
                  crypto::SigningKey::from_seed(seed),
                  false};
}

Result<HostKeys> unwrap_keys(const Envelope& envelope, const HostKeysOptions& options) {
  if (!options.ask_passphrase) {
    return fail(Code::InvalidArgument, "host keys: the key file needs a passphrase");
  }
  const auto passphrase = options.ask_passphrase();
  if (!passphrase) return fail(passphrase.error());
  const auto key =
      crypto::derive_from_passphrase(passphrase->reveal(), envelope.salt, envelope.cost);
  if (!key) return fail(key.error());
  auto secret = crypto::unwrap(*key, wrap_context(envelope), envelope.secret);
  // The file's own checksum fits, so it is whole.
  if (!secret) return fail(Code::Denied, "host keys: wrong passphrase");
  auto keys = keys_of(envelope.store, *secret);
  crypto::wipe(*secret);
  return keys;
}

Result<> create(const std::filesystem::path& path, std::string text) {
  auto done = create_file(path, view_of(text));
  crypto::wipe(text);
  if (!done) done.error().message.insert(0, "host keys: ");
  return done;
}

}  // namespace

HostKeys HostKeys::random() {
  return {{},
          crypto::Key::random(),
          crypto::Key::random(),
          crypto::Key::random(),
          crypto::SigningKey::from_seed(crypto::Key::random().reveal()),
          false};
}

std::string host_keys_text(const HostKeys& keys) {
  VEIL_REQUIRE(keys.store != StoreId{});
  Envelope envelope;
  envelope.store = keys.store;
  envelope.secret = secret_of(keys);
  return text_of_envelope(envelope);
}

Result<std::string> host_keys_text(const HostKeys& keys, BytesView passphrase,
                                   crypto::PassphraseCost cost) {
  VEIL_REQUIRE(keys.store != StoreId{});
  if (passphrase.empty()) return fail(Code::InvalidArgument, "host keys: an empty passphrase");
  Envelope envelope;
  envelope.by_passphrase = true;
  envelope.store = keys.store;
  envelope.salt = crypto::random_array<16>();
  envelope.cost = cost;
  const auto key = crypto::derive_from_passphrase(passphrase, envelope.salt, cost);
  if (!key) return fail(key.error());
  Bytes secret = secret_of(keys);
  envelope.secret = crypto::wrap(*key, wrap_context(envelope), secret);
  crypto::wipe(secret);
  return text_of_envelope(envelope);
}

Result<HostKeys> parse_host_keys(std::string_view text, const HostKeysOptions& options) {
  const auto envelope = parse_envelope(text);
  if (!envelope) return fail(envelope.error());
  if (options.store && *options.store != envelope->store) {
    return fail(Code::InvalidArgument, "host keys: these are of store " + hex(envelope->store) +
                                           ", not of store " + hex(*options.store));
  }
  if (envelope->by_passphrase) return unwrap_keys(*envelope, options);
  return keys_of(envelope->store, envelope->secret);
}

Result<> create_host_keys(const std::filesystem::path& path, const HostKeys& keys) {
  return create(path, host_keys_text(keys));
}

Result<> create_host_keys(const std::filesystem::path& path, const HostKeys& keys,
                          BytesView passphrase, crypto::PassphraseCost cost) {
  auto text = host_keys_text(keys, passphrase, cost);
  if (!text) return fail(text.error());
  return create(path, std::move(*text));
}

Result<HostKeys> read_host_keys(const std::filesystem::path& path, const HostKeysOptions& options) {
  auto file = read_file(path, kFileSizeMax);
  if (!file) {
    const bool absent = file.error().code == Code::NotFound;
    return fail(file.error().code, (absent ? "host keys: there is no key file: " : "host keys: ") +
                                       file.error().message);
  }
  auto keys = file->others_can_read
                  ? fail(Code::Denied, "host keys: every account of this machine can read " +
                                           path.string() + ": chmod 600, and see who did")
                  : parse_host_keys(text_of(file->bytes), options);
  crypto::wipe(file->bytes);
  if (keys) keys->group_can_read = file->group_can_read;
  return keys;
}

}  // namespace veil::store
