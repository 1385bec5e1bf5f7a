"""A store made with the tool, its people, and a way to run commands that keeps all that they say."""
import os
import resource
import signal
import subprocess
import tempfile

# name, identity, roles. The last three only stand in conflict lists.
PEOPLE = (
    ("周敏", "founder", ("supervisor",)), ("田禾", "handler1", ("handler",)), ("田苗", "handler2", ("handler",)),
    ("林静", "caseworker1", ("caseworker",)), ("林溪", "caseworker2", ("caseworker",)),
    ("江南", "intake1", ("intake",)), ("江北", "intake2", ("intake",)), ("吴悦", "statistician1", ("statistician",)),
    ("郑言", "auditor1", ("auditor",)), ("避雨亭", "aside0", ("handler",)), ("避风塘", "aside1", ("handler",)),
)


class Failed(Exception):
    pass


def require(condition, why):
    if not condition:
        raise Failed(why)


class Said:
    def __init__(self, words, done):
        self.words, self.code, self.out, self.err = words, done.returncode, done.stdout, done.stderr


class House:
    def __init__(self, veil, policy, folder, passphrase):
        self.veil, self.policy, self.folder = veil, policy, folder
        self.commands = 0
        self.ids = []
        for name in ("tmp", "home", "memory", "input"):
            os.makedirs(self.at(name))
        self.write("input/pass", passphrase + "\n")
        self.env = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": self.at("home"), "TMPDIR": self.at("tmp"),
                    "VEIL_STORE": self.at("store"), "VEIL_HOST_KEY": self.at("host.key")}

    def at(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, text):
        with open(self.at(name), "w", encoding="utf-8") as file:
            file.write(text)
        os.chmod(self.at(name), 0o600)
        return self.at(name)

    def run(self, *words, env=None, stdin=""):
        done = subprocess.run([self.veil, *words], cwd=self.folder, env={**self.env, **(env or {})},
                              input=stdin.encode(), capture_output=True, timeout=120, check=False)
        self.commands += 1
        return Said(words, done)

    def must(self, *words, **named):
        said = self.run(*words, **named)
        if said.code != 0:
            raise Failed(f"exit code {said.code}: veil {' '.join(words[:3])}: {said.err.decode()[-500:]}")
        return said

    def who(self, person, role=None, purpose=None):
        words = ["--identity", self.at(person + ".age"), "--passphrase-file", self.at("input/pass")]
        return words + (["--role", role] if role else []) + (["--purpose", purpose] if purpose else [])

    def make(self):
        for name, key, roles in PEOPLE:
            public = self.must("identity", "new", self.at(key + ".age"), "--passphrase-file", self.at("input/pass"),
                               "--work-factor", "12").out.decode().strip()
            words = [word for role in roles for word in ("--role", role)]
            if key == "founder":
                self.must("init", "--policy", self.policy, "--name", name, *words, *self.who(key))
            else:
                self.must("person", "add", name, public, *words, *self.who("founder"))

    def crash(self, *words, shim):
        """Crashes a command when it has something to say; whether it did crash, and whether it left a core."""
        self.commands += 1
        return self._end([self.veil, *words], {**self.env, "LD_PRELOAD": shim, "CANARY_CRASH": "1"}, self.folder)

    def core_of_another(self):
        """Whether a program that does nothing against it leaves a core on this machine."""
        with tempfile.TemporaryDirectory() as folder:
            return self._end(["/bin/sh", "-c", "kill -SEGV $$"], self.env, folder)[1]

    @staticmethod
    def _end(words, env, folder):
        def unlimited():
            hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
            resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
        with subprocess.Popen(words, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                              preexec_fn=unlimited, env=env) as child:
            _, status = os.waitpid(child.pid, 0)
            child.returncode = status
        return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGSEGV, os.WCOREDUMP(status)

    def files(self, leave_out=("input", "memory")):
        for folder, folders, names in os.walk(self.folder):
            if folder == self.folder:
                folders[:] = [name for name in folders if name not in leave_out]
            for name in names:
                with open(os.path.join(folder, name), "rb") as file:
                    yield os.path.relpath(os.path.join(folder, name), self.folder), file.read()
