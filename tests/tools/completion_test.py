#!/usr/bin/python3
"""Completes words in real shells, and formats every manual page: completion_test.py VEIL

bash must be there; zsh and fish, and the programs that format manual pages, are tried where they are."""
import os
import pty
import re
import select
import shutil
import subprocess
import sys
import tempfile
import time

FOLDERS, FILES = ["cases", "my cases"], ["zhou.age", "host.key", "a file.csv", "it's.csv"]

# (words, the last is being completed; what must be offered; what must not)
TRIED = [
    (["veil", ""], {"get", "log", "doctor", "completion"}, {"--help", "show"}),
    (["veil", "lo"], {"log"}, {"list"}),
    (["veil", "log", ""], {"show", "verify", "key"}, {"get"}),
    (["veil", "log", "show", "--pe"], {"--person"}, {"--record"}),
    (["veil", "log", "show", "--"], {"--record", "--json", "--lang"}, {"--field", "--key"}),
    (["veil", "get", "--at-most", ""], {"full", "veiled", "counted"}, {"--field"}),
    (["veil", "get", "--at-most", "=", "ve"], {"veiled"}, {"full"}),
    (["veil", "get", "--lang", "z"], {"zh"}, {"en"}),
    (["veil", "get", "--store", ""], {"cases", "my cases"}, {"zhou.age"}),
    (["veil", "get", "--identity", "zh"], {"zhou.age"}, {"host.key"}),
    (["veil", "get", "--role", ""], set(), {"handler", "zhou.age"}),
    (["veil", "import", "a"], {"a file.csv"}, {"zhou.age"}),
    (["veil", "import", "it"], {"it's.csv"}, set()),
    (["veil", "get", "--role", "list", "--at"], {"--at-most"}, {"--after"}),
    (["veil", "completion", "f"], {"fish"}, {"bash"}),
]
WITH_POLICY = [
    (["veil", "get", "--role", "h"], {"handler"}, {"intake"}),
    (["veil", "get", "--purpose", ""], {"assist"}, {"handler"}),
    (["veil", "get", "--field", "person.n"], {"person.name"}, {"person.phone"}),
]


class Failed(Exception):
    pass


def require(condition, why):
    if not condition:
        raise Failed(why)


class Shells:
    def __init__(self, veil, folder):
        self.veil, self.folder = veil, folder
        self.env = {"PATH": os.path.dirname(veil) + ":/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": folder, "TERM": "dumb",
                    "VEIL_STORE": "/nonexistent"}

    def run(self, *words, env=None):
        done = subprocess.run(words, cwd=self.folder, env={**self.env, **(env or {})}, stdin=subprocess.DEVNULL,
                              capture_output=True, timeout=60, check=False, umask=0o022)
        require(done.returncode == 0, f"{words[:4]} ends with {done.returncode}: {done.stderr.decode()[-500:]}")
        return done.stdout.decode() + (done.stderr.decode() if words[0] != self.veil else "")

    def script(self, shell, *options):
        name = "script." + shell + str(len(options))
        with open(os.path.join(self.folder, name), "w", encoding="utf-8") as file:
            file.write(self.run(self.veil, "completion", shell, *options))
        return "./" + name

    def offered_by_bash(self, script, words):
        line = " ".join("'" + w.replace("'", "'\\''") + "'" for w in words)
        # The program itself must not be run: a store could be opened.
        code = (f"set -eu; veil() {{ echo RUN >&2; exit 9; }}; . {script}; COMP_WORDS=({line}); "
                f"COMP_CWORD={len(words) - 1}; _veil 2>/dev/null || true; printf '%s\\n' \"${{COMPREPLY[@]-}}\"")
        return set(self.run("bash", "--norc", "-c", code).split("\n")) - {""}

    def offered_by_fish(self, script, words):
        if "=" in words:
            return None
        line = " ".join(w.replace(" ", "\\ ").replace("'", "\\'") for w in words)
        out = self.run("fish", "--no-config", "-c", f"source {script}; complete -C {quoted(line)}")
        return {one.split("\t")[0].replace("\\ ", " ").replace("\\'", "'").rstrip("/") for one in out.split("\n")} - {""}

    def check(self, shell, offered, script, table):
        for words, wanted, unwanted in table:
            got = offered(script, words)
            if got is None:
                continue
            require(wanted <= got, f"{shell}: {words}: {sorted(wanted - got)} is missing in {sorted(got)[:20]}")
            require(not unwanted & got, f"{shell}: {words}: {sorted(unwanted & got)} is offered")

    def type_at(self, shell, setup):
        """A person at a terminal: a part of a word, Tab, and the rest appears."""
        child, terminal = pty.fork()
        if child == 0:
            os.chdir(self.folder)
            os.execvpe(shell[0], shell, {**self.env, "PS1": "READY> "})
        shown = b""

        def until(what):
            nonlocal shown
            end = time.time() + 20
            while what not in shown and time.time() < end:
                if select.select([terminal], [], [], 0.2)[0]:
                    shown += os.read(terminal, 4096)
            require(what in shown, f"{shell[0]} does not show {what!r}: {shown[-300:]!r}")

        until(b"READY> ")
        os.write(terminal, f"{setup}; echo LOA''DED\n".encode())
        until(b"LOADED\r\n")
        until(b"READY> ")
        shown = b""
        os.write(terminal, b"veil log ver\t")
        until(b"veil log verify ")
        os.write(terminal, b"--sto\t")
        until(b"--store ")
        os.write(terminal, b"my\t")
        until(b"my\\ cases")
        os.write(terminal, b"\x03exit\n")
        os.close(terminal)
        os.waitpid(child, 0)

    def check_pages(self, language, folder):
        self.run(self.veil, "man", folder, "--lang", language)
        names = sorted(os.listdir(os.path.join(self.folder, folder)))
        require("veil.1" in names and "veil-log-show.1" in names and len(names) > 15, f"pages: {names}")
        groff, mandoc, count = shutil.which("groff"), shutil.which("mandoc"), 0
        for name in names:
            path = os.path.join(folder, name)
            with open(os.path.join(self.folder, path), encoding="utf-8") as file:
                text = file.read()
            require(os.stat(os.path.join(self.folder, path)).st_mode & 0o777 == 0o644, f"{name}: not for everybody")
            require(not re.search(r"^[.'](?!TH|SH|TP|PP|EX|EE|ad l$)", text, re.M), f"{name}: a line is taken for a request")
            if language == "zh":
                english = [one for one in re.findall(r"^\.TP\n.*\n(.*)\n", text, re.M) if not re.search("[㐀-鿿]", one)]
                notes = text.partition("\n.SH 示例与说明\n")[2]
                prose = re.sub(r"^\.EX\n.*?^\.EE\n", "", notes, flags=re.M | re.S)
                english += [one for one in prose.split("\n") if re.search("[a-z] [a-z]", one) and not re.search("[㐀-鿿]", one)]
                require(not english, f"{name}: not in Chinese: {english[:5]}")
            if groff:
                done = subprocess.run([groff, "-k", "-ww", "-rCHECKSTYLE=3", "-man", "-Tutf8", path], cwd=self.folder,
                                      env=self.env, capture_output=True, timeout=60, check=False)
                require(done.returncode == 0 and not done.stderr, f"{name}: {done.stderr.decode()[:300]}")
                shown = re.sub("\x1b\\[[0-9;]*m|.\b", "", done.stdout.decode())
                title = name[:-2].replace("-", " ")
                require(title in shown or name[:-2] in shown, f"{name}: its name is not shown")
                count += 1
            if mandoc:
                self.run(mandoc, "-T", "lint", "-W", "error", path)
        return count


def quoted(text):
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def main():
    veil = os.path.abspath(sys.argv[1])
    folder = tempfile.mkdtemp(prefix="veil-words-")
    try:
        for name in FOLDERS:
            os.mkdir(os.path.join(folder, name))
        for name in FILES:
            with open(os.path.join(folder, name), "w", encoding="utf-8"):
                pass
        shells = Shells(veil, folder)
        plain, known = shells.script("bash"), shells.script("bash", "--policy", "demo")
        shells.check("bash", shells.offered_by_bash, plain, TRIED)
        shells.check("bash", shells.offered_by_bash, known, TRIED[:9] + WITH_POLICY)
        shells.type_at(["bash", "--norc", "--noprofile", "-i"], f". {plain}")
        for language in ("en", "zh"):
            shells.run("bash", "-n", shells.script("bash", "--lang", language))
        if shutil.which("fish"):
            shells.check("fish", shells.offered_by_fish, shells.script("fish"), TRIED)
            shells.check("fish", shells.offered_by_fish, shells.script("fish", "--policy", "demo"), WITH_POLICY)
        else:
            print("fish is not there: its script is not tried")
        if shutil.which("zsh"):
            script = shells.script("zsh")
            shells.run("zsh", "-f", "-n", script)
            shells.type_at(["zsh", "-f", "-i"], f"autoload -U compinit; compinit -u -D; . {script}")
        else:
            print("zsh is not there: its script is not tried")
        pages = [shells.check_pages(language, "man." + language) for language in ("en", "zh")]
        print(f"completion: {len(TRIED) + len(WITH_POLICY)} words; manual pages formatted: {pages}")
    except Failed as why:
        print(why)
        return 1
    finally:
        shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
