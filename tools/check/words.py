#!/usr/bin/python3
"""Checks what no compiler sees: sizes of files, unfinished work, words and paths that must not be in the project."""
import re
import sys

import tree

CODE = (".h", ".cpp", ".py", ".js", ".mjs", ".sh", ".cmake")
LINES_MAX = 500
TABLE = "_data.cpp"  # a source that holds one table of facts about the world and nothing else may be longer

# (pattern, where, why). Matched line by line; `where` is a tuple of endings, or None for every text file.
WORDS = [
    (r"\b(TODO|FIXME|XXX|HACK)\b", None, "unfinished work belongs in an issue"),
    (r"(?i)\bnot (yet )?implemented\b|\bunimplemented\b|\bplaceholder implementation\b", CODE, "no stubs"),
    (r"(?<![\w.$}])/(home|root|Users|work|workspace|mnt|srv|tmp/wt)/", None, "a path of someone's machine"),
    (r"(?<![\w.$}])/tmp/", (".h", ".cpp", ".py"), "ask for the temporary folder (TMPDIR) instead"),
    (r"\b(class|struct)\s+\w*(Manager|Helper|Utils?|Handler)\b", (".h", ".cpp"), "name the noun"),
    (r"^\s*#\s*define\s+(?!VEIL_REQUIRE\b|CATCH_CONFIG_)", (".h", ".cpp"), "no macros but VEIL_REQUIRE"),
    (r"\bstd::regex\b", (".h", ".cpp"), "std::regex overflows the stack on long input"),
    (r"\b(s?rand|strcpy|strcat|sprintf|gets|tmpnam)\s*\(", (".h", ".cpp"), "an unsafe call"),
    (r"\bNDEBUG\b", (".h", ".cpp"), "asserts stay on in every build"),
    (r"[ \t]+$", None, "white space at the end"),
    (r"\t", (".h", ".cpp", ".py"), "a tab"),
    (r"\r", None, "a carriage return"),
]
COMPILED = [(re.compile(pattern), where, why) for pattern, where, why in WORDS]

# The tables and their test must be able to name what they forbid.
EXEMPT = ("tools/check/words.py", "tests/check/")


def check_lines(path, lines):
    faults = []
    for number, line in enumerate(lines, 1):
        for pattern, where, why in COMPILED:
            if (where is None or path.endswith(where)) and pattern.search(line):
                faults.append(f"{path}:{number}: {why}: {line.strip()[:80]}")
    return faults


def check_shape(path, text, lines):
    faults = []
    if path.endswith(CODE) and not path.endswith(TABLE) and len(lines) > LINES_MAX:
        faults.append(f"{path}: {len(lines)} lines, over {LINES_MAX}: look for two things in one")
    if text and not text.endswith("\n"):
        faults.append(f"{path}: the last line has no end")
    if path.endswith(".h"):
        if not text.startswith((f"// {path}:", f"// {path} (")):
            faults.append(f"{path}:1: a header begins with its path and what it promises")
        if "#pragma once\n" not in text:
            faults.append(f"{path}: no #pragma once")
    return faults


def check(files):
    faults = []
    for path in sorted(files):
        if path.startswith(EXEMPT):
            continue
        lines = files[path].split("\n")
        if lines[-1] == "":
            lines.pop()
        faults += check_lines(path, lines) + check_shape(path, files[path], lines)
    return faults


if __name__ == "__main__":
    everything = tree.load()
    sys.exit(tree.report("words", everything, check(everything)))
