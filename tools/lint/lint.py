#!/usr/bin/env python3
"""clang-tidy over the project's own sources, on all cores.

    lint.py BUILD [FILE...]

BUILD is a built tree with compile_commands.json. A source that passed is remembered by the content of
itself, of every header it includes, of its compile command, of .clang-tidy and of clang-tidy's version:
only what could give another answer is looked at again. Exit status 1 when there is a finding.

Sources of one library are looked at together, as one source that includes them: nearly all of clang-tidy's time goes
into the headers of the libraries they share. Where that makes an error (two files have a helper of one name) or a finding,
the file is looked at again apart: what is reported is always true of the file alone.
"""

import collections
import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
TOGETHER = 24  # sources at most; beyond, little is won and names collide more often
OURS = ("engine", "layers", "tools")  # tests are compiled with all warnings and run under the sanitizers


def for_clang(command, source):
    """g++'s command as clang takes it: no precompiled header of g++, and g++'s warnings are g++'s business. Without the
    names of the source and of its object, so that it is the same for all sources of a library."""
    words, result, skip = shlex.split(command), [], False
    for i, word in enumerate(words):
        if skip:
            skip = False
        elif word == "-o" or word == "-include" and words[i + 1].endswith("cmake_pch.hxx"):
            skip = True
        elif not word.startswith("-W") and word not in ("-c", source):
            result.append(word)
    return [word for word in result if not word.endswith("ccache")] + ["-Wno-everything"]


def apart(path):
    """The sources that are compiled as this one: a unity source (CMake's UNITY_BUILD) includes its own."""
    if path.parent.name != "Unity":
        return [path]
    return [pathlib.Path(name).resolve() for name in re.findall(r'^#include "(.*)"$', path.read_text(), re.M)]


def dependencies(build):
    """Source -> all files its object was made from, as ninja knows them."""
    text = subprocess.run(["ninja", "-C", build, "-t", "deps"], check=True, capture_output=True, text=True).stdout
    found = {}
    for block in text.split("\n\n"):
        files = [(build / line.strip()).resolve() for line in block.splitlines()[1:]]
        if files:
            headers = [f for f in files if f.suffix not in (".gch", ".cpp", ".cxx")]
            found.update((source, [source, *headers]) for source in apart(files[0]))
    return found


class Hasher:
    def __init__(self):
        self.known = {}

    def of(self, path):
        if path not in self.known:
            self.known[path] = hashlib.sha256(path.read_bytes()).digest() if path.is_file() else b"gone"
        return self.known[path]


class Tidy:
    """Runs clang-tidy on sources, alone or together."""

    def __init__(self, entries, deps, memory):
        self.entries, self.deps, self.memory = entries, deps, memory

    def run(self, group):
        """Exit status and words of clang-tidy on these sources, which share one command."""
        entry = self.entries[group[0]]
        with tempfile.TemporaryDirectory(dir=self.memory) as folder:
            source = group[0]
            if len(group) > 1:
                source = pathlib.Path(folder, "together.cpp")
                source.write_text("".join(f'#include "{path}"  // NOLINT\n' for path in group))
            pathlib.Path(folder, "compile_commands.json").write_text(json.dumps(
                [{"directory": entry["directory"], "file": str(source), "arguments": [*entry["arguments"], "-c", str(source)]}]))
            done = subprocess.run(["clang-tidy", "--quiet", "-p", folder, str(source)], capture_output=True, text=True)
        # Headers of the system are counted in the remarks, not in the findings.
        noise = re.compile(r"^(\d+ warnings?( and \d+ errors?)? generated|Suppressed|Use -header-filter).*$\n?", re.M)
        return done.returncode, noise.sub("", done.stdout + done.stderr).strip()

    def check(self, group):
        """Sources with findings -> the words about them."""
        status, words = self.run(group)
        if status == 0:
            return {}
        if len(group) == 1:
            return {group[0]: words}
        broken, found = set(), set()
        for name, message in re.findall(r"^(/[^:\n]+):\d+:\d+: (?:error|warning): (.*)$", words, re.M):
            path = pathlib.Path(name).resolve()
            place = broken if "clang-diagnostic-error" in message else found
            place.update([path] if path in group else [p for p in group if path in self.deps.get(p, [path])])
        # Stopped, or in trouble that names none of them: then nothing is known of any.
        if "too many errors" in words or not broken | found or len(broken) == len(group):
            found = set(group)
        broken -= found
        result = {}
        for again in [[path] for path in group if path in found] + ([[p for p in group if p in broken]] if broken else []):
            result.update(self.check(again))
        return result


def groups(todo, entries):
    """Sources that have one command, in portions that keep all cores busy."""
    size = max(2, min(TOGETHER, -(-len(todo) // (2 * cores()))))
    alike = collections.defaultdict(list)
    for path in todo:
        alike[tuple(entries[path]["arguments"])].append(path)
    for paths in alike.values():
        portions = -(-len(paths) // size)
        for i in range(portions):
            yield paths[i::portions]


def cores():
    return len(os.sched_getaffinity(0))


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    only = {pathlib.Path(name).resolve() for name in sys.argv[2:]}
    memory = ROOT / "build" / "tidy"
    memory.mkdir(parents=True, exist_ok=True)

    entries = {}
    for entry in json.loads((build / "compile_commands.json").read_text()):
        for path in apart(pathlib.Path(entry["directory"], entry["file"]).resolve()):
            if path.is_relative_to(ROOT) and path.relative_to(ROOT).parts[0] in OURS and (not only or path in only):
                entries.setdefault(path, {"directory": entry["directory"],
                                          "arguments": for_clang(entry["command"], entry["file"])})

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
    todo = sorted(path for path in entries if not stamps[path].exists())
    print(f"{len(entries)} sources, {len(entries) - len(todo)} unchanged since they passed", flush=True)

    tidy = Tidy(entries, deps, memory)

    def check(group):
        start = time.monotonic()
        found = tidy.check(group)
        for path in group:
            if path not in found:
                stamps[path].touch()
        return group, found, time.monotonic() - start

    failed, said = 0, set()
    with concurrent.futures.ThreadPoolExecutor(cores()) as pool:
        work = sorted(groups(todo, entries), key=lambda group: -sum(len(deps.get(path, [])) for path in group))
        for result in concurrent.futures.as_completed([pool.submit(check, group) for group in work]):
            group, found, took = result.result()
            if os.environ.get("LINT_VERBOSE"):
                print(f"{took:.0f} s:", *(path.relative_to(ROOT) for path in group), flush=True)
            failed += len(found)
            for path, words in found.items():
                if words not in said:  # a header's finding comes with every source that includes it
                    print(f"{path.relative_to(ROOT)}:\n{words}", flush=True)
                said.add(words)
    print(f"clang-tidy: {len(entries) - failed} clean, {failed} with findings")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
