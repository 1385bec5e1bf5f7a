#!/usr/bin/python3
"""An import that is killed again and again: resume_test.py VEIL

Ends `veil import` with SIGKILL and SIGINT at random moments until it comes through, then counts: every record of the file
is there once, what earlier runs wrote was reported as being there, and the log verifies."""
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

RECORDS = 4000
KILLS = 6


class Store:
    def __init__(self, veil, folder):
        self.veil, self.folder = veil, folder
        self.env = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "VEIL_STORE": "cases", "VEIL_HOST_KEY": "host.key",
                    "VEIL_IDENTITY": "zhou.age"}
        with open(os.path.join(folder, "pass"), "w", encoding="utf-8") as file:
            file.write("one long passphrase\n")
        os.chmod(os.path.join(folder, "pass"), 0o600)
        self.must("identity", "new", "zhou.age", "--work-factor", "12")
        self.must("init", "--policy", "demo", "--name", "周敏", "--role", "intake")

    def words(self, *words):
        return [self.veil, *words, *(() if words[0] == "log" else ("--passphrase-file", "pass"))]

    def must(self, *words):
        done = subprocess.run(self.words(*words), cwd=self.folder, env=self.env, capture_output=True, timeout=120,
                              check=False)
        if done.returncode != 0:
            raise SystemExit(f"{words[0]}: {done.stderr.decode()}")
        return done.stdout.decode()

    def start_import(self):
        return subprocess.Popen(self.words("import", "cases.csv", "--role", "intake", "--progress", "--json"),
                                cwd=self.folder, env=self.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def table():
    lines = ["案号,类型,行,姓名,未成年人姓名"]
    for i in range(RECORDS):
        lines += [f"R{i},救助对象,,陈秀英,", f"R{i},未成年子女,1,,陈安安"]
    return "\n".join(lines) + "\n"


def interrupt(store, rng, number):
    """Whether the import was stopped while it wrote."""
    run = store.start_import()
    for line in run.stderr:  # it has begun to write
        if re.match(rb"\d+/\d+", line):
            break
    time.sleep(rng.random() * 0.3)
    run.send_signal(number)
    out, err = run.communicate(timeout=120)
    if number == signal.SIGINT and run.returncode != 0:
        assert b"the same command goes on from there" in err, err
    return run.returncode != 0, out


def main():
    seed = int(os.environ.get("SEED", time.time_ns() % 1000000))
    print(f"seed {seed}")
    rng = random.Random(seed)
    folder = tempfile.mkdtemp(prefix="veil-resume-")
    try:
        store = Store(os.path.abspath(sys.argv[1]), folder)
        with open(os.path.join(folder, "cases.csv"), "w", encoding="utf-8") as file:
            file.write(table())
        stopped = 0
        for i in range(KILLS):
            was_stopped, _ = interrupt(store, rng, signal.SIGINT if i % 3 == 2 else signal.SIGKILL)
            stopped += was_stopped
        told = json.loads(store.must("import", "cases.csv", "--role", "intake", "--json"))
        assert told["imported"] + told["were_there"] == RECORDS, told
        assert stopped > 0 and told["were_there"] > 0, (stopped, told["were_there"])
        assert len(set(told["ids"])) == RECORDS
        listed = store.must("list", "--role", "intake", "--limit", str(2 * RECORDS), "--field", "case.no", "--json")
        numbers = [json.loads(line)["fields"][0]["shown"] for line in listed.splitlines()]
        assert sorted(numbers) == sorted(f"R{i}" for i in range(RECORDS)), len(numbers)
        store.must("log", "verify")
        print(f"stopped {stopped} of {KILLS} times; {told['were_there']} were there before the last run")
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
