#!/usr/bin/python3
"""Runs clang-tidy on our sources, several at a time: tidy.py BUILD_FOLDER [--jobs N] [FILE...]

A file that was clean is not looked at again until it, a header of ours that it includes, the checks, its compile
command or an installed package changes; what was clean is remembered in BUILD_FOLDER/tidy."""
import argparse
import concurrent.futures
import hashlib
import json
import os
import subprocess
import sys
import time

import layers
import tree


def own_closure(path, files):
    """The file and every header of ours that it includes, directly or not."""
    seen, todo = set(), [path]
    while todo:
        current = todo.pop()
        if current in seen or current not in files:
            continue
        seen.add(current)
        todo += [name for _, ours, name in layers.includes(files[current]) if ours]
    return sorted(seen)


def fingerprint(path, command, files, surroundings):
    digest = hashlib.sha256(surroundings + command.encode())
    for name in own_closure(path, files):
        digest.update(f"\0{name}\0".encode() + files[name].encode())
    return digest.hexdigest()


def surroundings():
    """What all files depend on: the checks and the versions of the installed packages."""
    with open(os.path.join(tree.ROOT, "packages.txt"), encoding="utf-8") as file:
        names = [line.split()[0] for line in file if line.strip() and line[0] not in "#["]
    versions = subprocess.run(["dpkg-query", "-W", *names], check=False, capture_output=True).stdout
    settings = [path for path in tree.paths() if os.path.basename(path) == ".clang-tidy"]
    parts = [versions]
    for path in settings:
        with open(os.path.join(tree.ROOT, path), "rb") as file:
            parts.append(file.read())
    return b"\0".join(parts)


def tidy(build, path):
    """(seconds, what clang-tidy said or nothing)"""
    start = time.monotonic()
    done = subprocess.run(
        ["clang-tidy", "-p", build, "--quiet", path],
        cwd=tree.ROOT, check=False, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    said = done.stdout + done.stderr if done.returncode else ""
    return time.monotonic() - start, said


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("build")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("files", nargs="*", help="only these, as paths from the root")
    return parser.parse_args()


def main():
    options = arguments()
    files = tree.load()
    with open(os.path.join(options.build, "compile_commands.json"), encoding="utf-8") as file:
        entries = json.load(file)
    commands = {os.path.relpath(e["file"], tree.ROOT): e["command"].replace(tree.ROOT, ".") for e in entries}
    wanted = sorted(path for path in commands if path in files and (not options.files or path in options.files))
    memory = os.path.join(options.build, "tidy")
    os.makedirs(memory, exist_ok=True)
    around = surroundings()

    def mark(path, files):
        return os.path.join(memory, fingerprint(path, commands[path], files, around))

    marks = {path: mark(path, files) for path in wanted}
    todo = [path for path in wanted if not os.path.exists(marks[path])]
    faulty, start = 0, time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        running = {pool.submit(tidy, options.build, path): path for path in todo}
        for future in concurrent.futures.as_completed(running):
            path, (seconds, said) = running[future], future.result()
            print(f"{seconds:6.1f} s  {path}", flush=True)
            if said:
                faulty += 1
                print(said, flush=True)
            elif marks[path] == mark(path, tree.load()):  # else it was changed while it was looked at
                open(marks[path], "w", encoding="utf-8").close()
    print(f"clang-tidy: {len(wanted)} files, {len(todo)} looked at in {time.monotonic() - start:.0f} s, "
          f"{faulty} with faults")
    return 1 if faulty else 0


if __name__ == "__main__":
    sys.exit(main())
