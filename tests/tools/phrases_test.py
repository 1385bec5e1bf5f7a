#!/usr/bin/python3
"""Everything that is said has Chinese, and all Chinese is of something said: phrases_test.py [--missing]

Reads the sources of the library and of the tool. A sentence is a literal of several words, or what an expression
makes of literals and other parts: "engine: create " + path is the phrase "engine: create {}". Each must stand in
tools/veil/zh.po as it is, with the same places; the tool then knows it again when it is said (tools/veil/phrases.h).
"""
import glob
import os
import re
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PO = "tools/veil/zh.po"
SOURCES = ["crypto/*.cpp", "redact/**/*.cpp", "store/**/*.cpp", "tools/veil/**/*.cpp", "crypto/*.h", "redact/**/*.h",
           "store/**/*.h", "tools/veil/**/*.h"]
# The demo's story, values and the sheet of a policy have both languages side by side in their own sources; completion
# scripts are for shells, lists of words are looked for. Elsewhere word("中文", "English") says both too.
LEFT_OUT = ["tools/veil/demo/", "redact/value_show.cpp", "tools/veil/usage/completion", "tools/veil/policy_sheet",
            "tools/veil/policy_marks.cpp", "tools/veil/policy_labels.cpp", "redact/text/span.cpp"]
LEFT_OUT += [f"redact/text/{list_of}.cpp" for list_of in ("words", "words_data", "names_data", "latin_names",
                                                          "organisations", "places", "placeholder")]
# Said by the libraries that read command lines and JSON, and by the system.
SAID_BY_OTHERS = [
    "Usage", "OPTIONS", "SUBCOMMAND", "SUBCOMMANDS", "REQUIRED", "Positionals", "Options", "Subcommands", "UINT",
    "Print this help message and exit", "Display program version information and exit", "{} is required",
    "A subcommand is required", "No such file or directory", "Permission denied", "No space left on device",
    "Is a directory", "Not a directory", "Read-only file system", "Input/output error", "File exists",
    "Too many open files", "{}: {}",
    "extra data", "syntax error", "incomplete JSON",
    "line {}, column {}: {}", "byte {}: {}", "purpose {}",  # in several statements
]
# Several words, but for no person's eyes.
UNSAID = [
    r"^veil pins ", r"^veil host keys ", r"^veil/", r"^age-encryption", r"^-----", r"^#include",
    r"^\[\[\w+\]\] ",  # where in a policy
    r"^referred offered$", r"^may: \{\}$", r"^# veil import: ",
    r"^YYYY-MM-DD$", r"^\.ad l$", r"^# public key: ", r"^veil: ", r"^veil census ",
    r"^(df|sudo|ulimit|chmod|swapon|cp|veil log verify) ",  # commands to type
    r"^(?:  veil (?:(?!  )[^\n])*(?:\n|$))+$",
]

TOKEN = re.compile(r'//[^\n]*|/\*.*?\*/|R"(\w*)\(.*?\)\1"|(?:u8|[uUL])?"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)+\'|\w+|::|->|<<|'
                   r'[+=!<>]=|&&|\|\||[^\s\w]', re.S)
ENDS = {",", ";", "?", ":", "<<", "=", "==", "!=", "+=", "return", "&&", "||", "<=", ">=", "{", "}", "(", ")", "[", "]", "<", ">"}
ASKED = ("text", "phrase", "said")  # of a console
NAMED = ("type_name", "group")
ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": "\0"}


def unquote(literal):
    body = literal[literal.index('"') + 1:-1]
    return re.sub(r"\\(x[0-9a-f]{2}|u[0-9a-f]{4}|.)",
                  lambda m: chr(int(m[1][1:], 16)) if len(m[1]) > 1 else ESCAPES.get(m[1], m[1]), body)


def tokens(text):
    """(kind, text, line); adjacent literals are one; no comments, no preprocessor lines."""
    text = re.sub(r"^[ \t]*#(?:[^\n\\]|\\.)*", "", text, flags=re.M | re.S)
    out = []
    for match in TOKEN.finditer(text):
        word = match.group()
        if word.startswith(("//", "/*")):
            continue
        line = text.count("\n", 0, match.start()) + 1
        if word.startswith(('u"', 'U"', 'L"')):
            out.append(("word", '""', line))  # not for people: they are spoken to in UTF-8
        elif '"' in word and not word.startswith("'") and not word.startswith("R"):
            if out and out[-1][0] == "text":
                out[-1] = ("text", out[-1][1] + unquote(word), out[-1][2])
            else:
                out.append(("text", unquote(word), line))
        else:
            out.append(("word", word, line))
    return out


def is_talk(text):
    """Several words, or one that begins a sentence: for people."""
    bare = re.sub(r"\{\d?\}", "", text)
    bare = re.sub(r"[^\x00-\x7f]+", " ", bare) if re.search(r"[a-z]", bare) else bare
    return re.search(r"[a-z]{2,}[,:;.)]? +[a-z(\"'-]|[a-z(\"':] [a-z]{2,}", bare) is not None


def phrases(text):
    """(phrase, line) of every expression that says something."""
    stream = tokens(text)
    close = {}
    stack = []
    for i, (kind, word, _) in enumerate(stream):
        if kind == "word" and word in "([{":
            stack.append(i)
        elif kind == "word" and word in ")]}" and stack:
            close[stack.pop()] = i

    def literal_of(first, last):
        """The literal that is all of a bracket, as in std::string("x")."""
        if last - first == 2 and stream[first + 1][0] == "text":
            return stream[first + 1][1]
        return None

    def is_pair(first):
        """word("中文", "English")."""
        return stream[first - 1][1] == "word" and stream[first + 1][0] == "text" and not stream[first + 1][1].isascii()

    def walk(first, last):
        parts, line, i = [], 0, first
        said = False

        def finish():
            nonlocal parts, said
            if said:
                phrase = ""
                for part in parts:
                    if part is None and phrase.endswith("{}"):
                        continue
                    phrase += "{}" if part is None else part
                yield phrase, line
            parts, said = [], False

        operand = False  # an operand that is no literal has begun
        while i < last:
            kind, word, at = stream[i]
            if kind == "text":
                parts.append(word)
                if is_talk(word) or (said and word.strip()):
                    said, line = True, line if said else at
                operand = False
            elif word in ENDS and word not in "([{":
                yield from finish()
                operand = False
            elif word in "([{":
                end = close.get(i, last)
                inner = literal_of(i, end) if word == "(" else None
                if word == "(" and is_pair(i):
                    i = end + 1
                    continue
                if inner is not None and operand and stream[i - 1][1] in ("string", "string_view"):
                    parts[-1] = inner
                    if is_talk(inner):
                        said, line = True, line if said else at
                else:
                    yield from walk(i + 1, end)
                    if word == "{" or not parts:
                        if word == "{":
                            yield from finish()
                    if word == "(" and not operand:
                        parts.append(None)
                        operand = True
                i = end
            elif word == "+":
                operand = False
            elif not operand:
                parts.append(None)
                operand = True
            i += 1
        yield from finish()

    yield from walk(0, len(stream))
    # "write: " before what a deeper part says.
    for i, (kind, word, line) in enumerate(stream):
        pair = i > 1 and stream[i - 1][1] == "," and stream[i - 2][0] == "text" and not stream[i - 2][1].isascii()
        if kind == "text" and re.fullmatch(r"[a-z]+( [a-z]+)?: ", word) and not pair:
            yield word + "{}", line
    # A single word is no sentence, but what is asked for in another language is said.
    for i in range(len(stream) - 2):
        asked = stream[i][1] in NAMED or (stream[i][1] in ASKED and stream[i - 2][1] in ("console", "console_"))
        if asked and stream[i + 1][1] == "(" and stream[i + 2][0] == "text":
            word = stream[i + 2][1]
            if word.isascii() and re.search("[A-Za-z]", word):
                yield word, stream[i + 2][2]


def read_po(path):
    """{msgid: msgstr}."""
    out, what, texts = {}, None, {"msgid": "", "msgstr": ""}
    with open(path, encoding="utf-8") as file:
        lines = file.read().split("\n")
    for line in lines + [""]:
        head, _, rest = line.partition(" ")
        if head in texts:
            if head == "msgid":
                texts = {"msgid": "", "msgstr": ""}
            what, line = head, rest
        if line.startswith('"'):
            texts[what] += unquote(line)
        elif texts["msgid"]:
            if texts["msgid"] in out:
                raise SystemExit(f"{PO}: twice: {texts['msgid']}")
            out[texts["msgid"]] = texts["msgstr"]
            texts = {"msgid": "", "msgstr": ""}
    return out


def places(text):
    """How many places a phrase has; None if it mixes {} and {1}, or leaves one out."""
    numbered = sorted(int(n) for n in re.findall(r"\{([1-9])\}", text))
    plain = len(re.findall(r"\{\}", text))
    if not numbered:
        return plain
    return len(set(numbered)) if not plain and sorted(set(numbered)) == list(range(1, len(set(numbered)) + 1)) else None


def is_in(phrase, known):
    """Itself, or what it becomes when something is put before or behind it."""
    return any(one in known for one in (phrase, phrase + "{}", "{}" + phrase, re.sub(r"^\{\}|\{\}$", "", phrase)))


def read_sources(files):
    """What is said, by where; and all literals. `files` are (path, text)."""
    said, literals = {}, set()
    for path, text in files:
        literals.update(word for kind, word, _ in tokens(text) if kind == "text")
        for phrase, line in phrases(text):
            if not any(re.search(no, phrase) for no in UNSAID):
                said.setdefault(phrase, f"{path}:{line}")
    return said, literals


def faults_of(said, literals, po):
    faults = [f"{where}: no Chinese: {phrase!r}" for phrase, where in said.items() if not is_in(phrase, po)]
    for english, chinese in po.items():
        if not chinese:
            faults.append(f"{PO}: empty: {english!r}")
        elif places(english) != places(chinese) or places(english) is None:
            faults.append(f"{PO}: other places: {english!r}")
        elif re.search(r"[a-z]{3}", re.sub(r"\{\}|--\S+|`[^`]*`", "", english)) and not re.search("[㐀-鿿]", chinese):
            faults.append(f"{PO}: that is no Chinese: {english!r}")
        elif options(english) != options(chinese):
            faults.append(f"{PO}: other options or commands: {english!r}")
        if not is_in(english, said) and not is_in(english, literals) and english not in SAID_BY_OTHERS:
            faults.append(f"{PO}: nobody says this any more: {english!r}")
    return faults


def options(text):
    """What a person is told to type must be the same in both."""
    found = re.findall(r"`[^`]*`|(?<![\w-])--[a-z][a-z-]*|\bVEIL_[A-Z_]+", text)
    return {one for one in found if one.startswith("VEIL_") or not re.search("[A-Z㐀-鿿]", one)}


def prove():
    """The test must be able to fail: a source that says eight things, and phrase files that lack or distort them."""
    source = """fail(Code::Corrupt, "engine: create " + path + std::string(" in vain"));
        stop(Exit::usage, "say --store DIR " "or set VEIL_STORE");  // "a remark is not said"
        console.text("record"); command->type_name("CODE"); word("两种语言", "both languages here");
        return fail(code, "write: " + why); word("查询：", "sought: ");
        add(app, "assign", "  veil assign 3F 周敏\\nPrints the new version.");
        R"(raw text, which is not said)"; "{}: {}"; 'c'; out = good ? "it went well" : "it went badly";"""
    said, literals = read_sources([("a.cpp", source)])
    good = {"engine: create {} in vain": "引擎：{} 未能建立", "say --store DIR or set VEIL_STORE": "用 --store DIR 或 VEIL_STORE",
            "write: {}": "写入：{}", "record": "记录", "CODE": "代码", "  veil assign 3F 周敏\nPrints the new version.": "  veil assign 3F 周敏\n输出版本。",
            "it went well": "顺利", "it went badly": "不顺利"}
    bad = [("nothing", good, 0), ("left out", {k: v for k, v in good.items() if k != "CODE"}, 1),
           ("a place too few", {**good, "engine: create {} in vain": "引擎未能建立"}, 1),
           ("a place too many", {**good, "record": "记录 {}"}, 1),
           ("a number too high", {**good, "engine: create {} in vain": "引擎 {2}"}, 1),
           ("both kinds", {**good, "engine: create {} in vain": "引擎 {} {1}"}, 1), ("empty", {**good, "record": ""}, 1),
           ("English", {**good, "it went well": "ok"}, 1), ("unsaid", {**good, "never said": "从未"}, 1),
           ("another option", {**good, "say --store DIR or set VEIL_STORE": "用 --stor DIR 或 VEIL_STORE"}, 1)]
    for why, po, count in bad:
        found = faults_of(said, literals, po)
        if len(found) != count:
            raise SystemExit(f"this test cannot tell: {why}: {found}, said {sorted(said)}")


def main():
    os.chdir(ROOT)
    prove()
    po = read_po(PO)
    files = []
    for pattern in SOURCES:
        for path in sorted(glob.glob(pattern, recursive=True)):
            if not any(path.startswith(out) for out in LEFT_OUT):
                with open(path, encoding="utf-8") as file:
                    files.append((path, file.read()))
    said, literals = read_sources(files)
    if "--missing" in sys.argv:
        for phrase, where in said.items():
            if not is_in(phrase, po):
                print(f"{where}\t{phrase!r}")
        return 0
    faults = faults_of(said, literals, po)
    print("\n".join(faults))
    print(f"phrases: {len(said)} said, {len(po)} in Chinese, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
