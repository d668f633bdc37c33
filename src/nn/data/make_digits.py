#!/usr/bin/env python3
"""Writes the digits' file that src/nn/dataset_digits.cpp reads. Run by the build.

The samples are the test set of "Optical Recognition of Handwritten Digits" (E. Alpaydin and C. Kaynak,
1998), UCI Machine Learning Repository, CC BY 4.0. Debian's python3-sklearn carries them as digits.csv.gz:
one row a digit, 64 pixels of 0…16 and the digit. Needs no package to run, only that file.

Usage: make_digits.py OUTPUT [digits.csv.gz]
"""

import gzip
import importlib.util
import pathlib
import struct
import sys

MAGIC = b"BFDG"
VERSION = 1
PIXELS = 64


def find_source():
    """The file inside an installed scikit-learn, found without importing it."""
    package = importlib.util.find_spec("sklearn")
    if package is None:
        sys.exit("make_digits.py: scikit-learn is not installed (Debian: apt-get install python3-sklearn)")
    folder = pathlib.Path(package.submodule_search_locations[0])
    return folder / "datasets" / "data" / "digits.csv.gz"


def read_digits(source):
    """One bytes object a digit: its pixels, then its label."""
    digits = []
    with gzip.open(source, "rt", encoding="ascii") as lines:
        for number, line in enumerate(lines, 1):
            values = [int(float(field)) for field in line.split(",")]
            if len(values) != PIXELS + 1 or max(values[:PIXELS]) > 16 or not 0 <= values[-1] <= 9:
                sys.exit(f"make_digits.py: {source}, line {number}: not 64 pixels of 0 to 16 and a digit")
            digits.append(bytes(values))
    return digits


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    digits = read_digits(sys.argv[2] if len(sys.argv) == 3 else find_source())
    output = pathlib.Path(sys.argv[1])
    output.write_bytes(MAGIC + struct.pack("<HH", VERSION, len(digits)) + b"".join(digits))


if __name__ == "__main__":
    main()
