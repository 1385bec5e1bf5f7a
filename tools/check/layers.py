#!/usr/bin/python3
"""Checks every #include against the project's layers. The rules are the tables below; the rest applies them."""
import fnmatch
import os
import re
import sys

import tree

# A room includes itself and what stands left of it. Tests see everything.
ROOMS = ["crypto", "redact", "store", "tools"]

# Foreign headers: prefix -> the only places that may include them.
HOMES = {
    "sodium": ["crypto/*.cpp"],
    "rocksdb/": ["store/engine/rocksdb*"],
    "boost/archive/": ["store/archive*", "store/codec*"],
    "boost/serialization/": ["store/archive*", "store/codec*"],
    "boost/json": ["tools/*"],
    "toml++/": ["redact/policy_document.cpp"],
    "CLI/": ["tools/*"],
    "expat.h": ["tools/veil/import/xml.cpp"],
    "zlib.h": ["tools/veil/import/zip.cpp"],
    "iconv.h": ["tools/veil/import/encoding.cpp"],
    "malloc.h": ["tools/veil/wiping_delete.cpp"],
    "hs.h": ["redact/text/dictionary_hyperscan.cpp"],
    "utf8proc.h": ["redact/*.cpp"],
    "tl/expected.hpp": ["crypto/result.h"],
    "catch2/": [],
}

# Of the standard library and the system: what a room must not touch, because it promises to be pure.
NO_DISK = ["fstream", "filesystem", "iostream", "thread", "fcntl.h", "unistd.h", "sys/stat.h"]
BANNED = {"crypto": NO_DISK, "redact": NO_DISK + ["random"]}
BANNED_EVERYWHERE = {"regex": "std::regex overflows the stack on long input"}

# Headers of the operating system that store and tools may use beside the standard library.
SYSTEM = re.compile(r"(fcntl|unistd|termios|signal|poll|dirent|dlfcn|errno)\.h|(sys|linux|netinet|arpa)/\w+\.h")
STANDARD = re.compile(r"[a-z_]+")

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.M)


def room_of(path):
    return path.split("/", 1)[0]


def includes(text):
    """(line, is ours, name) of each include."""
    for match in INCLUDE.finditer(text):
        yield text.count("\n", 0, match.start()) + 1, match.group(1) == '"', match.group(2)


def public_headers(files):
    """The headers that the rooms' FILE_SETs install."""
    public = set()
    for path, text in files.items():
        if os.path.basename(path) != "CMakeLists.txt":
            continue
        for block in re.findall(r"FILE_SET\s+HEADERS\b[^)]*?\bFILES\b([^)]*)\)", text):
            public.update(os.path.join(os.path.dirname(path), name) for name in block.split())
    return public


def check_ours(path, line, name, files, public):
    where = f"{path}:{line}: "
    if name not in files:
        return [where + f'"{name}" is no file of this project (write the path from the root)']
    mine, theirs = room_of(path), room_of(name)
    faults = []
    if mine in ROOMS and (theirs not in ROOMS or ROOMS.index(theirs) > ROOMS.index(mine)):
        faults.append(where + f"{mine} must not include from {theirs} ({' <- '.join(ROOMS)})")
    if path in public and name not in public:
        faults.append(where + f"a public header includes {name}, which is not installed")
    return faults


def check_foreign(path, line, name, public):
    where = f"{path}:{line}: "
    room = room_of(path)
    if name in BANNED_EVERYWHERE:
        return [where + f"<{name}>: {BANNED_EVERYWHERE[name]}"]
    if name in BANNED.get(room, []):
        return [where + f"<{name}>: {room} is pure (no disk, no terminal, no threads)"]
    home = next((prefix for prefix in HOMES if name.startswith(prefix)), None)
    if home is None:
        if STANDARD.fullmatch(name) or (room not in BANNED and SYSTEM.fullmatch(name)):
            return []
        if room not in ROOMS:
            return []
        return [where + f"<{name}> has no home: name one in {os.path.relpath(__file__, tree.ROOT)}"]
    if room not in ROOMS:
        return []
    faults = []
    if not any(fnmatch.fnmatchcase(path, place) for place in HOMES[home]):
        faults.append(where + f"<{name}> belongs in {', '.join(HOMES[home]) or 'tests'} only")
    if path in public and home != "tl/expected.hpp":
        faults.append(where + f"<{name}> in a public header")
    return faults


def cycles(graph):
    """Each cycle of includes once, as a path that ends where it began."""
    done, found = set(), []

    def visit(node, trail):
        if node in trail:
            found.append(trail[trail.index(node):] + [node])
            return
        if node in done:
            return
        for target in graph.get(node, []):
            visit(target, trail + [node])
        done.add(node)

    for node in sorted(graph):
        visit(node, [])
    return found


def check(files):
    public = public_headers(files)
    faults, graph = [], {}
    for path in sorted(files):
        if not path.endswith((".h", ".cpp")):
            continue
        graph[path] = []
        for line, ours, name in includes(files[path]):
            if ours:
                graph[path].append(name)
                faults += check_ours(path, line, name, files, public)
            else:
                faults += check_foreign(path, line, name, public)
    for header in sorted(public - set(files)):
        faults.append(f"{room_of(header)}/CMakeLists.txt: the FILE_SET names {header}, which does not exist")
    used = {name for names in graph.values() for name in names} | public
    for header in sorted(path for path in graph if path.endswith(".h") and path not in used):
        faults.append(f"{header}: nobody includes it")
    faults += ["cycle: " + " -> ".join(cycle) for cycle in cycles(graph)]
    return faults


if __name__ == "__main__":
    sys.setrecursionlimit(10000)
    everything = tree.load()
    sys.exit(tree.report("layers", everything, check(everything)))
