#!/usr/bin/python3
"""Runs clang-tidy over our own sources; a file that passed is not checked again until it, a header of ours that
it includes, its options or the configuration change.

usage: tidy.py CACHE_FOLDER      after the presets native, native-debug and web have been built

Reads the build folders: what is compiled natively is checked with those options, the fuzzers with theirs, the rest
with those of the web.

Nearly all of the time goes into the headers of others, so files with equal options are checked in groups, as one
translation unit: 12 minutes instead of 18. Files with the same private name do not stand in one unit. A
group that does not pass is halved until the file is alone: so findings are told file by file, and a clash of names
that was not foreseen costs time, nothing else.
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
import tempfile
import typing

ROOT = pathlib.Path(__file__).resolve().parents[2]
TIDY = "clang-tidy-19"
EXPIRES_AFTER_S = 60 * 24 * 3600
GROUP = 8  # files; more need too much memory
PRIVATE = re.compile(r"^namespace \{$(.*?)^\}  // namespace$", re.DOTALL | re.MULTILINE)
DEFINED = re.compile(
    r"^(?!TEST_CASE)(?:using (\w+) = |(?:struct|class|enum(?: class)?) (\w+)|\w[^(={;]*?(\w+)(?=[(={\[]| = ))",
    re.MULTILINE)


class Job(typing.NamedTuple):
    source: pathlib.Path
    preset: str
    options: str  # of the compiler, without the names of the source and the object
    extra: tuple[str, ...]
    stamp: pathlib.Path


def is_ours(path):
    return path.is_relative_to(ROOT / "src") or path.is_relative_to(ROOT / "tests")


def compile_commands(preset):
    """source -> command, for our own sources."""
    entries = json.loads((ROOT / "build" / preset / "compile_commands.json").read_text())
    commands = {pathlib.Path(entry["file"]): entry["command"] for entry in entries}
    return {source: command for source, command in commands.items() if is_ours(source)}


def headers_of_ours(preset):
    """source -> the headers of ours that it includes, as ninja recorded them."""
    folder = ROOT / "build" / preset
    output = subprocess.run(["ninja", "-C", folder, "-t", "deps"], capture_output=True, text=True, check=True)
    result = {}
    for block in output.stdout.split("\n\n"):
        lines = block.splitlines()[1:]
        paths = [pathlib.Path(os.path.normpath(folder / line.strip())) for line in lines]
        if paths:
            result[paths[0]] = sorted(path for path in paths if is_ours(path))
    return result


def emscripten_options():
    em = ROOT / "build/deps/emscripten/em++"
    flags = subprocess.run([em, "--cflags"], capture_output=True, text=True, check=True).stdout.split()
    return [f"--extra-arg-before={flag}" for flag in flags]


def portable(command):
    """The command without what differs between checkouts and does not change what is compiled."""
    return command.replace(str(ROOT), "").removeprefix("/usr/bin/ccache ")


def digest(*parts):
    hasher = hashlib.sha256()
    for part in parts:
        hasher.update(part if isinstance(part, bytes) else str(part).encode())
        hasher.update(b"\0")
    return hasher.hexdigest()


def options_of(command, source):
    words = [word for word in shlex.split(command) if word not in ("-c", str(source), "/usr/bin/ccache")]
    output = words.index("-o")
    return shlex.join(words[:output] + words[output + 2:])


def run_tidy(jobs):
    """The run over all of the jobs' sources as one translation unit."""
    first = jobs[0]
    build = ROOT / "build" / first.preset
    if len(jobs) == 1:
        command = [TIDY, "--quiet", "-p", build, *first.extra, first.source]
        return subprocess.run(command, capture_output=True, text=True)
    with tempfile.TemporaryDirectory() as folder:
        unit = pathlib.Path(folder) / "group.cpp"
        unit.write_text("".join(f'#include "{job.source}"  // NOLINT(bugprone-suspicious-include)\n' for job in jobs))
        entry = {"directory": str(build), "file": str(unit), "command": f"{first.options} -c {unit}"}
        (unit.parent / "compile_commands.json").write_text(json.dumps([entry]))
        command = [TIDY, "--quiet", "-p", folder, "--config-file", ROOT / ".clang-tidy", *first.extra, unit]
        return subprocess.run(command, capture_output=True, text=True)


def check(jobs):
    """(number of sources with findings, the findings)"""
    run = run_tidy(jobs)
    if run.returncode == 0:
        for job in jobs:
            job.stamp.touch()
        return 0, ""
    if len(jobs) == 1:
        return 1, run.stdout or run.stderr
    half = len(jobs) // 2
    results = [check(jobs[:half]), check(jobs[half:])]
    return sum(count for count, _ in results), "".join(findings for _, findings in results)


def private_names(source):
    """What it defines for itself: name -> its line, which may stand twice only where it is an alias."""
    names = {}
    for block in PRIVATE.findall(source.read_text()):
        for match in DEFINED.finditer(block):
            alias, kind, other = match.groups()
            line = block[match.start():].partition("\n")[0]
            names[alias or kind or other] = line if alias else f"{source}: {line}"
    return names


def groups_of(jobs):
    """Those with equal options and without a common private name together, GROUP at most."""
    open_groups = {}  # options -> [(jobs, names)]
    groups = []
    for job in sorted(jobs):
        names = private_names(job.source)
        candidates = open_groups.setdefault((job.preset, job.options, job.extra), [])
        for group, taken in candidates:
            if len(group) < GROUP and all(taken.get(name, line) == line for name, line in names.items()):
                group.append(job)
                taken.update(names)
                break
        else:
            groups.append([job])
            candidates.append((groups[-1], names))
    return groups


def forget_old(cache):
    oldest = max((entry.stat().st_mtime for entry in cache.iterdir()), default=0) - EXPIRES_AFTER_S
    for entry in cache.iterdir():
        if entry.stat().st_mtime < oldest:
            entry.unlink()


def main():
    cache = pathlib.Path(sys.argv[1])
    cache.mkdir(parents=True, exist_ok=True)
    configuration = (ROOT / ".clang-tidy").read_bytes()
    version = subprocess.run([TIDY, "--version"], capture_output=True, check=True).stdout

    jobs = {}
    for preset in ("web", "native-debug", "native"):
        headers = headers_of_ours(preset)
        extra = emscripten_options() if preset == "web" else []
        for source, command in compile_commands(preset).items():
            contents = [path.read_bytes() for path in (source, *headers.get(source, []))]
            key = digest(version, configuration, portable(command), *extra, *contents)
            jobs[source] = Job(source, preset, options_of(command, source), tuple(extra), cache / key)

    unlisted = [
        path for folder in ("src", "tests") for path in (ROOT / folder).rglob("*.cpp")
        if path not in jobs and "node_modules" not in path.parts
    ]
    for path in unlisted:
        print(f"{path.relative_to(ROOT)} is in no CMakeLists.txt")

    new = []
    for job in jobs.values():
        if job.stamp.exists():
            job.stamp.touch()
        else:
            new.append(job)
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for count, findings in pool.map(check, groups_of(new)):
            failed += count
            print(findings, end="", flush=True)
    forget_old(cache)
    print(f"clang-tidy: {len(jobs)} files, {len(new)} of them new, {failed} with findings")
    return 1 if failed or unlisted else 0


if __name__ == "__main__":
    sys.exit(main())
