"""Scores spans that `veil scrub --spans` printed against labelled notes.

    score_text.py VEIL NOTES.jsonl... [--max-leak P] [--max-known P] [--max-unknown P] [--max-over P]
                  [--max-negative P] [--max-direct P] [--max-type TYPE=P] [--show leaks|over|negatives] [--type T]
                  [--table]
    score_text.py VEIL --corpus NAME.jsonl ...   the same with notes of the folder VEIL_TEXT_CORPUS, if it is set

Notes are those of tests/data/notes: the text is what remains of "marked" when the marks are taken
away: ⟦TYPE:known⟧ ⟦?TYPE:not known to the record⟧ ⟦-kind:must stay⟧ ⟦~kind:counts for nothing⟧; or
lines with "text", "spans", "negatives" and "neutral" by code points. Only letters, digits and
ideographs count.
  leak      identifying characters left readable, of all identifying characters
  over      other characters hidden, of all others
  negative  stretches that must stay and were touched
  direct    notes in which a direct identifier was left readable, in part or whole
"""
import argparse
import json
import os
import re
import subprocess
import sys
import unicodedata
from collections import defaultdict

SKIPPED = 77
MARK = re.compile(r"⟦([?~-]?)([^:⟦⟧]+):([^⟦⟧]*)⟧")
INDIRECT = {"DATE", "WORKPLACE", "SCHOOL", "USCC", "POSTCODE", "URL", "IP"}


def significant(character):
    return unicodedata.category(character)[0] in "LN"


def unmarked(note):
    """Text and stretches (begin, end, kind of mark, type) of a note with marks."""
    text, stretches, at = "", [], 0
    marked = note["marked"]
    for mark in MARK.finditer(marked):
        text += marked[at:mark.start()]
        begin = len(text)
        text += mark.group(3)
        stretches.append((begin, len(text), mark.group(1) or "+", mark.group(2)))
        at = mark.end()
    return text + marked[at:], stretches


def labelled(note):
    stretches = [(*s["cp"], "+" if s.get("known") else "?", s["type"]) for s in note["spans"]]
    stretches += [(*s["cp"], "-", s["kind"]) for s in note["negatives"]]
    stretches += [(*s["cp"], "~", s["kind"]) for s in note["neutral"]]
    return note["text"], stretches


def read(path):
    for line in open(path, encoding="utf-8"):
        if line.strip():
            note = json.loads(line)
            text, stretches = unmarked(note) if "marked" in note else labelled(note)
            yield note, text, stretches


def hidden_in(text, spans):
    """For each character whether it lies inside a span, whole."""
    starts, size = {}, 0
    for i, character in enumerate(text):
        starts[size] = i
        size += len(character.encode())
    starts[size] = len(text)
    hidden = [False] * len(text)
    for begin, end, _ in spans:
        if begin not in starts or end not in starts or begin >= end:
            sys.exit("a span cuts a character or is empty")
        for i in range(starts[begin], starts[end]):
            hidden[i] = True
    return hidden


class Score:
    def __init__(self):
        self.characters = defaultdict(lambda: [0, 0])
        self.mentions = defaultdict(lambda: [0, 0])
        self.negatives = defaultdict(lambda: [0, 0])
        self.notes = self.direct = 0
        self.shown = defaultdict(list)

    def add(self, note, text, stretches, hidden):
        self.notes += 1
        zone = [None] * len(text)
        for begin, end, sign, kind in stretches:
            if sign in "~+?":
                zone[begin:end] = sign * (end - begin)
        direct = False
        for begin, end, sign, kind in stretches:
            counted = [i for i in range(begin, end) if significant(text[i])]
            if sign in "+?":
                left = sum(not hidden[i] for i in counted)
                for key in ("all", "known" if sign == "+" else "unknown", kind):
                    self.characters[key][0] += left
                    self.characters[key][1] += len(counted)
                self.mentions[kind][0] += left > 0
                self.mentions[kind][1] += 1
                if left:
                    direct = direct or kind not in INDIRECT
                    self.show("leaks", kind + ("" if sign == "+" else " unknown"), note, text, begin, end, hidden)
            elif sign == "-":
                hit = any(hidden[i] for i in counted)
                self.negatives[kind][0] += hit
                self.negatives[kind][1] += 1
                if hit:
                    self.show("negatives", kind, note, text, begin, end, hidden)
        over = [i for i in range(len(text)) if zone[i] is None and significant(text[i])]
        self.characters["over"][0] += sum(hidden[i] for i in over)
        self.characters["over"][1] += len(over)
        self.direct += direct
        at = 0
        while at < len(text):
            if hidden[at] and zone[at] is None and significant(text[at]):
                end = at
                while end < len(text) and hidden[end] and zone[end] is None:
                    end += 1
                self.show("over", "", note, text, at, end, hidden)
                at = end
            at += 1

    def show(self, what, kind, note, text, begin, end, hidden):
        part = "".join(("█" if hidden[i] else text[i]) if begin <= i < end and what == "leaks" else text[i]
                       for i in range(max(0, begin - 12), min(len(text), end + 10)))
        self.shown[what].append(f"{note['id']} {kind} {text[begin:end]!r} in {part!r}")

    def rate(self, key):
        part, whole = self.characters[key]
        return 100 * part / whole if whole else 0.0


def percent(part, whole):
    return 100 * part / whole if whole else 0.0


def report(score):
    print(f"notes {score.notes}")
    for key in ("all", "known", "unknown"):
        print(f"leak {key:<18}{score.rate(key):7.2f} %  of {score.characters[key][1]}")
    for kind in sorted(score.mentions):
        left, whole = score.mentions[kind]
        print(f"leak {kind:<18}{score.rate(kind):7.2f} %  of {score.characters[kind][1]:<6} "
              f"mentions touched {left} of {whole}")
    print(f"over-redaction         {score.rate('over'):7.2f} %")
    hit, whole = (sum(pair[i] for pair in score.negatives.values()) for i in (0, 1))
    print(f"hard negatives hit     {percent(hit, whole):7.2f} %  {hit} of {whole}")
    print(f"notes with direct leak {percent(score.direct, score.notes):7.2f} %  {score.direct}")
    return percent(hit, whole), percent(score.direct, score.notes)


def table(score):
    """The same as a page shows it."""
    hit, whole = (sum(pair[i] for pair in score.negatives.values()) for i in (0, 1))
    rows = [(name, f"{score.rate(key):.2f} %", score.characters[key][1]) for name, key in
            (("leak, all", "all"), ("leak, values that the record knows", "known"), ("leak, other values", "unknown"))]
    rows += [(f"leak, {kind}", f"{score.rate(kind):.2f} %", score.characters[kind][1]) for kind in sorted(score.mentions)]
    rows += [("over-redaction", f"{score.rate('over'):.2f} %", score.characters["over"][1]),
             ("hard negatives hit", f"{percent(hit, whole):.2f} %", whole),
             ("notes with a direct leak", f"{percent(score.direct, score.notes):.1f} %", score.notes)]
    for row in [("of what", "rate", "of how many"), ("---", "---:", "---:")] + rows:
        print("| {} | {} | {} |".format(*row))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("veil")
    parser.add_argument("notes", nargs="*")
    parser.add_argument("--corpus", action="append", default=[])
    for bar in ("leak", "known", "unknown", "over", "negative", "direct"):
        parser.add_argument(f"--max-{bar}", type=float)
    parser.add_argument("--max-type", action="append", default=[])
    parser.add_argument("--show", action="append", default=[])
    parser.add_argument("--type", default="")
    parser.add_argument("--table", action="store_true")
    options = parser.parse_intermixed_args()
    if options.corpus:
        folder = os.environ.get("VEIL_TEXT_CORPUS", "")
        if not folder:
            print(", ".join(options.corpus) + ": skipped, VEIL_TEXT_CORPUS is not set")
            sys.exit(SKIPPED)
        options.notes += [os.path.join(folder, name) for name in options.corpus]
    if not options.notes:
        parser.error("want notes")
    score = Score()
    for path in options.notes:
        notes = list(read(path))
        lines = "".join(json.dumps({"id": n["id"], "text": text, "record": n.get("record", {})}) + "\n"
                        for n, text, _ in notes)
        done = subprocess.run([options.veil, "scrub", "--spans"], input=lines.encode(), capture_output=True)
        if done.returncode != 0:
            sys.exit(done.stderr.decode())
        answers = [json.loads(line) for line in done.stdout.decode().splitlines()]
        if [a["id"] for a in answers] != [n["id"] for n, _, _ in notes]:
            sys.exit("answers do not match the notes")
        for (note, text, stretches), answer in zip(notes, answers):
            score.add(note, text, stretches, hidden_in(text, answer["spans"]))
    if options.table:
        return table(score)
    negative, direct = report(score)
    for what in options.show:
        for line in score.shown[what]:
            if options.type in line.split("'")[0]:
                print(what, line)
    bars = [(score.rate("all"), options.max_leak, "leak"), (score.rate("known"), options.max_known, "leak known"),
            (score.rate("unknown"), options.max_unknown, "leak unknown"), (score.rate("over"), options.max_over, "over"),
            (negative, options.max_negative, "negatives"), (direct, options.max_direct, "direct")]
    for bar in options.max_type:
        kind, _, limit = bar.partition("=")
        bars.append((score.rate(kind), float(limit), kind))
    failed = [f"{name} {rate:.2f} > {bar}" for rate, bar, name in bars if bar is not None and rate > bar]
    if failed:
        sys.exit("FAILED: " + ", ".join(failed))


if __name__ == "__main__":
    main()
