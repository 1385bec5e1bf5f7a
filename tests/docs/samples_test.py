#!/usr/bin/python3
"""Runs the samples of the documents: samples_test.py VEIL

A line `<!-- sample NAME -->` before a code block writes the block to the file NAME; `<!-- sample -->` before one runs it:
`$ COMMAND` in a shell, the lines below are what it prints. A line `...` stands for any number of lines. A command may fail.
All samples of a page share one folder."""
import os
import re
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PAGES = ("docs/policy.md",)
SAMPLE = re.compile(r"^<!-- sample(?: ([\w.-]+))? -->\n```\w*\n(.*?)^```$", re.S | re.M)


def steps_of(block):
    """[(command, expected lines)]"""
    steps = []
    for line in block.splitlines():
        if line.startswith("$ "):
            steps.append((line[2:], []))
        else:
            steps[-1][1].append(line)
    return steps


def fits(expected, said):
    """Whether the lines said are those expected, `...` being any."""
    if not expected:
        return not said
    if expected[0] == "...":
        return any(fits(expected[1:], said[at:]) for at in range(len(said) + 1))
    return bool(said) and said[0].rstrip() == expected[0].rstrip() and fits(expected[1:], said[1:])


def run(text, folder, veil):
    faults, count = [], 0
    env = {"PATH": os.path.dirname(veil) + ":/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": folder}
    for name, block in SAMPLE.findall(text):
        count += 1
        if name:
            with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                file.write(block)
            continue
        for command, expected in steps_of(block):
            done = subprocess.run(["/bin/sh", "-c", command], cwd=folder, env=env, capture_output=True, timeout=60,
                                  check=False)
            said = done.stdout.decode().splitlines()
            if not fits(expected, said):
                faults.append(f"$ {command}\n  says\n" + "\n".join(f"    {line}" for line in said)
                              + f"\n  {done.stderr.decode()}")
    return faults, count


def main():
    veil = os.path.abspath(sys.argv[1])
    bad = 0
    for page in PAGES:
        with open(os.path.join(ROOT, page), encoding="utf-8") as file, tempfile.TemporaryDirectory() as folder:
            faults, count = run(file.read(), folder, veil)
        print(f"{page}: {count} samples, {len(faults)} faults")
        for fault in faults:
            print(fault)
        bad += len(faults) + (count == 0)
    # The check itself must be able to fail.
    with tempfile.TemporaryDirectory() as folder:
        faults, _ = run("<!-- sample -->\n```console\n$ echo one\ntwo\n$ echo one\n...\n```\n", folder, veil)
        if len(faults) != 1:
            print("this check does not find what it looks for")
            bad += 1
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
