"""Writes the shaders into a C++ source, without the comments and blank lines that nobody reads there."""
import argparse
import pathlib
import re


def compact(text: str) -> str:
    lines = [re.sub(r"\s*//.*$", "", line).strip() for line in text.splitlines()]
    return "\n".join(line for line in lines if line) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--output", type=pathlib.Path, required=True)
    parser.add_argument("shaders", type=pathlib.Path, nargs="+")
    arguments = parser.parse_args()
    parts = ['#include "shaders.h"\n\nnamespace backflow {\n']
    for path in arguments.shaders:
        text = compact(path.read_text())
        if not text.startswith("#version 300 es\n"):
            raise SystemExit(f"{path}: the first line must be #version 300 es")
        name = "k" + "".join(word.capitalize() for word in re.split(r"\W", path.name))
        parts.append(f'const char {name}[] = R"glsl({text})glsl";\n')
    parts.append("}  // namespace backflow\n")
    arguments.output.write_text("".join(parts))


main()
