#!/usr/bin/python3
"""Runs clang-tidy over our own sources; a file that passed is not checked again until it, a header of ours that
it includes, its options or the configuration change.

usage: tidy.py CACHE_FOLDER      after the presets native, native-debug and web have been built

Reads the build folders: what is compiled natively is checked with those options, the fuzzers with theirs, the rest
with those of the web.
"""

import concurrent.futures
import hashlib
import json
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
TIDY = "clang-tidy-19"
EXPIRES_AFTER_S = 60 * 24 * 3600


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


def check(job):
    """(source, findings): findings is empty when the source passes."""
    source, options, stamp = job
    if stamp.exists():
        stamp.touch()
        return source, ""
    run = subprocess.run([TIDY, "--quiet", *options, source], capture_output=True, text=True)
    if run.returncode == 0:
        stamp.touch()
        return source, ""
    return source, run.stdout or run.stderr


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
            options = ["-p", str(ROOT / "build" / preset), *extra]
            jobs[source] = (source, options, cache / key)

    unlisted = [
        path for folder in ("src", "tests") for path in (ROOT / folder).rglob("*.cpp")
        if path not in jobs and "node_modules" not in path.parts
    ]
    for path in unlisted:
        print(f"{path.relative_to(ROOT)} is in no CMakeLists.txt")

    failed = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for source, findings in pool.map(check, jobs.values()):
            if findings:
                failed += 1
                print(findings, end="", flush=True)
    forget_old(cache)
    print(f"clang-tidy: {len(jobs)} files, {failed} with findings")
    return 1 if failed or unlisted else 0


if __name__ == "__main__":
    sys.exit(main())
