#!/usr/bin/python3
"""Each rule of tools/check must refuse what it forbids, name file and line, and pass what is allowed."""
import os
import sys
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, "tools", "check"))
sys.dont_write_bytecode = True

import layers  # noqa: E402
import tidy  # noqa: E402
import words  # noqa: E402

# A small project that keeps every rule.
GOOD = {
    "crypto/CMakeLists.txt": "target_sources(veil_crypto PUBLIC FILE_SET HEADERS BASE_DIRS ${X} FILES\n  a.h\n)\n",
    "crypto/a.h": "// crypto/a.h: bytes.\n#pragma once\n#include <vector>\n",
    "crypto/a.cpp": '#include "crypto/a.h"\n#include <sodium.h>\n',
    "redact/b.h": '// redact/b.h: words.\n#pragma once\n#include "crypto/a.h"\n',
    "redact/b.cpp": '#include "redact/b.h"\n',
    "store/engine/rocksdb_engine.cpp": '#include <rocksdb/db.h>\n#include <fcntl.h>\n#include "redact/b.h"\n',
    "tools/main.cpp": '#include <CLI/CLI.hpp>\n#include "crypto/a.h"\n',
    "tests/crypto/a_test.cpp": '#include <sodium.h>\n#include <catch2/catch.hpp>\n#include "crypto/a.h"\n',
}


def with_file(path, text):
    return {**GOOD, path: text}


def rooted(*parts):
    """A path from the root, which no file of the project may hold as it is."""
    return "/" + "/".join(parts)


class Layers(unittest.TestCase):
    def test_good_tree_passes(self):
        self.assertEqual(layers.check(GOOD), [])

    def refused(self, path, text, sentence, line=1):
        faults = layers.check(with_file(path, text))
        self.assertEqual(len(faults), 1, faults)
        self.assertIn(sentence, faults[0])
        self.assertTrue(faults[0].startswith(f"{path}:{line}: "), faults[0])

    def test_each_arrow_to_the_right_is_refused(self):
        headers = {"crypto": "crypto/a.h", "redact": "redact/b.h", "store": "store/c.h", "tools": "tools/d.h",
                   "tests": "tests/e.h"}
        extra = {headers[room]: f"// {headers[room]}: x.\n#pragma once\n" for room in ("store", "tools", "tests")}
        names = list(headers)
        for mine in names:
            for theirs in names:
                source = f"{mine}/probe.cpp"
                uses = "".join(f'#include "{path}"\n' for path in extra)
                files = {**GOOD, **extra, "tests/uses.cpp": uses, source: f'#include "{headers[theirs]}"\n'}
                allowed = mine == "tests" or names.index(theirs) <= names.index(mine)
                self.assertEqual(layers.check(files) == [], allowed, f"{mine} includes {theirs}")

    def test_foreign_headers_have_one_home(self):
        for path, name in [
                ("redact/x.cpp", "sodium.h"), ("crypto/x.cpp", "rocksdb/db.h"), ("store/x.cpp", "rocksdb/db.h"),
                ("store/log/x.cpp", "boost/archive/binary_iarchive.hpp"), ("tools/x.cpp", "boost/serialization/nvp.hpp"),
                ("store/x.cpp", "boost/json.hpp"), ("redact/x.cpp", "toml++/toml.h"), ("store/x.cpp", "CLI/CLI.hpp"),
                ("store/x.cpp", "utf8proc.h"), ("redact/x.cpp", "tl/expected.hpp"), ("store/x.cpp", "catch2/catch.hpp")]:
            self.refused(path, f"\n#include <{name}>\n", "belongs in", line=2)

    def test_unknown_foreign_header_is_refused(self):
        self.refused("store/x.cpp", "#include <openssl/evp.h>\n", "has no home")
        self.refused("crypto/x.cpp", "#include <sys/mman.h>\n", "has no home")

    def test_pure_rooms_touch_no_disk(self):
        self.refused("redact/x.cpp", "#include <fstream>\n", "pure")
        self.refused("crypto/x.cpp", "#include <filesystem>\n", "pure")

    def test_regex_is_refused_even_in_tests(self):
        self.refused("tests/crypto/x.cpp", "# include <regex>\n", "std::regex")

    def test_missing_file_is_refused(self):
        self.refused("store/x.cpp", '#include "a.h"\n', "no file of this project")

    def test_public_header_shows_nothing_foreign_or_private(self):
        faults = layers.check(with_file("crypto/a.h", "#pragma once\n#include <sodium.h>\n"))
        self.assertTrue(any("in a public header" in fault for fault in faults), faults)
        files = with_file("crypto/a.h", '#pragma once\n#include "crypto/private.h"\n')
        faults = layers.check({**files, "crypto/private.h": "#pragma once\n"})
        self.assertEqual(len(faults), 1, faults)
        self.assertIn("not installed", faults[0])

    def test_file_set_names_only_what_exists(self):
        files = with_file("crypto/CMakeLists.txt", GOOD["crypto/CMakeLists.txt"].replace("a.h", "a.h\n  gone.h"))
        self.assertEqual(layers.check(files), ["crypto/CMakeLists.txt: the FILE_SET names crypto/gone.h, which does not exist"])

    def test_cycle_is_refused(self):
        files = {**GOOD, "store/p.h": '#include "store/q.h"\n', "store/q.h": '#include "store/p.h"\n'}
        self.assertEqual(layers.check(files), ["cycle: store/p.h -> store/q.h -> store/p.h"])

    def test_dead_header_is_refused(self):
        self.assertEqual(layers.check(with_file("store/dead.h", "#pragma once\n")), ["store/dead.h: nobody includes it"])


class Words(unittest.TestCase):
    def test_good_tree_passes(self):
        self.assertEqual(words.check(GOOD), [])

    def test_each_word_is_refused_with_its_line(self):
        for path, line in [
                ("docs/a.md", "TODO: write this"), ("store/a.cpp", "// FIXME"), ("store/a.cpp", "// not yet implemented"),
                ("docs/a.md", "see " + rooted("home", "someone", "x")), ("dev", "cd " + rooted("work", "project")),
                ("store/a.cpp", f'open("{rooted("tmp", "x")}");'),
                ("store/a.cpp", "class KeyManager {"), ("store/a.cpp", "struct Utils {"), ("store/a.cpp", "#define TRY(x) x"),
                ("store/a.cpp", "std::regex r;"), ("store/a.cpp", "int x = rand();"), ("store/a.cpp", "#ifdef NDEBUG"),
                ("docs/a.md", "two  "), ("store/a.cpp", "\tint x;"), ("README.md", "line\r")]:
            faults = words.check({path: f"first\n{line}\nlast\n"})
            self.assertEqual(len(faults), 1, (line, faults))
            self.assertTrue(faults[0].startswith(f"{path}:2: "), faults[0])

    def test_what_only_looks_alike_passes(self):
        for path, line in [("store/a.cpp", "int operand(int);"), ("docs/a.md", "https://example.org" + rooted("work", "x")),
                           ("cmake/a.cmake", "${PREFIX}" + rooted("home", "x")), ("store/a.cpp", "#define VEIL_REQUIRE(x) x"),
                           ("store/a.cpp", "class Keyring {"), ("docs/a.md", "veil demo --keep " + rooted("tmp", "demo"))]:
            self.assertEqual(words.check({path: line + "\n"}), [], line)

    def test_length_is_refused_from_501_lines(self):
        self.assertEqual(words.check({"store/a.cpp": "x\n" * 500}), [])
        self.assertEqual(len(words.check({"store/a.cpp": "x\n" * 501})), 1)
        self.assertEqual(words.check({"redact/veil/regions_data.cpp": "x\n" * 501}), [])

    def test_shape_of_headers(self):
        self.assertEqual(len(words.check({"store/a.h": "#pragma once\n"})), 1)
        self.assertEqual(len(words.check({"store/a.h": "// store/a.h: x.\n"})), 1)
        self.assertEqual(len(words.check({"store/a.cpp": "no end"})), 1)


class TidyMemory(unittest.TestCase):
    def mark(self, files, command="c++ a", around=b""):
        return tidy.fingerprint("crypto/a.cpp", command, files, around)

    def test_a_change_anywhere_below_is_noticed(self):
        before = self.mark(GOOD)
        self.assertEqual(before, self.mark(dict(GOOD)))
        self.assertEqual(before, self.mark(with_file("redact/b.h", "other")))
        self.assertNotEqual(before, self.mark(with_file("crypto/a.cpp", GOOD["crypto/a.cpp"] + "\n")))
        self.assertNotEqual(before, self.mark(with_file("crypto/a.h", GOOD["crypto/a.h"] + "\n")))
        self.assertNotEqual(before, self.mark(GOOD, command="c++ -O2 a"))
        self.assertNotEqual(before, self.mark(GOOD, around=b"other checks"))


if __name__ == "__main__":
    unittest.main()
