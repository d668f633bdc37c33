#!/usr/bin/env python3
"""Splits the page's module: what the first view runs comes first, the rest in a module that is loaded after it.

split.py split WHOLE FIRST LATER NAMES BINARYEN     writes FIRST and LATER of the module WHOLE, with the programs in the
                                                    folder BINARYEN
split.py learn WHOLE NAMES PROFILE…                 writes NAMES: the functions that any of some runs called; a PROFILE
                                                    is what the module says that `wasm-split --instrument` makes

WHOLE.symbols beside the module has a line `index:name` for each function. NAMES has a name a line, shortened to what
stays when arguments change. FIRST has them, and the small functions that they call: some of these run only where
frames are late or a list grows just then. A function that is new is in LATER until NAMES is learned anew: that costs
time at the start (a test tells it), and is never wrong.
"""
import re
import subprocess
import sys
from pathlib import Path

HEAD = """\
# Functions of the page's module that its first view runs, a shortened name a line. Made by `./backflow first-view`;
# what is not named here is downloaded after the first frame.
"""
FEATURES = ["simd", "bulk-memory", "sign-ext", "mutable-globals", "nontrapping-float-to-int"]
ENABLED = [f"--enable-{feature}" for feature in FEATURES]
MODULE_HEAD, FUNCTION_SECTION, CODE_SECTION = 8, 3, 10
SMALL = 150  # bytes of a function's body: all together 4 KB of the download
CALL = re.compile(r'"(\d+)" -> "(\d+)"; // call')  # as `wasm-opt --print-call-graph` writes it
PROFILE_HEAD, PROFILE_ENTRY = 8, 4  # bytes: a hash of the module; when a function was called first, 0 = never

# Longest first: what a name is shortened by.
SHORTER = [
    ("std::__2::", "std::"),
    ("nlohmann::json_abi_v3_11_3::", ""),
    ("std::basic_string<char, std::char_traits<char>, std::allocator<char>>", "string"),
    ("std::basic_string_view<char, std::char_traits<char>>", "string_view"),
    (
        "basic_json<std::map, std::vector, string, bool, long long, unsigned long long, double, std::allocator, "
        "adl_serializer, std::vector<unsigned char, std::allocator<unsigned char>>, void>",
        "json",
    ),
    ("backflow::", ""),
    ("(anonymous namespace)", "{}"),
    ("[abi:nn180100]", ""),
]
MATRIX = re.compile(r"Eigen::Matrix<(float|double), -1, -1, 0, -1, -1>")


# What tells apart functions of one name that several files have of their own: it changes with everything else.
FILES_OWN = re.compile(r"_\d{3,}$")


def short(name: str) -> str:
    name = FILES_OWN.sub("", name)
    for long, shorter in SHORTER:
        name = name.replace(long, shorter)
    name = MATRIX.sub(r"Matrix<\1>", name)
    call = name.find("operator()")
    arguments = name.find("(", call + len("operator()") if call >= 0 else 0)
    return name[:arguments] if arguments > 0 and "lambda" not in name else name


def leb(data: bytes, at: int) -> tuple[int, int]:
    """The unsigned number there, and where it ends."""
    value, shift = 0, 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, at


def section(module: bytes, wanted: int) -> tuple[int, int]:
    """How many entries the section has, and where the first one is."""
    at = MODULE_HEAD
    while at < len(module):
        found = module[at]
        size, at = leb(module, at + 1)
        if found == wanted:
            return leb(module, at)
        at += size
    raise SystemExit(f"the module has no section {wanted}")


def function_sizes(module: bytes) -> list[int]:
    """Bytes of each function's body, in the module's order."""
    sizes = []
    count, at = section(module, CODE_SECTION)
    for _ in range(count):
        size, at = leb(module, at)
        sizes.append(size)
        at += size
    return sizes


def with_small_callees(whole: Path, kept: set[int], binaryen: Path) -> set[int]:
    """The functions `kept`, by their places, and the small ones that they call, themselves or through small ones."""
    printed = subprocess.run(
        [binaryen / "wasm-opt", *ENABLED, whole, "--print-call-graph", "-o", "/dev/null"],
        check=True, capture_output=True, text=True,
    ).stdout
    sizes = function_sizes(whole.read_bytes())
    callees: dict[int, list[int]] = {}
    for caller, callee in CALL.findall(printed):
        if sizes[int(callee)] <= SMALL:
            callees.setdefault(int(caller), []).append(int(callee))
    if not callees:
        raise SystemExit("wasm-opt printed no calls")
    found, open_ends = set(kept), list(kept)
    while open_ends:
        new = set(callees.get(open_ends.pop(), ())) - found
        found |= new
        open_ends += new
    return found


def functions(whole: Path) -> list[str]:
    """Short names of the functions that the module has itself, in its order."""
    escaped = re.compile(r"\\([0-9a-f]{2})")
    names = []
    for line in whole.with_suffix(".mjs.symbols").read_text().splitlines():
        _, _, name = line.partition(":")
        names.append(short(escaped.sub(lambda hexadecimal: chr(int(hexadecimal[1], 16)), name)))
    return names[-section(whole.read_bytes(), FUNCTION_SECTION)[0] :]  # imported ones come first


def called_names(profile: Path, all_functions: list[str]) -> set[str]:
    entries = profile.read_bytes()[PROFILE_HEAD:]
    called = [any(entries[at : at + PROFILE_ENTRY]) for at in range(0, len(entries), PROFILE_ENTRY)]
    if len(called) != len(all_functions):
        raise SystemExit(f"{profile}: of a module with {len(called)} functions, not {len(all_functions)}")
    return {name for name, was_called in zip(all_functions, called) if was_called and not name.isdigit()}


def learn(whole: Path, names: Path, *profiles: Path) -> None:
    all_functions = functions(whole)
    run = set().union(*(called_names(profile, all_functions) for profile in profiles))
    names.write_text(HEAD + "".join(f"{name}\n" for name in sorted(run)))
    print(f"{names.name}: {len(run)} names; the module has {len(all_functions)} functions")


def split(whole: Path, first: Path, later: Path, names: Path, binaryen: Path) -> None:
    wanted = {line for line in names.read_text().splitlines() if not line.startswith("#")}
    # Without names in the module itself, wasm-split calls its functions by their places. What the optimiser has cut out
    # of others has no name in the list either; it is small, and others need it.
    called = {index for index, name in enumerate(functions(whole)) if name in wanted or name.isdigit()}
    if not called:
        raise SystemExit(f"{names}: names no function of {whole}")
    kept = map(str, sorted(with_small_callees(whole, called, binaryen)))
    listed = later.with_suffix(".kept")
    listed.write_text("\n".join(kept))
    subprocess.run(
        [binaryen / "wasm-split", *ENABLED, whole, f"--keep-funcs=@{listed}", "-o1", first, "-o2", later],
        check=True,
    )
    listed.unlink()


def main() -> None:
    what, *arguments = sys.argv[1:]
    if what == "learn":
        learn(*map(Path, arguments))
    elif what == "split":
        split(*map(Path, arguments))
    else:
        raise SystemExit(__doc__)


main()
