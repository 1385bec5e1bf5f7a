#!/usr/bin/python3
"""Checks that what is written about the project names what is there: README.md shows the example that the tests
build, links lead somewhere, and every test, folder and source that a page names exists."""
import os
import re
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PAGES = ("README.md", "SECURITY.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/README.md", "docs/decisions.md",
         "docs/format.md", "docs/policy.md", "docs/redaction.md", "docs/guide-import.md", "docs/guide-case-staff.md",
         "docs/guide-case-staff.zh.md", "docs/words-zh.md")
EXAMPLE = "examples/read_record.cpp"
LINK = re.compile(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)")
# A path in code marks, with a folder of ours in front.
PATH = re.compile(r"`((?:crypto|redact|store|tools|tests|docs|examples|cmake)/[\w./]*\w/?)`")


def read(path):
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        return file.read()


def faults_of(page, text):
    faults = []
    for target in LINK.findall(text):
        if not os.path.exists(os.path.join(ROOT, os.path.dirname(page), target)):
            faults.append(f"{page}: the link {target} leads nowhere")
    for name in PATH.findall(text):
        if not os.path.exists(os.path.join(ROOT, name)):
            faults.append(f"{page}: there is no {name}")
    return faults


def main():
    faults = []
    for page in PAGES:
        faults += faults_of(page, read(page))
    if f"```cpp\n{read(EXAMPLE)}```\n" not in read("README.md"):
        faults.append(f"README.md: its example is not {EXAMPLE}")
    # The check itself must be able to fail.
    if len(faults_of("docs/x.md", "[a](nowhere.md) `tests/nowhere/` [b](policy.md) `store/vault.h`")) != 2:
        faults.append("this check does not find what it looks for")
    for fault in faults:
        print(fault)
    print(f"docs: {len(PAGES)} pages, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
