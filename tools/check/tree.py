"""The files of this repository, as the checks see them: a dict of path -> text."""
import os
import subprocess

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

# Bytes of other origin or meant to be odd: test inputs are not our prose and not our code.
DATA = ("tests/fuzz/corpus/", "tests/golden/", "tests/data/")


def paths():
    """Tracked files and new ones that are not ignored, without test data."""
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z", "-co", "--exclude-standard"],
        cwd=ROOT, check=True, capture_output=True).stdout.decode().split("\0")
    return sorted(p for p in listed
                  if p and not p.startswith(DATA) and os.path.isfile(os.path.join(ROOT, p)))


def load():
    files = {}
    for path in paths():
        with open(os.path.join(ROOT, path), encoding="utf-8") as file:
            files[path] = file.read()
    return files


def report(name, files, faults):
    """Prints the faults and answers the exit status."""
    for fault in faults:
        print(fault)
    print(f"{name}: {len(files)} files, {len(faults)} faults")
    return 1 if faults else 0
