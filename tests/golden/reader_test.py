#!/usr/bin/python3
"""Runs read_store.py on the golden stores: it must print the expected files, and refuse what was altered."""
import hashlib
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
SKIP = 77
ROLES = {"handler": (1, "lin"), "caseworker": (2, "zhao"), "intake": (3, "lin"), "supervisor": (4, "head"),
         "statistician": (5, "sun")}
# Tables of the engine, with the question whose answer must notice an altered row.
TABLES = {b"m": "facts", b"c": "facts", b"g": "facts", b"s": "facts", b"h": "facts", b"r": "values", b"Lf": "facts",
          b"Le": "facts", b"Lt": "facts", b"Lk": "log", b"Lx": "log"}
TRIES = 3


class Golden:
    def __init__(self, folder, scratch):
        self.folder, self.scratch, self.faults = folder, scratch, []
        self.keys = {}
        for name in ("head", "lin", "zhao", "sun", "shen"):
            file = folder / "identities" / name
            self.keys[name] = scratch / f"{name}.key"
            self.keys[name].write_bytes(self.run("age_identity.py", f"{file}.age", f"{file}.pass").stdout)
        self.rows = subprocess.run(["ldb", f"--db={folder / 'store' / 'engine'}", "--hex", "scan"], check=True,
                                   capture_output=True).stdout.decode().splitlines()

    def run(self, program, *arguments):
        return subprocess.run([sys.executable, "-B", HERE / program, *map(str, arguments)], capture_output=True)

    def read(self, what, dump="-", store=None, host_key=None):
        questions = {"facts": ("facts",), "log": ("log", self.keys["shen"]), "values": ("values", 1, self.keys["lin"])}
        questions |= {name: ("values", role, self.keys[who]) for name, (role, who) in ROLES.items()}
        return self.run("read_store.py", store or self.folder / "store", host_key or self.folder / "host.key", dump,
                        *questions[what])

    def expect(self, fits, what):
        if not fits:
            self.faults.append(what)
            print("FAULT:", what)

    def expect_refused(self, what, name, **changed):
        got = self.read(what, **changed)
        refused = got.returncode == 1 and not got.stdout and got.stderr.startswith(b"read_store: refused")
        self.expect(refused, f"{name}: not refused by `{what}` (status {got.returncode}, {got.stderr[-200:]!r})")

    def check_answers(self):
        for expected in sorted((self.folder / "expected").iterdir()):
            got = self.read(expected.stem)
            self.expect(got.returncode == 0 and got.stdout == expected.read_bytes(),
                        f"{expected.name}: prints something else ({got.stderr[-200:]!r})")

    def check_dumps(self, rng):
        dump = self.scratch / "dump"
        for table, what in TABLES.items():
            prefix = "0x" + table.hex().upper()
            lines = [i for i, line in enumerate(self.rows) if line.startswith(prefix)]
            self.expect(lines, f"no rows of table {table}")
            for attempt in range(TRIES):
                i = rng.choice(lines)
                key, value = [bytearray.fromhex(part[2:]) for part in self.rows[i].split(" : ")]
                part = key if not value else value
                at, bit = rng.randrange(len(table) if part is key else 0, len(part)), 1 << rng.randrange(8)
                part[at] ^= bit
                row = f"0x{key.hex().upper()} : 0x{value.hex().upper()}"
                dump.write_text("\n".join(self.rows[:i] + [row] + self.rows[i + 1:]) + "\n")
                self.expect_refused(what, f"table {table}, byte {at} of {len(part)}, bit {bit}", dump=dump)
            if table not in (b"c", b"g"):  # older charters and fewer grants are for pins and people to notice
                dump.write_text("\n".join(self.rows[:lines[-1]] + self.rows[lines[-1] + 1:]) + "\n")
                self.expect_refused(what, f"table {table}, last row left out", dump=dump)

    def check_files(self, rng):
        store, host_key = self.scratch / "store", self.scratch / "host.key"
        for name, target in (("checkpoint", store / "checkpoint"), ("host.key", host_key)):
            shutil.rmtree(store, ignore_errors=True)
            shutil.copytree(self.folder / "store", store)
            for file in ("host.key", "host.key.erasure"):
                shutil.copy(self.folder / file, self.scratch / file)
            bytes_ = bytearray(target.read_bytes())
            at = rng.randrange(len(bytes_) - 1)
            bytes_[at] ^= 1 << rng.randrange(7)
            target.write_bytes(bytes_)
            self.expect_refused("facts", f"{name}, byte {at}", store=store, host_key=host_key)


def tree_hash(folder):
    out = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        out.update(str(path.relative_to(folder)).encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return out.hexdigest()


def main():
    if shutil.which("ldb") is None:
        print("skipped: no ldb (package rocksdb-tools)")
        return SKIP
    try:
        import nacl.bindings  # noqa: F401
    except ImportError:
        print("skipped: /usr/bin/python3 has no nacl (package python3-nacl)")
        return SKIP
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else random.SystemRandom().randrange(1 << 32)
    print("seed", seed)
    rng, faults = random.Random(seed), []
    for folder in sorted(p for p in HERE.iterdir() if (p / "store").is_dir()):
        before = tree_hash(folder)
        with tempfile.TemporaryDirectory() as scratch:
            golden = Golden(folder, Path(scratch))
            golden.check_answers()
            golden.check_dumps(rng)
            golden.check_files(rng)
            golden.expect(tree_hash(folder) == before, "reading changed the golden store")
        faults += golden.faults
    lines = len((HERE / "read_store.py").read_text().splitlines())
    if lines > 300:
        faults.append("read_store.py has more than 300 lines")
    print(f"{len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
