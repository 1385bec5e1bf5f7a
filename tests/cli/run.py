#!/usr/bin/python3
"""Runs a script of `veil` commands and checks what they say: run.py VEIL SCRIPT

A script is read line by line, in an empty folder of its own:
  # ...                  a remark
  use NAME               runs NAME.txt first, in the same folder
  secret TEXT            from here on no output and no argument may hold TEXT
  known TEXT             the same for outputs, but it may stand in an argument
  file NAME              writes the following lines that begin with "| "; secrets may stand in them
  bom NAME               the same with a byte order mark and CRLF
  typed TEXT             types TEXT at the terminal when the next command asks; may be repeated
  env NAME=VALUE         sets it for all that follows; NAME= alone unsets it
  later SPAN             commands run at a clock so much ahead ("4d", "121m"; "0s" ends it); by libfaketime
  $ COMMAND              must end with exit code 0; < FILE and > FILE as in a shell
  ! N COMMAND            must end with exit code N, and say nothing on its standard output
  !+ N COMMAND           the same, but it may have said something
  out TEXT, err TEXT     what the last command said holds TEXT; "no out TEXT" that it does not
  out is TEXT            its whole output is this line
  shows TEXT             as out, of a secret or known text: this output may hold it
  json                   each line of the output is JSON
  let NAME               keeps the first line of the output as $NAME
  there FILE, gone FILE  the file exists, or does not
  only FILE...           the folder holds these files and no other (* stands for any characters)
  mode FILE NNN          its permissions
  shell COMMAND          anything else that must go well
"""
import fnmatch
import glob
import json
import os
import pty
import select
import shlex
import shutil
import signal
import string
import subprocess
import sys
import tempfile
import time

LIMIT_S = 120
SKIPPED = 77


class Failed(Exception):
    pass


class Skipped(Exception):
    pass


class Script:
    def __init__(self, veil, folder):
        self.veil, self.folder = veil, folder
        self.variables, self.secrets, self.known, self.typed = {}, [], [], []
        self.env = {"PATH": os.path.dirname(veil) + ":/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": folder, "TMPDIR": folder}
        self.out = self.err = ""
        self.unseen = []  # secrets in the last output that nobody said it shows

    def run(self, path):
        with open(path, encoding="utf-8") as file:
            self.run_lines(file.read().split("\n"), path)
        self.settle()

    def run_lines(self, lines, path, first=1):
        at = 0
        while at < len(lines):
            number, line = at + first, lines[at].rstrip()
            at += 1
            block = []
            while at < len(lines) and lines[at].startswith("|"):
                block.append(lines[at][2:])
                at += 1
            if not line or line.startswith("#"):
                continue
            try:
                self.step(line, block, path)
            except Failed as why:
                raise Failed(f"{os.path.basename(path)}:{number}: {line}\n  {why}\n"
                             f"  out: {self.out[-2000:]}\n  err: {self.err[-2000:]}") from None

    def step(self, line, block, path):
        word, _, rest = line.partition(" ")
        if word in ("$", "!", "!+", "secret", "known", "use", "shell"):
            self.settle()
        plain = string.Template(rest).safe_substitute(self.variables)
        if word == "$":
            self.command(plain, 0)
        elif word in ("!", "!+"):
            code, _, command = plain.partition(" ")
            self.command(command, int(code))
            self.require(word == "!+" or self.out == "", "something stands on the standard output")
            self.require("veil: " in self.err, "no line says why")
        else:
            getattr(self, "do_" + word)(plain, block, path)

    @staticmethod
    def require(condition, why):
        if not condition:
            raise Failed(why)

    def settle(self):
        self.require(not self.unseen, f"the last output holds secret number {self.unseen}")

    def path(self, name):
        return os.path.join(self.folder, name)

    def command(self, text, code):
        words, stdin, stdout = shlex.split(text), None, None
        while len(words) > 2 and words[-2] in ("<", ">"):
            if words[-2] == "<":
                stdin = self.path(words[-1])
            else:
                stdout = self.path(words[-1])
            words = words[:-2]
        hidden = [s for s in self.secrets for w in words + list(self.env.values()) if s in w]
        self.require(not hidden or code != 0, "a secret stands in the arguments or the environment")
        if self.typed:
            status = self.at_terminal(words)
        else:
            with open(stdin or os.devnull, "rb") as source:
                done = subprocess.run(words, cwd=self.folder, env=self.env, stdin=source, capture_output=True,
                                      timeout=LIMIT_S, check=False, start_new_session=True)
            status, self.out, self.err = done.returncode, done.stdout.decode(), done.stderr.decode()
        if stdout:
            with open(stdout, "w", encoding="utf-8") as file:
                file.write(self.out)
        both = self.out + self.err
        self.unseen = [i for i, s in enumerate(self.secrets + self.known) if s in both]
        self.require(status == code, f"exit code {status}, not {code}")

    def at_terminal(self, words):
        """With a terminal of its own; what is typed must not be echoed."""
        child, terminal = pty.fork()
        if child == 0:
            os.chdir(self.folder)
            os.execvpe(words[0], words, self.env)
        shown, end = b"", time.time() + LIMIT_S
        while time.time() < end:
            ready, _, _ = select.select([terminal], [], [], 0.2)
            if ready:
                try:
                    part = os.read(terminal, 4096)
                except OSError:
                    break
                if not part:
                    break
                shown += part
                question = shown.rsplit(b"\n", 1)[-1].decode(errors="replace")
                answer = self.answer(question) if question.endswith(": ") else None  # not a line that was ended
                if answer is not None:
                    os.write(terminal, answer.encode() + b"\n")
        else:
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        os.close(terminal)
        self.out, self.err = shown.decode().replace("\r\n", "\n"), shown.decode()
        self.require(not self.typed, "not everything was asked for")
        return os.waitstatus_to_exitcode(status)

    def answer(self, _question):
        return self.typed.pop(0) if self.typed else None

    def do_use(self, name, _block, path):
        self.run(os.path.join(os.path.dirname(path), name + ".txt"))

    def do_secret(self, text, _block, _path):
        self.secrets.append(text)

    def do_known(self, text, _block, _path):
        self.known.append(text)

    def do_typed(self, text, _block, _path):
        self.typed.append(text)

    def do_env(self, text, _block, _path):
        name, _, value = text.partition("=")
        self.env.pop(name, None)
        if value:
            self.env[name] = value

    def do_later(self, span, _block, _path):
        libraries = glob.glob("/usr/lib/*/faketime/libfaketimeMT.so.1")
        if not libraries:
            raise Skipped("there is no libfaketime")
        # What waits inside the program waits by the true clock. AddressSanitizer need not come first.
        self.env.update(LD_PRELOAD=libraries[0], FAKETIME="+" + span, FAKETIME_DONT_FAKE_MONOTONIC="1",
                        ASAN_OPTIONS="verify_asan_link_order=0")

    def do_file(self, name, block, _path):
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(string.Template("\n".join(block) + "\n").safe_substitute(self.variables))
        os.chmod(self.path(name), 0o600)

    def do_bom(self, name, block, _path):
        with open(self.path(name), "wb") as file:
            file.write(b"\xef\xbb\xbf" + ("\r\n".join(block) + "\r\n").encode())

    def do_out(self, text, _block, _path):
        if text == "is" or text.startswith("is "):
            self.require(self.out.rstrip("\n") == text[3:], "the output is something else")
        else:
            self.require(text in self.out, "the output does not hold it")

    def do_err(self, text, _block, _path):
        self.require(text in self.err, "the talk does not hold it")

    def do_no(self, text, _block, _path):
        where, _, what = text.partition(" ")
        self.require(what not in getattr(self, where), "it does")

    def do_shows(self, text, _block, _path):
        self.do_out(text, None, None)
        all_secrets = self.secrets + self.known
        self.unseen = [i for i in self.unseen if all_secrets[i] != text]

    def do_json(self, _text, _block, _path):
        lines = self.out.splitlines()
        self.require(lines, "there is no line")
        for line in lines:
            try:
                json.loads(line)
            except ValueError as why:
                raise Failed(f"not JSON: {why}") from None

    def do_let(self, name, _block, _path):
        self.variables[name] = self.out.splitlines()[0]

    def do_there(self, name, _block, _path):
        self.require(os.path.exists(self.path(name)), "it does not exist")

    def do_gone(self, name, _block, _path):
        self.require(not os.path.lexists(self.path(name)), "it exists")

    def do_only(self, text, _block, _path):
        names, wanted = os.listdir(self.folder), text.split()
        strange = [n for n in names if not any(fnmatch.fnmatch(n, w) for w in wanted)]
        missing = [w for w in wanted if not any(fnmatch.fnmatch(n, w) for n in names)]
        self.require(not strange and not missing, f"besides: {strange}, missing: {missing}")

    def do_mode(self, text, _block, _path):
        name, mode = text.split()
        self.require(os.stat(self.path(name)).st_mode & 0o777 == int(mode, 8), "other permissions")

    def do_shell(self, text, _block, _path):
        done = subprocess.run(["/bin/sh", "-c", text], cwd=self.folder, env=self.env, capture_output=True,
                              timeout=LIMIT_S, check=False)
        self.out, self.err = done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace")
        self.require(done.returncode == 0, f"exit code {done.returncode}")


def main():
    veil, path = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    folder = tempfile.mkdtemp(prefix="veil-cli-")
    try:
        Script(veil, folder).run(path)
    except Failed as why:
        print(why)
        return 1
    except Skipped as why:
        print(f"{os.path.basename(path)}: skipped, {why}")
        return SKIPPED
    finally:
        shutil.rmtree(folder)
    print(f"{os.path.basename(path)}: as written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
