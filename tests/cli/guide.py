#!/usr/bin/python3
"""Runs the samples of a page and compares what they say with what stands there: guide.py VEIL PAGE

A block of ```console holds commands ("$ veil ...", continued behind a backslash) and all that each says at a
terminal of 80 columns, without colour; a line with "veil: " says that it fails. "…" in a line stands for any
text, a line of only "…" for any lines. Commands with ">", and of other programs, run in a shell. A comment
"<!-- file NAME -->" before a block of another kind makes it that file. Passphrases are typed where they are asked
for: of x.age what x.pass holds; the questions need not stand there. A comment "<!-- test ... -->" holds lines of
run.py for what a reader is not shown, and besides:
  id ID                  the next new record or request is called ID in this page, or by its first 8 letters
  same FROM TO           what the page calls FROM is TO in truth
"""
import os
import re
import shlex
import shutil
import string
import subprocess
import sys
import tempfile

from run import LIMIT_S, Failed, Script

ID = re.compile(r"\b(?:[0-9A-HJKMNP-TV-Z]{28}|[0-9a-f]{64})\b")  # of records and of requests
QUESTION = re.compile(r"(Passphrase of \S+\.age|\S+\.age 的口令).*: *$")
FILE = re.compile(r"<!-- file ([\w.-]+) -->$")
SHORT = 8
FENCE = "```"


def matches(line, sample):
    return re.fullmatch(".*".join(map(re.escape, sample.rstrip().split("…"))), line.rstrip()) is not None


def same(lines, samples):
    """Whether all lines are said by the samples, in order."""
    if not samples:
        return not lines
    if samples[0].strip() == "…":
        return any(same(lines[i:], samples[1:]) for i in range(len(lines) + 1))
    return bool(lines) and matches(lines[0], samples[0]) and same(lines[1:], samples[1:])


class Page(Script):
    def __init__(self, veil, folder):
        super().__init__(veil, folder)
        self.env.update(NO_COLOR="1", COLUMNS="80")
        self.called, self.awaited = {}, []  # by the page: in truth
        self.samples = 0

    def answer(self, question):
        if not QUESTION.match(question):
            return self.typed.pop(0) if self.typed else None
        with open(self.path(self.env["VEIL_IDENTITY"].removesuffix(".age") + ".pass"), encoding="utf-8") as file:
            return file.readline().rstrip("\n")

    def do_id(self, name, _block, _path):
        self.awaited.append(name)

    def do_same(self, text, _block, _path):
        name, _, truth = text.partition(" ")
        self.called[name] = string.Template(truth).safe_substitute(self.variables)

    def in_truth(self, text):
        for name, truth in self.called.items():
            text = text.replace(name, truth)
        return text

    def as_called(self, text):
        for found in ID.findall(text):
            if self.awaited and found not in self.called.values():
                name = self.awaited.pop(0)
                self.called.update({name: found, name[:SHORT]: found[:SHORT]})
        for name, truth in self.called.items():
            text = text.replace(truth, name)
        return text

    def in_shell(self, command):
        done = subprocess.run(["/bin/sh", "-c", command], cwd=self.folder, env=self.env, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=LIMIT_S, check=False)
        self.out = done.stdout.decode()
        return done.returncode

    def sample(self, command, expected):
        command = self.in_truth(command)
        plain = command.startswith("veil ") and " > " not in command
        status = self.at_terminal(shlex.split(command)) if plain else self.in_shell(command)
        said = [line for line in self.as_called(self.out).split("\n")
                if line.strip() and not QUESTION.match(line)]
        wanted = [line for line in expected if line.strip()]
        fails = any(line.startswith("veil: ") for line in wanted)
        self.require(fails == (status != 0), f"exit code {status}; it says:\n{self.out}")
        self.require(same(said, wanted), "it says:\n" + "\n".join("    " + line for line in said))
        self.samples += 1

    def run_page(self, path):
        with open(path, encoding="utf-8") as file:
            lines = file.read().split("\n")
        at = 0
        while at < len(lines):
            first = at + 1
            if lines[at].startswith("<!-- test"):
                while lines[at] != "-->":
                    at += 1
                self.run_lines(lines[first:at], os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                                             os.path.basename(path)), first + 1)
                self.settle()
            elif lines[at].startswith(FENCE):
                console = lines[at] == FENCE + "console"
                name = FILE.match(lines[at - 1])
                at += 1
                while lines[at] != FENCE:
                    at += 1
                if console:
                    self.run_block(lines[first:at], path, first)
                elif name:
                    with open(self.path(name[1]), "w", encoding="utf-8") as file:
                        file.write("\n".join(lines[first:at]) + "\n")
            at += 1

    def run_block(self, lines, path, first):
        joined, starts = [], []
        for number, line in enumerate(lines, first + 1):
            if joined and joined[-1].endswith("\\"):
                joined[-1] = joined[-1][:-1] + line.strip()
            else:
                joined.append(line)
                starts.append(number)
        at = 0
        self.require(joined and joined[0].startswith("$ "), f"{path}:{first}: a block begins with a command")
        while at < len(joined):
            end = at + 1
            while end < len(joined) and not joined[end].startswith("$ "):
                end += 1
            try:
                self.sample(joined[at][2:], joined[at + 1:end])
            except Failed as why:
                raise Failed(f"{os.path.basename(path)}:{starts[at]}: {joined[at]}\n  {why}") from None
            at = end


def main():
    veil, path = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    folder = tempfile.mkdtemp(prefix="veil-guide-")
    page = Page(veil, folder)
    try:
        page.run_page(path)
        # What is not said, said otherwise or not in this order must be noticed.
        page.require(not same(["a", "b"], ["a"]) and not same(["a"], ["a", "b"]) and not same(["ab"], ["a…c"])
                     and not same(["b", "a"], ["…", "a", "b"]) and same(["x", "a", "b1"], ["…", "a", "b…"]),
                     "the comparison is blind")
        page.require(page.samples > 0, "there is no sample")
    except Failed as why:
        print(why)
        return 1
    finally:
        shutil.rmtree(folder)
    print(f"{os.path.basename(path)}: {page.samples} samples, as written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
