"""What people do to cases, and that nothing more is said of it than each may see: consents given and taken back,
referrals, corrections and what a record was, notes, lists of what is due."""
import json

from house import require
from scan import Scanner

FEDERATION = "womens_federation"


class Casework:
    """Part of the canary: on records that are handler1's and caseworker1's, by their place in the import."""

    AGREED, TAKEN_BACK, BARRED, REFERRED, CORRECTED = 1, 2, 3, 4, 5

    def do_casework(self):
        handler = self.house.who("handler1", "handler", "assist")
        marks, ids, must = self.marks, self.house.ids, self.house.must
        until = ["--until", "2099-12-31"]

        def consent(n, giver, *more, stdin=""):
            self.quiet(must("consent", "add", ids[n], "--scope", "share_federation", "--recipient", FEDERATION,
                            "--giver", giver, *until, *more, *handler, stdin=stdin))

        for n in (self.AGREED, self.TAKEN_BACK, self.REFERRED):
            form = marks.latin(n, "consent.document")
            consent(n, "self", "--values", "-", stdin=f"document={form}\n")
        row = self.row_of(self.TAKEN_BACK, "consent.scope", handler)
        self.quiet(must("consent", "withdraw", ids[self.TAKEN_BACK], row, *handler))
        consent(self.BARRED, "guardian")
        self.quiet(must("set", ids[self.BARRED], "case.guardian_conflict=yes", *handler))
        for n in (self.AGREED, self.REFERRED):
            self.consents[n] = {("share_federation", FEDERATION)}

        why = marks.latin(self.REFERRED, "referral.reason")
        self.quiet(must("refer", ids[self.REFERRED], "--to", FEDERATION, "--values", "-", *handler,
                        stdin=f"reason={why}\n"))
        row = self.row_of(self.REFERRED, "referral.status", handler)
        other = self.house.who("caseworker2", "caseworker", "assist")
        self.quiet(must("refer", "accept", ids[self.REFERRED], row, *other))
        self.accepted[self.REFERRED] = "caseworker2"

        old = next(m for m in marks.all if m.record == self.CORRECTED and m.field == "person.phone")
        new = marks.phone(self.CORRECTED, "person.phone")
        self.quiet(must("set", ids[self.CORRECTED], "--values", "-", *handler, stdin=f"person.phone={new}\n"))
        old.old = True
        body = marks.han(self.CORRECTED, "note.body") + marks.latin(self.CORRECTED, "note.body")
        self.quiet(must("note", ids[self.CORRECTED], "--text", "-", *handler, stdin=body + "\n"))
        self.scanner = Scanner(marks.all)
        self.read_casework()

    def row_of(self, n, field, who):
        said = self.house.must("get", self.house.ids[n], "--json", "--field", field, *who)
        return str(json.loads(said.out)["fields"][-1]["row"])

    def read_casework(self):
        figure = 0
        for person, role, purpose in self.sessions():
            who = self.house.who(person, role, purpose)
            for n in (self.AGREED, self.TAKEN_BACK, self.BARRED, self.REFERRED, self.CORRECTED):
                self.get(person, role, purpose, "", n, ["--json", *who])
                figure += self.history(person, role, purpose, n, who)
                for words in (["consent", "list", "--json"], ["refer", "list", "--lang", "zh"]):
                    said = self.house.run(*words[:2], self.house.ids[n], *words[2:], *who)
                    figure += len(self.quiet(said, self.allowed(person, role, purpose, "", [n])))
            for form in (["--json"], ["--lang", "zh"]):
                said = self.house.run("due", *form, *who)
                figure += len(self.quiet(said, self.allowed(person, role, purpose, "")))
        self.figures["marks shown by casework"] = figure

    def history(self, person, role, purpose, n, who):
        allowed = self.allowed(person, role, purpose, "", [n], old=True)
        may = "history" in self.rules.roles[role]["may"]
        count = 0
        for form in (["--json"], ["--lang", "zh"]):
            said = self.house.run("history", self.house.ids[n], *form, *who)
            found = self.quiet(said, allowed if may else set())
            require(said.code == 4 or may, f"history as {role}: exit code {said.code}")
            wanted = allowed if may and form == ["--json"] else set()
            require(wanted <= found, f"the history of {person} lacks {sorted(map(repr, wanted - found))[:9]}")
            count += len(found)
        return count
