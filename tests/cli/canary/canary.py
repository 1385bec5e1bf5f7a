#!/usr/bin/python3
"""Marks in every field of a store, looked for in all that comes out: canary.py VEIL POLICY [SHIM] [--seed N]

What each role may see in full is worked out from the policy's text (rules.py), not by the tool. Whatever
else holds a mark, or a piece of one, is a fault: answers, lists, logs, error texts, JSON, files, memory."""
import json
import os
import random
import re
import shutil
import sys
import tempfile
import time

from casework import Casework
from emergency import Emergency
from house import PEOPLE, Failed, House, require
from rules import CODES, Marks, Rules
from scan import Scanner

ASSIGNED, FOREIGN, CONFLICT = range(6), range(6, 11), range(11, 13)
REASON = "home visit on Thursday "


class Canary(Casework, Emergency):
    def __init__(self, veil, policy, shim, seed):
        self.folder = tempfile.mkdtemp(prefix="veil-canary-")
        self.shim, self.rules, self.marks = shim, Rules(policy), Marks(seed)
        self.house = House(veil, policy, self.folder + "/house", self.marks.latin(None, "passphrase"))
        self.figures = {}
        self.glass, self.approved = set(), set()  # (person, record): an emergency, an access that was approved
        self.consents, self.accepted = {}, {}  # by record: what was agreed to, who accepted its referral

    # ---- the store

    def fill(self):
        self.house.make()
        records = [self.marks.record(n) for n in range(CONFLICT.stop)]
        for n, record in enumerate(records):
            staff = "田苗" if n in FOREIGN else "田禾、林静"
            record["fields"]["case.assigned"] = staff
        lines = "\n".join(json.dumps(record, ensure_ascii=False) for record in records) + "\n"
        path = self.house.write("input/records.jsonl", lines)
        self.notes = [self.marks.latin(None, "reason") for _ in range(8)]
        self.scanner = Scanner(self.marks.all)
        intake = self.house.who("intake1", "intake", "intake")
        self.quiet(self.house.must("import", path, *intake, "--dry-run"))
        self.quiet(self.house.must("import", path, *intake))
        listed = self.house.must("list", "--json", "--field", "case.no", *self.house.who("intake1", "intake", "intake"))
        ids = {json.loads(line)["fields"][0]["value"]["text"]: json.loads(line)["id"]
               for line in listed.out.splitlines()}
        self.house.ids = [ids[record["fields"]["case.no"]] for record in records]
        for n, record_id in enumerate(self.house.ids):
            aside = "田禾、林静、江南、避雨亭" if n in CONFLICT else "避风塘"
            self.quiet(self.house.must("set", record_id, "--values", "-", "--reason", "found in the family register",
                                       *self.house.who("founder", "supervisor", "manage"),
                                       stdin="case.conflicts=" + aside + "\n"))

    # ---- what may be said

    def facts(self, person, n, reason):
        assigned = person == "handler2" if n in FOREIGN else person in ("handler1", "caseworker1")
        assigned = assigned or self.accepted.get(n) == person
        conflict = n in CONFLICT and person in ("handler1", "caseworker1", "intake1", "aside0")
        return {"assigned": assigned, "conflict": conflict, "creator": person == "intake1", "reason": bool(reason),
                "approved": (person, n) in self.approved, "glass": (person, n) in self.glass,
                "consents": self.consents.get(n, set())}

    def allowed(self, person, role, purpose, reason, records=None, old=False):
        """old: what was corrected since is shown as well."""
        out = set()
        for n in range(CONFLICT.stop) if records is None else records:
            full = self.rules.full(role, purpose, self.facts(person, n, reason))
            out.update(m for m in self.marks.all if m.record == n and self.rules.cls.get(m.field) in full and (old or not m.old))
        return out

    def quiet(self, said, allowed=frozenset()):
        """Nothing but what is allowed stands in the output or the talk, in any form or cut by line breaks."""
        both = said.out + b"\n" + said.err
        for record_id in self.house.ids:
            both = both.replace(record_id.encode(), b"ID")
        found = self.scanner.any(both) | self.scanner.whole(re.sub(rb"\s+", b"", both))
        wrong = found - allowed
        require(not wrong, f"veil {' '.join(said.words[:2])} ... says more than it may: {sorted(map(repr, wrong))[:9]}")
        return found

    # ---- every role, purpose, language and form

    def sessions(self):
        for role, purpose in self.rules.sessions():
            for _, person, roles in PEOPLE:
                if role in roles and not person.startswith("aside"):
                    yield person, role, purpose

    def read_everything(self):
        self.shown = 0
        for person, role, purpose in self.sessions():
            who = self.house.who(person, role, purpose)
            for reason in ("", REASON):
                why = ["--reason", reason] if reason else []
                for n in (ASSIGNED[0], FOREIGN[0], CONFLICT[0]):
                    for form in (["--json"], ["--lang", "zh"]) if reason else (["--json", "--lang", "zh"], []):
                        self.get(person, role, purpose, reason, n, [*form, *why, *who])
                self.lists(person, role, purpose, reason, [*why, *who])
        self.figures["marks shown where they may be"] = self.shown

    def get(self, person, role, purpose, reason, n, words):
        said = self.house.run("get", self.house.ids[n], *words)
        facts = self.facts(person, n, reason)
        if facts["conflict"] or role == "auditor":
            require(said.code == 4 and said.out == b"", f"{person} gets exit code {said.code}")
        else:
            require(said.code == 0, f"{person} {role} {purpose}: exit code {said.code}: {said.err.decode()[-300:]}")
        allowed = self.allowed(person, role, purpose, reason, [n])
        found = self.quiet(said, allowed)
        # Text lines break anywhere and name dates and money in their own way; JSON has every value whole.
        wanted = {m for m in allowed if "--json" in words or m.whole}
        require(wanted <= found, f"{person} {role} {purpose} is not shown {sorted(map(repr, wanted - found))[:9]}")
        self.shown += len(found)
        self.codes(said, self.rules.full(role, purpose, facts), f"{person} {role} {purpose}")
        self.staff(said, role, purpose, facts, n)

    def codes(self, said, full, who):
        text = said.out.decode() + said.err.decode()
        for field, labels in CODES.items():
            seen = any(label in text for label in labels)
            require(seen == (self.rules.cls[field] in full), f"{who}: the code of {field} is {'' if seen else 'not '}shown")

    def staff(self, said, role, purpose, facts, n):
        full, text = self.rules.full(role, purpose, facts), said.out.decode() + said.err.decode()
        staff = "田苗" if n in FOREIGN else "田禾"
        aside = "避雨亭" if n in CONFLICT else "避风塘"
        require((staff in text) == ("staff" in full or ("guard" in full and n in CONFLICT)), f"{role}: who is assigned")
        require((aside in text) == ("guard" in full), f"{role}: who is in the conflict list")

    def lists(self, person, role, purpose, reason, words):
        fields = [word for name in self.rules.cls for word in ("--field", name)]
        allowed = self.allowed(person, role, purpose, reason)
        for form in (["--json", *fields], ["--lang", "zh"]) if reason else (["--json", "--lang", "zh", *fields], fields):
            said = self.house.run("list", *form, *words)
            require(said.code == 0, f"list as {role}: exit code {said.code}: {said.err.decode()[-300:]}")
            found = self.quiet(said, allowed)
            if form[0] == "--json":
                require(allowed <= found, f"list as {person}: {sorted(map(repr, allowed - found))[:9]} is missing")
            self.shown += len(found)

    # ---- faults, logs, checks

    def go_wrong(self):
        secret = next(m.text for m in self.marks.all if m.field == "person.name")
        number = next(m.text for m in self.marks.all if m.field == "person.phone")
        bad = self.house.write("input/bad.jsonl", json.dumps({"fields": {"person.birth_date": secret}}) + "\n" +
                               json.dumps({"fields": {"person." + secret: number}}) + "\n{\"" + number)
        table = self.house.write("input/bad.csv", f"案号,person.name,person.cn_id,person.{number}\n1,甲,{number},乙\n")
        wrong = self.house.write("input/wrong", secret + "\n")
        for person, role, purpose in self.sessions():
            if person.endswith("2") or purpose == "investigate":
                continue
            who = self.house.who(person, role, purpose)
            identity = who[:2] + ["--passphrase-file", wrong] + who[4:]
            record = self.house.ids[ASSIGNED[0]]
            for words in (
                ["get", record, "--field", "person." + secret, *who], ["get", secret, *who], ["get", "7ZZZZZZZ", *who],
                ["get", record, *identity], ["list", *identity], ["list", "--after", number, *who],
                ["list", "--field", number, *who], ["set", record, "--values", "-", *who], ["new", "--values", "-", *who],
                ["set", record, "person.birth_date=" + secret, *who], ["set", record, "person.marital=" + secret, *who],
                ["set", record, "case.assigned=" + secret, *who], ["set", record, secret, *who],
                ["set", record, "person.name#9=" + secret, *who], ["set", record, "--clear", secret, *who],
                ["import", bad, *who], ["import", table, *who], ["import", table, "--lang", "zh", *who],
                ["get", record, "--at-most", secret, *who],
                ["get", record, secret, *who], ["log", "show", "--person", secret, *who],
                ["set", self.house.ids[CONFLICT[0]], "note.body#+1=" + secret, *who],
            ):
                stdin = f"person.phone={number}{number}\n"
                said = self.house.run(*words, stdin=stdin)
                require(said.code != 0, f"veil {words[:2]} as {person} ends with 0")
                self.quiet(said)

    def look_after(self):
        auditor = self.house.who("auditor1", "auditor", "audit")
        for note in self.notes:
            self.quiet(self.house.must("get", self.house.ids[0], "--reason", "because of " + note,
                                       *self.house.who("handler1", "handler", "assist"), "--field", "measure.type"))
        notes = {m for m in self.marks.all if m.field == "reason"}
        for form in (["--json"], [], ["--lang", "zh"], ["--json", "--record", self.house.ids[0]]):
            found = self.quiet(self.house.must("log", "show", "--limit", "100000", *form, *auditor), notes)
            require(form != ["--json"] or found == notes, "the auditor is not shown the reasons")
        for form in ([], ["--json"], ["--lang", "zh"]):
            for words in (["log", "verify"], ["log", "key"], ["check"], ["person", "list"],
                          ["check", "--deep", *auditor[:4]]):
                self.quiet(self.house.must(*words, *form))
        for person, role, purpose in self.sessions():
            if role != "auditor":
                said = self.house.run("log", "show", *self.house.who(person, role, purpose))
                require(said.code == 4, f"{role} reads the log: {said.code}")
                self.quiet(said)

    # ---- files and memory

    def search_files(self):
        count = 0
        for name, data in self.house.files():
            count += 1
            found = self.scanner.any(data)
            require(not found, f"{name} holds {sorted(map(repr, found))[:9]}")
        require(count > 20, "there are hardly any files")
        self.figures["files searched"] = count
        # What is planted must be found, whole and in pieces, or nothing above means anything.
        whole = [m for m in self.marks.all if m.whole]
        for planted in (whole[0], next(m for m in whole if not m.text.isascii()),
                        next(m for m in whole if m.text.isdigit())):
            for text in (planted.text, planted.text[1:]):
                for encoding in ("utf-8", "utf-16-le", "gb18030"):
                    data = os.urandom(5000) + b" " + text.encode(encoding) + b" " + os.urandom(5000)
                    require(self.scanner.any(data) == {planted}, "the scanner is blind")

    def memory(self, *words, stdin=""):
        folder = self.house.at("memory")
        self.house.must(*words, env={"LD_PRELOAD": self.shim, "CANARY_MEMORY": folder}, stdin=stdin)
        out = []
        for name in ("open", "end"):
            with open(os.path.join(folder, name), "rb") as file:
                data = file.read()
            os.remove(os.path.join(folder, name))
            require(data.startswith(b"dumpable=0 core=0/0\n"), "the process lets itself be dumped: " + repr(data[:40]))
            require(b"VEIL_STORE=" in data, "there is hardly any memory")
            out.append(self.scanner.whole(data))
        return out

    def search_memory(self):
        left = {}
        for person, role, purpose in self.sessions():
            for n in (ASSIGNED[0], FOREIGN[0]) if person == "handler1" else (ASSIGNED[0],):
                if role == "auditor" or person.endswith("2"):
                    continue
                allowed = self.allowed(person, role, purpose, REASON, [n])
                words = ["get", self.house.ids[n], "--json", "--reason", REASON, *self.house.who(person, role, purpose)]
                during, after = self.memory(*words)
                require(during <= allowed, f"memory of {person}: {sorted(map(repr, during - allowed))[:9]}")
                require({m for m in allowed if m.whole} <= during, f"memory of {person} was not searched where it counts")
                require(after <= allowed, f"memory of {person} at its end: {sorted(map(repr, after - allowed))[:9]}")
                left[person, role, purpose, n] = after
        self.figures["marks left at the end of reading"] = max(map(len, left.values()))
        record = next(m for m in self.marks.all if m.record == ASSIGNED[1] and m.field == "person.phone")
        stdin = f"person.phone={record.text}\n"
        _, after = self.memory("set", self.house.ids[ASSIGNED[1]], "--values", "-", stdin=stdin,
                               *self.house.who("handler1", "handler", "assist"))
        self.figures["marks left at the end of writing"] = len(after)
        require(not any(left.values()) and not after, f"left at the end: {self.figures}")

    def crash(self):
        crashed, core = self.house.crash("get", self.house.ids[0], *self.house.who("handler1", "handler", "assist"),
                                         shim=self.shim)
        require(crashed and not core, "a crash leaves a core" if core else "it did not crash")
        names = [name for name, _ in self.house.files() if os.path.basename(name).startswith("core")]
        require(not names, f"left behind: {names}")
        self.figures["a core could be made here"] = self.house.core_of_another()

    # ---- where nothing may be known

    def same_words(self):
        """Under a policy that gives a handler nothing of what is not hers."""
        with open(self.house.policy, encoding="utf-8") as file:
            lines = [line for line in file if not re.match(r'\s*\{ role = "handler", (?!.*\bwhen = )', line)]
        policy = os.path.join(self.folder, "strict.toml")
        with open(policy, "w", encoding="utf-8") as file:
            file.writelines(lines)
        other = House(self.house.veil, policy, self.folder + "/other", "staple battery 7")
        other.make()
        intake = other.who("intake1", "intake", "intake")
        for staff in ("田苗", "田禾", "田禾"):
            other.must("new", "case.assigned=" + staff, "person.name=欧阳某某", *intake)
        ids = [json.loads(line)["id"] for line in other.must("list", "--json", *intake).out.splitlines()]
        shown = {}
        for record_id in ids:
            said = other.must("get", record_id, "--json", "--field", "case.assigned", *intake).out.decode()
            shown.setdefault("foreign" if "田苗" in said else "mine", []).append(record_id)
        mine, conflict = shown["mine"]
        other.must("set", conflict, "case.conflicts=田禾", *other.who("founder", "supervisor", "manage"))
        who = other.who("handler1", "handler", "assist")
        other.must("get", mine, *who)
        # A whole id needs its check characters; that of a record of another store will do.
        targets = {"unknown": self.house.ids[0], "foreign": shown["foreign"][0], "conflict": conflict}
        self.figures["same words compared"] = 0
        for command in (["get"], ["get", "--json"], ["get", "--lang", "zh"], ["get", "--field", "person.name"],
                        ["get", "--reason", REASON], ["set", "note.body#+1=x"], ["set", "person.name=甲", "--json"],
                        ["set", "--clear", "person.phone", "--lang", "zh"]):
            for prefix in (False, True) if command == ["get"] else (False,):
                entries, answers = {}, {}
                for kind, target in targets.items():
                    said = other.run(command[0], target[:12] if prefix else target, *command[1:], *who)
                    require(said.code == 4, f"{kind}: exit code {said.code}: {said.err.decode()}")
                    answers[kind] = (said.code, said.out, said.err)
                    log = other.must("log", "show", "--json", "--person", "田禾", *other.who("auditor1")).out.splitlines()
                    entries[kind] = {k: v for k, v in json.loads(log[-1]).items()
                                     if k not in ("index", "records", "opening", "time_ms")}
                require(len(set(answers.values())) == 1, f"{command}: different words: {answers}")
                require(entries["unknown"] == entries["foreign"] == entries["conflict"], f"{command}: {entries}")
                entry = entries["unknown"]
                require(entry["action"] != "open_session" and entry["outcome"] != "given", f"{command}: {entry}")
                require({"name", "role", "purpose", "classes", "reason"} <= entry.keys(), "the entries say hardly anything")
                self.figures["same words compared"] += 1
        self.figures["commands of the second store"] = other.commands

    def run(self):
        for step in (self.fill, self.read_everything, self.do_casework, self.do_emergency, self.go_wrong, self.look_after, self.search_files, self.same_words):
            began = time.time()
            step()
            print(f"{step.__name__}: {time.time() - began:.1f} s", flush=True)
        if self.shim:
            self.search_memory()
            self.crash()
            self.search_files()
        else:
            print("memory and crashes: not looked at, there is nothing to preload")
        whole = [m for m in self.marks.all if m.record is not None and m.whole]
        require(len(whole) >= 200, "too few marks")
        require({self.rules.cls[m.field] for m in self.marks.all if m.record is not None} |
                {self.rules.cls[f] for f in CODES} | {"staff", "guard"} == set(self.rules.classes), "a class has no mark")
        print(f"{len(self.marks.all)} marks ({len(whole)} whole), {self.house.commands} commands, "
              f"{self.scanner.searched} searches of {self.scanner.bytes >> 20} MiB, {self.figures}", flush=True)


def main():
    words = sys.argv[1:]
    seed = int(words[words.index("--seed") + 1]) if "--seed" in words else random.SystemRandom().randrange(2**32)
    if "--seed" in words:
        del words[words.index("--seed"):][:2]
    print(f"seed {seed}", flush=True)
    canary = Canary(os.path.abspath(words[0]), os.path.abspath(words[1]),
                    os.path.abspath(words[2]) if len(words) > 2 else "", seed)
    try:
        canary.run()
    except Failed as why:
        print(f"FAILED: {why}")
        return 1
    finally:
        shutil.rmtree(canary.folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
