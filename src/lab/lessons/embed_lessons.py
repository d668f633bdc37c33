#!/usr/bin/python3
"""Writes the lessons' JSON files as C++ string literals, in the order of their names."""

import argparse
import json
import pathlib

PIECE = 4000  # bytes: compilers bound one literal's length


def literal(data):
    """Bytes as C++ literals, one a piece, joined by the compiler."""
    pieces = [data[start : start + PIECE] for start in range(0, len(data), PIECE)]
    return "\n".join('"' + "".join(f"\\{byte:03o}" for byte in piece) + '"' for piece in pieces)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=pathlib.Path, required=True)
    parser.add_argument("files", type=pathlib.Path, nargs="+")
    arguments = parser.parse_args()
    texts = []
    for file in sorted(arguments.files, key=lambda path: path.name):
        lesson = json.loads(file.read_text(encoding="utf-8"))
        texts.append(json.dumps(lesson, ensure_ascii=False, separators=(",", ":")).encode())
    body = ",\n".join(f"std::string_view({literal(text)}, {len(text)})" for text in texts)
    arguments.output.write_text(
        '#include "embedded_lessons.h"\n\n#include <array>\n\nnamespace backflow {\nnamespace {\n'
        f"constexpr std::array kLessons{{\n{body}}};\n"
        "}  // namespace\n"
        "std::span<const std::string_view> embedded_lessons() { return kLessons; }\n"
        "}  // namespace backflow\n"
    )


if __name__ == "__main__":
    main()
