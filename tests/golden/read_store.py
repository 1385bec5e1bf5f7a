#!/usr/bin/python3
"""Reads a store of format version 1. Written from docs/format.md alone; section numbers are that page's.
  read_store.py STORE HOSTKEY DUMP (facts | values ROLE KEY | log KEY)
Prints what the host can read, a role (a number) open, or the access log, as JSON lines, after checking all that these keys
can check; else status 1. DUMP: output of RocksDB's `ldb --hex scan`, or "-". KEY: a person's decrypted identity file."""
import base64, datetime, hashlib, hmac, json, pathlib, subprocess, sys, time
from nacl import bindings, exceptions, signing
TYPES = dict(enumerate("unknown text date money number bool code codes band file present".split()))
TYPES.update({254: "cleared", 255: "removed"})
STRENGTHS, ZERO, BASE32 = ("withheld", "counted", "veiled", "full"), bytes(32), "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
def need(fits, what):
    if not fits: raise ValueError(what)
# ---- section 1: conventions
def le(n, size=8): return n.to_bytes(size, "little")
def be(n, size): need(n < 1 << 8 * size, "number"); return n.to_bytes(size, "big")
def pae(*parts):
    parts = [p if isinstance(p, bytes) else le(p) if isinstance(p, int) else p.encode() for p in parts]
    return le(len(parts)) + b"".join(le(len(p)) + p for p in parts)
def parts(data, title=None):
    r = Reader(data)
    out = r.end([r.take(r.u(8)) for _ in range(r.u(8))])
    need(title is None or out[0] == title.encode(), f"not {title}")
    return out if title is None else out[1:]
def unbase64(text): out = base64.b64decode(text); need(base64.b64encode(out).decode() == text, "base64"); return out
def number(data): need(len(data) == 8, "number"); return int.from_bytes(data, "little")
def ascending(keys): need(all(a < b for a, b in zip(keys, keys[1:])), "out of order"); return keys
def blake(key, message, size=32): return hashlib.blake2b(message, key=key, digest_size=size).digest()
def sha256(*data): return hashlib.sha256(b"".join(data)).digest()
def verify(key, message, signature): signing.VerifyKey(key).verify(message, signature)
def unseal(key, n, ad, box): return bindings.crypto_aead_chacha20poly1305_ietf_decrypt(box, ad, bytes(4) + le(n), key)
def unwrap(key, ad, box): return bindings.crypto_aead_xchacha20poly1305_ietf_decrypt(box[24:], ad, box[:24], key)
def public(secret): return bindings.crypto_scalarmult_base(secret)
def box_key(secret, e, context):  # libsodium refuses an all-zero z
    return blake(bindings.crypto_scalarmult(secret, e), pae("veil/box/1", 1, e, public(secret), context))
def unbox(secret, context, box): return unseal(box_key(secret, box[:32], context), 0, b"", box[32:])
def base32(n, digits): return "".join(BASE32[n >> 5 * i & 31] for i in reversed(range(digits)))
def name_of(record): n = int.from_bytes(record, "big"); return base32(n, 26) + base32(n % 1021, 2)
class Reader:
    def __init__(self, data): self.data, self.at = data, 0
    def take(self, n):
        need(self.at + n <= len(self.data), "cut short")
        self.at += n
        return self.data[self.at - n:self.at]
    def rest(self): return self.take(len(self.data) - self.at)
    def end(self, out=None): need(self.at == len(self.data), "bytes left over"); return out
    def u(self, size=1): return int.from_bytes(self.take(size), "little")
    def flag(self): n = self.u(); need(n < 2, "flag"); return bool(n)
    def varint(self, n=0, shift=0):
        byte = self.u()
        n += (byte & 127) << shift
        need((byte or not shift) and n < 1 << 64, "varint")
        return self.varint(n, shift + 7) if byte > 127 else n
    def zigzag(self): n = self.varint(); return n >> 1 ^ -(n & 1)
    def text(self): return self.take(self.varint()).decode()
    def optional(self, what): return what() if self.flag() else None
    def list(self, what): return [what() for _ in range(self.varint())]
    def date(self):
        day, precision = datetime.date(1970, 1, 1) + datetime.timedelta(self.zigzag()), self.u()
        need(precision == 0 or day.day == 1 and (precision == 1 or precision == 2 and day.month == 1), "date")
        return day.isoformat()[:(10, 7, 4)[precision]]
    def code(self): return {"code": self.text(), "edition": self.text()}
# ---- section 9: key files
class Host:
    def __init__(self, path):
        title, *rest = pathlib.Path(path).read_text().split("\n")
        *fields, check = parts(unbase64("".join(rest)), "veil/host-keys/1")
        suite, provider, self.store, cost, secret = fields
        own_check = blake(b"", pae("veil/host-keys/check/1", *fields))
        need([title, suite, provider, check] == ["veil host keys 1 keyfile", le(1), b"keyfile", own_check], "host keys")
        (self.section, _, self.log_index, _), file = parts(secret), pathlib.Path(path + ".erasure").read_bytes()
        self.erasure = max(filter(None, map(self.slot, (file[:4096], file[4096:]))))[1]
    def slot(self, slot):
        sequence, key = number(slot[8:16]), blake(self.section, pae("veil/erasure-file/1", self.store))
        try: r = Reader(unwrap(key, pae("veil/erasure-slot/1", self.store, sequence), slot[16:]))
        except exceptions.CryptoError: return None
        keys = {r.u(8): r.take(32) for _ in range(r.u(8))}
        need(slot[:8] == b"veilera1" and not any(r.rest()), "erasure slot")
        return sequence, keys
def identity_secret(path):
    (line,) = [l for l in pathlib.Path(path).read_text().splitlines() if l.startswith("AGE-SECRET-KEY-1")]
    bits = "".join(format("QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L".index(c), "05b") for c in line[16:-6])
    return be(int(bits, 2) >> 4, 32)
# ---- sections 3 and 4: charters and grants
class Charter:
    def __init__(self, row, version, host, before):
        key = blake(host.section, pae("veil/charter-row-key/1"))
        body, signatures = parts(unwrap(key, pae("veil/charter-row/1", version), row), "veil/signed-charter/1")
        (suite, own_version, previous, _, _, _, _, roster, roles, compartments, indexes, self.log_key, _, recovery,
         custodians, threshold) = parts(body, "veil/charter/1")
        self.hash, self.threshold, self.custodians = blake(b"", body), number(threshold), ascending(parts(custodians))
        need([suite, own_version, previous] == [le(1), le(version), before.hash if before else ZERO], "charter: chain")
        need(2 * self.threshold > len(self.custodians) >= self.threshold, "charter: threshold")
        (before or self).check_signed(pae("veil/charter/sign/1", self.hash), signatures)
        self.people, self.rules, self.commitments = {}, {}, {(4, 0, 0): recovery}
        for who, _, identity, _, _ in map(parts, parts(roster)):
            self.people[number(who)] = keys = identity[1:33], identity[33:65]
            verify(keys[1], pae("veil/identity/public/1", identity[0], *keys), identity[65:])
        for kind, table in (1, roles), (2, compartments), (3, indexes):
            for named, epoch, *row in map(parts, parts(table)):
                self.commitments[kind, number(named), number(epoch)] = row[kind != 3]
                if kind == 2: self.rules[number(named), number(epoch)] = parts(row[2])
        ascending(list(self.people)), ascending(list(self.commitments)[1:])
    def check_signed(self, message, signatures):
        signatures = dict(map(parts, parts(signatures)))
        for custodian in ascending(list(signatures)): verify(custodian, message, signatures[custodian])
        need(len(signatures.keys() & set(self.custodians)) >= self.threshold, "not signed by enough custodians")
class Grant:
    def __init__(self, key, row, charter, store):
        body, signatures = parts(row, "veil/grant-row/1")
        suite, kind, of, _, *names, self.commitment, self.box, begin, until = parts(body, "veil/grant/1")
        self.kind, self.holder, *self.name = map(number, (kind, *names))
        own_key = b"g" + be(self.kind, 1) + be(self.holder, 4) + be(self.name[0], 4) + be(self.name[1], 8)
        need([key, suite, of] == [own_key, le(1), store], "grant: of another place")
        charter.check_signed(body, signatures)
        self.context, self.named = pae("veil/grant/box/1", store, kind, *names), (self.kind % 5 or 1, *self.name)
        self.counts = self.commitment == charter.commitments.get(self.named) and \
            number(begin) <= time.time() * 1000 < (number(until) or 1 << 64)
    def open(self, secret):
        key = unbox(secret, self.context, self.box)
        need(blake(key, pae("veil/key-commitment/1", *self.named)) == self.commitment, "grant: commitment")
        return key
# ---- section 5: records
class Entry:
    def __init__(self, r, offset, salt=None, section=None):
        self.offset, self.salt, self.bytes = offset, salt, section
        self.compartment, self.generation, self.epoch, self.version, self.content, _ = (r.varint() for _ in range(6))
        self.rules, self.blind = r.take(8), r.flag()
        self.first_row, self.length, self.digest = r.varint() if self.blind else 0, r.varint(), r.take(32)
    def open(self, store, record, s_c, key):  # (row, field, type, bytes) of each; `key`: of the compartment or the host
        place = 1, store, record, self.compartment, self.epoch, self.version, self.salt
        if self.blind:
            secret = blake(key, pae("veil/compartment-pair/1", self.compartment, self.epoch))
            key = box_key(secret, self.bytes[:32], pae("veil/blind/1", *place[1:6]))
        both = blake(key, pae("veil/section/1", *place, blake(s_c, pae("veil/share/1", *place))), 64)
        need(hmac.compare_digest(blake(both[32:], self.bytes), self.digest), "section: digest")
        r, enc, out = Reader(self.bytes[32 * self.blind:]), both[:32], []
        size = number(unseal(enc, 0, pae("veil/size/1"), r.take(20)) + bytes(4))
        for i, (*name, length) in enumerate(read_table(unseal(enc, 1, pae("veil/table/1"), r.take(size + 16)))):
            out.append((*name, unseal(enc, i + 2, pae("veil/value/1", *name), r.take(length + 16))))
            need(not self.blind or name[0] >= self.first_row and name[2] != 255, "section: blind, with others' rows")
        need(not any(r.rest()), "section: padding")
        return out
def read_table(data):
    r, rows, row, removals, least = Reader(data), [], 0, False, 0
    need(r.u() == 1, "table: version")
    for _ in range(r.varint()):
        distance, kind = r.varint(), r.u()
        need(kind in TYPES and (distance or not removals or kind == 255), "table: type")
        if distance or (kind == 255) != removals: removals, least = kind == 255, 0
        row, least = row + distance, least + r.varint() + 1
        rows.append((row, least - 1, kind, r.varint() if kind <= 10 else 0))
    return r.end(rows)
def read_value(kind, r):
    return r.end((lambda: None, lambda: r.rest().decode(), r.date, r.zigzag, r.zigzag, r.flag, r.code,
                  lambda: r.list(r.code), lambda: {"low": r.optional(r.zigzag), "high": r.optional(r.zigzag)},
                  lambda: {"media_type": r.text(), "size": r.varint(), "digest": r.take(32).hex()}, r.flag)[kind]())
def resolve(sections):
    named, gone, out = set(), set(), []  # sections of one compartment, newest content version first
    for section in sections:
        news = [v for v in section if v[:2] not in named and v[0] not in gone and v[2] != 255]
        named, gone = named | {v[:2] for v in news}, gone | {v[0] for v in section if v[2] == 255}
        out += [v for v in news if v[2] <= 10]
    return sorted(out)
def read_facts(r):  # section 6
    need(r.u() == 1, "facts: version")
    consent = lambda: {"scope": r.text(), "recipient": r.text(), "until": r.varint(), "withdrawn": r.flag()}
    return r.end({"created_by": r.varint(), "created_at": r.varint(), "opened_on": r.optional(r.date), "assigned": r.list(
        r.varint), "conflicts": r.list(r.varint), "status": r.text(), "consents": r.list(consent), "holds": r.list(r.text)})
class Record:  # with its secret row and history (section 7), checked as far as it can be without role keys
    def __init__(self, store, id_):
        self.store, self.id, host, r, secret_row = store, id_, store.host, Reader(store.rows[b"r" + id_]), store.rows[b"s" + id_]
        need(r.take(2) == secret_row[:2] == b"\1\1", "record: another format or suite")
        (_, version, _, _), (_, history) = [r.varint() for _ in range(4)], (r.take(32), r.take(32))
        salts = {version: salt for version, _, salt in r.list(lambda: (r.varint(), r.varint(), r.take(32)))}
        self.entries = r.list(lambda: Entry(r, r.varint()))
        head, mac, begin = r.data[:r.at], r.take(32), r.at
        ascending([(e.compartment, e.version) for e in self.entries])
        need(list(salts) == sorted({e.version for e in self.entries}), "record: salts")
        for e in sorted(self.entries, key=lambda e: e.offset):
            need(e.offset == r.at - begin, "record: gap")
            e.salt, e.bytes = salts[e.version], r.take(e.length)
        self.named = r.end((version, blake(b"", pae("veil/head-hash/1", head + mac))))
        epoch = number(secret_row[2:10])
        r = Reader(unwrap(host.erasure[epoch], pae("veil/secret/1", host.store, id_, epoch), secret_row[10:]))
        self.generation, self.secret, self.history, chain = r.varint(), r.take(32), [], ZERO
        self.surviving = dict(r.list(lambda: ((r.varint(), r.varint()), r.take(32))))
        need(r.end((r.varint(), r.take(32))) == self.named, "record or secret row: rolled back")
        need(hmac.compare_digest(blake(blake(self.secret, pae("veil/head/1")), head), mac), "head: mac")
        for key in (k for k in store.rows if k.startswith(b"h" + id_)):
            salt, _, entry, section, replaced = parts(store.rows[key], "veil/history-row/1")
            e = Entry(Reader(entry), 0, salt, section)
            need(key[17:] == be(e.compartment, 4) + be(e.version, 8), "history: key")
            self.history.append((number(replaced), key, e))
        self.history.sort(key=lambda h: h[:2])
        for _, key, _ in self.history: chain = blake(b"", pae("veil/history/1", chain, key, blake(b"", store.rows[key])))
        need(chain == history, "history: chain")
        (facts,) = [e for e in self.entries if e.compartment < 4]
        ((*name, value),) = self.open(facts, host.section)
        need((facts.compartment, *name) == (1, 0, 0, 1), "facts: not one")
        self.facts = {"record": name_of(id_), "version": version, **read_facts(Reader(value))}
    def open(self, entry, key):
        s_c = self.surviving.get((entry.compartment, entry.generation)) if entry.generation != self.generation else \
            blake(self.secret, pae("veil/compartment/1", entry.compartment))
        return entry.open(self.store.host.store, self.id, s_c, key)
    def values(self, keys):  # all that keys by (compartment, epoch) open; a weaker strength only if it is current
        at = lambda c: sorted((e for e in self.entries if e.compartment == c), key=lambda e: -e.content)
        line = lambda c, row, field, kind, value, **more: {
            "record": name_of(self.id), "class": c // 4, "strength": STRENGTHS[c % 4], "row": row, "field": field,
            "type": TYPES[kind], "value": read_value(kind if kind <= 10 else 0, Reader(value)), **more}
        for c in sorted({c for c, _ in keys}):
            sections = [self.open(e, keys[c, e.epoch]) for e in at(c)]
            current = [e.content for e in at(c)] == [e.content for e in at(c | 3)]
            accepted = c % 4 == 3 or all(e.rules in self.store.charter.rules[c, e.epoch] for e in at(c))
            if current and accepted: yield from (line(c, *v) for v in resolve(sections))
        for replaced, _, e in self.history:
            for v in self.open(e, keys[e.compartment, e.epoch]) if (e.compartment, e.epoch) in keys else ():
                yield line(e.compartment, *v, version=e.version, replaced_in=replaced)
# ---- section 8: the access log
def root_of(hashes):
    k = 1 << (len(hashes) - 1).bit_length() - 1 if len(hashes) > 1 else 0
    return sha256(b"\1", root_of(hashes[:k]), root_of(hashes[k:])) if k else hashes[0] if hashes else sha256()
def check_statement(store, person, opening, said, index, size, path, signature):
    opens = parts(said)[0] == b"veil/opening/1"
    need(blake(b"", said) == opening if opens else (index, size, path) == (0, 1, []), "statement: of a batch")
    message = said if opens else pae("veil/batch/1", store.host.store, opening, 1, sha256(b"\0", said))
    verify(store.charter.people[person][1], message, signature)
def read_entry(store, r, index):
    r, zeros = Reader(r.take(r.u(4))), r.rest()
    need(not any(zeros) and r.u() == 1, "entry")
    out, opening = {"index": index, "time": r.u(8), "action": r.varint(), "outcome": r.u()}, r.take(32)
    for name in ("person", "role", "purpose", "charter", "part", "parts"): out[name] = r.varint()
    out.update(reason=r.text(), client=r.text(), records=r.list(lambda: r.take(16)))
    out["classes"] = r.list(lambda: [r.varint(), STRENGTHS[r.u()], r.u()])
    said = r.optional(lambda: (r.take(r.varint()), r.varint(), r.varint(), r.list(lambda: r.take(32)), r.take(64)))
    return r.end((out, said and check_statement(store, out["person"], opening, *said)))[0]
def read_log(store, note, roles):  # the entries, where the secret of an auditors' role is given
    host, rows, count = store.host, store.rows, sum(k.startswith(b"Le") for k in store.rows)
    hashes = [sha256(b"\0", rows[b"Le" + be(i, 8)]) for i in range(count)]
    body, signature = note.split("\n\n")
    (origin, size, root), (name, _, key) = body.split("\n"), store.charter.log_key.decode().split("+", 2)
    key, signed = unbase64(key), unbase64(signature.removeprefix(f"\u2014 {name} ").removesuffix("\n"))
    need(key[:1] == b"\1" and signed[:4] == sha256(name.encode(), b"\n", key)[:4] and name == origin, "checkpoint")
    verify(key[1:], body.encode() + b"\n", signed[4:])
    need(int(size) <= count and root_of(hashes[:int(size)]) == unbase64(root), "checkpoint: another log")
    host_key, row = blake(host.section, pae("veil/log-host-key/1")), rows[b"Lf"]
    need(blake(blake(host_key, pae("veil/log/frontier/1", host.store)), row[:-32]) == row[-32:], "frontier: mac")
    at = lambda level, i: root_of(hashes[i << level:i + 1 << level])
    edge = b"".join(at(b, (count >> b) - 1) for b in reversed(range(64)) if count >> b & 1)
    need(row[:1] == b"\1" and row[21:-32] == le(count) + edge, "frontier")
    tiles = {b"Lt" + be(l, 1) + be(n, 8): b"".join(at(8 * l, n * 256 + i) for i in range(256))
             for l in range(8) for n in range(count >> 8 * l + 8)}
    need(tiles == {k: v for k, v in rows.items() if k.startswith(b"Lt")}, "tiles")
    entries, heads, keys, names = [], {}, {}, set()
    for index, r in enumerate(Reader(rows[b"Le" + be(i, 8)]) for i in range(count)):
        form, flags, epoch = r.take(2), r.u(), r.u(4)
        need(form == b"\1\1" and flags < 4, "leaf: format")
        if flags & 2:
            commitment, lk = r.take(32), Reader(rows[b"Lk" + be(epoch, 4)])
            need(lk.take(9) == b"\1" + le(index), "log key row")
            for role, box in lk.end([(lk.u(2), lk.take(80)) for _ in range(lk.u())]):
                if role in roles: keys[epoch] = unbox(roles[role], pae("veil/log/key/1", host.store, epoch), box)
            need(not roles or blake(keys[epoch], pae("veil/log/commitment/1", host.store, epoch)) == commitment, "log key")
        if flags & 1:
            plain = unwrap(host_key, pae("veil/log/host/1", host.store, epoch), r.take(96))
            heads[plain[:16]] = number(plain[16:24]), plain[24:]
        if roles:
            entry = read_entry(store, Reader(unwrap(keys[epoch], pae("veil/log/entry/1", origin, epoch), r.rest())), index)
            names |= {b"Lx" + blake(host.log_index, record, 16) + be(index, 8) for record in entry["records"]}
            entries.append({**entry, "records": list(map(name_of, entry["records"]))})
    need(heads == {x.id: x.named for x in store.records}, "record: not as the log says")
    need(not roles or names == {k for k in rows if k.startswith(b"Lx")}, "log index")
    return entries
class Store:
    def __init__(self, rows, host):
        self.rows, self.host, self.charter = rows, host, None
        form, suite, store, log_key = parts(rows[b"m"], "veil/store/1")
        for version in range(1, 1 + sum(k[:1] == b"c" for k in rows)):
            self.charter = Charter(rows[b"c" + be(version, 4)], version, host, self.charter)
            need(version > 1 or self.charter.hash[:16] == store == host.store, "of another store")
        need([form, suite, log_key] == [le(1), le(1), self.charter.log_key], "store row")
        self.grants = [Grant(k, v, self.charter, store) for k, v in rows.items() if k[:1] == b"g"]
        self.records = [Record(self, k[1:]) for k in rows if k[:1] == b"r"]
        need({k[1:17] for k in rows if k[:1] in b"sh"} <= {x.id for x in self.records}, "a row without a record")
    def granted(self, kind, holder, secret):
        return {tuple(g.name): g.open(secret) for g in self.grants if g.counts and (g.kind, g.holder) == (kind, holder)}
def main(folder, host_key, dump, what, *more):
    text = subprocess.check_output(["ldb", f"--db={folder}/engine", "--hex", "scan"] if dump == "-" else ["cat", dump])
    rows = dict(map(bytes.fromhex, l.replace("0x", "").split(" : ")) for l in text.decode().splitlines())
    store, roles = Store(rows, Host(host_key)), {}
    if more:
        secret = identity_secret(more[-1])
        (person,) = [n for n, keys in store.charter.people.items() if keys[0] == public(secret)]
        roles = {role: key for (role, _), key in store.granted(1, person, secret).items()}
    keys = store.granted(2, int(more[0]), roles[int(more[0])]) if what == "values" else {}
    lines = {"log": read_log(store, pathlib.Path(folder, "checkpoint").read_text(), roles if what == "log" else {}),
             "facts": [x.facts for x in store.records], "values": [line for x in store.records for line in x.values(keys)]}
    for line in lines[what]: print(json.dumps(line, ensure_ascii=False))
try: main(*sys.argv[1:])
except (ValueError, KeyError, IndexError, exceptions.CryptoError, subprocess.CalledProcessError) as fault:
    sys.exit(f"read_store: refused: {type(fault).__name__}: {fault}")
