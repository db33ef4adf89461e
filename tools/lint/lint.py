#!/usr/bin/env python3
"""clang-tidy over the project's own sources, on all cores.

    lint.py BUILD [FILE...]

BUILD is a built tree with compile_commands.json. A source that passed is remembered by the content of
itself, of every header it includes, of its compile command, of .clang-tidy and of clang-tidy's version:
only what could give another answer is looked at again. Exit status 1 when there is a finding.
"""

import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
OURS = ("engine", "layers", "tools")  # tests are compiled with all warnings and run under the sanitizers


def for_clang(command):
    """g++'s command as clang takes it: no precompiled header of g++, and g++'s warnings are g++'s business."""
    words, result, skip = shlex.split(command), [], False
    for i, word in enumerate(words):
        if skip:
            skip = False
        elif word == "-include" and words[i + 1].endswith("cmake_pch.hxx"):
            skip = True
        elif not word.startswith("-W"):
            result.append(word)
    return [word for word in result if not word.endswith("ccache")] + ["-Wno-everything"]


def dependencies(build):
    """Source -> all files its object was made from, as ninja knows them."""
    text = subprocess.run(["ninja", "-C", build, "-t", "deps"], check=True, capture_output=True, text=True).stdout
    found = {}
    for block in text.split("\n\n"):
        files = [(build / line.strip()).resolve() for line in block.splitlines()[1:]]
        if files:
            found[files[0]] = [f for f in files if f.suffix != ".gch"]
    return found


class Hasher:
    def __init__(self):
        self.known = {}

    def of(self, path):
        if path not in self.known:
            self.known[path] = hashlib.sha256(path.read_bytes()).digest() if path.is_file() else b"gone"
        return self.known[path]


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    only = {pathlib.Path(name).resolve() for name in sys.argv[2:]}
    memory = ROOT / "build" / "tidy"
    memory.mkdir(parents=True, exist_ok=True)

    entries = {}
    for entry in json.loads((build / "compile_commands.json").read_text()):
        path = pathlib.Path(entry["directory"], entry["file"]).resolve()
        if path.is_relative_to(ROOT) and path.relative_to(ROOT).parts[0] in OURS and (not only or path in only):
            entries.setdefault(path, {"directory": entry["directory"], "file": str(path),
                                      "arguments": for_clang(entry["command"])})
    commands = memory / "compile_commands.json"
    commands.write_text(json.dumps(list(entries.values()), indent=1))

    rules = (ROOT / ".clang-tidy").read_bytes()
    version = subprocess.run(["clang-tidy", "--version"], check=True, capture_output=True).stdout
    deps, hasher = dependencies(build), Hasher()
    stamps = {}
    for path, entry in entries.items():
        digest = hashlib.sha256(rules + version + "\0".join(entry["arguments"]).encode())
        for used in deps.get(path, []) or [path]:
            digest.update(hasher.of(used))
        stamps[path] = memory / (path.stem + "-" + digest.hexdigest()[:24])
    for old in memory.glob("*-*"):
        if not only and old not in stamps.values():
            old.unlink()
    todo = sorted((path for path in entries if not stamps[path].exists()),
                  key=lambda path: -len(deps.get(path, [])))

    def check(path):
        start = time.monotonic()
        done = subprocess.run(["clang-tidy", "--quiet", "-p", str(memory), str(path)], capture_output=True, text=True)
        if done.returncode == 0:
            stamps[path].touch()
        # Headers of the system are counted in the remarks, not in the findings.
        noise = re.compile(r"^(\d+ warnings?( and \d+ errors?)? generated|Suppressed|Use -header-filter).*$\n?", re.M)
        return path, done.returncode, noise.sub("", done.stdout + done.stderr).strip(), time.monotonic() - start

    print(f"{len(entries)} sources, {len(entries) - len(todo)} unchanged since they passed", flush=True)
    failed = []
    with concurrent.futures.ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        for number, result in enumerate(concurrent.futures.as_completed([pool.submit(check, p) for p in todo]), 1):
            path, status, words, took = result.result()
            if os.environ.get("LINT_VERBOSE") or status:
                print(f"[{number}/{len(todo)}] {path.relative_to(ROOT)} ({took:.0f} s)", flush=True)
            if status:
                failed.append(path)
                print(words, flush=True)
    print(f"clang-tidy: {len(entries) - len(failed)} clean, {len(failed)} with findings")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
