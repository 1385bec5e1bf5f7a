"""An emergency and an access that somebody approved, and that nothing more is said of the cases, and of what people
wrote about them, than each may see."""
from house import require
from scan import Scanner


class Emergency:
    """Part of the canary: on records of handler2's, by their place in the import."""

    GLASS, ACCESS = 7, 8

    def do_emergency(self):
        must, ids, who = self.house.must, self.house.ids, self.house.who
        handler = who("handler1", "handler", "assist")
        supervisor = who("founder", "supervisor", "manage")
        words = [self.marks.latin(None, "reason") for _ in range(3)]
        self.scanner = Scanner(self.marks.all)
        about = {m for m in self.marks.all if m.text in words}
        glass = {m for m in about if m.text == words[0]}

        self.quiet(must("break-glass", ids[self.GLASS], "--reason", "life", "--text-file", "-",
                        "--passphrase-again-file", self.house.at("input/pass"), *handler, stdin=words[0] + "\n"))
        said = must("request", "ask", "access", ids[self.ACCESS], "--reason", words[1], *supervisor)
        request = said.out.decode().strip()
        self.quiet(said)
        said = must("request", "approve", request, "--reason", words[2], *who("handler2", "handler", "assist"))
        self.quiet(said)
        self.glass, self.approved = {("handler1", self.GLASS)}, {("founder", self.ACCESS)}

        figure = 0
        for person, role, purpose in self.sessions():
            session = who(person, role, purpose)
            for n in (self.GLASS, self.ACCESS):
                self.get(person, role, purpose, "", n, ["--json", *session])
            # Who asked, and whom the policy lets answer.
            told = {"supervisor": about, "handler": about if person == "handler1" else about - glass}.get(role, set())
            for form in (["--json"], [], ["--all", "--lang", "zh"]):
                found = self.quiet(must("request", "list", *form, *session), told)
                require(form != ["--json"] or found == told, f"{person} is not told of all requests that are hers")
                figure += len(found)
            said = self.house.run("request", "show", request, *session)
            require((said.code == 0) == bool(told), f"{role} looks at the request: exit code {said.code}")
            self.quiet(said, told - glass)
        self.figures["marks shown by requests"] = figure
