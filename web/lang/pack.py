#!/usr/bin/python3
"""Packs the tables of the other languages as the page fetches them, each with the glyphs that it needs.

The canvas draws Arabic letters as a font holds them: the module's texts get the letters' joined forms here. The
pseudo-languages are made of the keys of all tables: every word that they do not change bypasses the tables.
"""

import argparse
import io
import json
import pathlib
import re
import sys

from fontTools import subset
from fontTools.ttLib import TTFont

FIRST_FOREIGN = 0x2C00  # the page's own fonts reach to here
ARABIC = re.compile("[\u0600-\u06FF\u0750-\u077F]")
# Vowels alone tell a translated word, in fonts that end with Latin-1.
MARKED = str.maketrans("aceinouyACEINOUY", "àçèìñòùýÀÇÈÌÑÒÙÝ")
# What a pattern or a lesson's text puts in, and what is TeX.
LEFT_ALONE = re.compile(r"(\{[^{}]*\}|\$\$.*?\$\$|\$.*?\$|\\[a-z]+\{(?:[^{}]|\{\d\})*\}|\n)")

WORD = re.compile(r"[^\W\d_]+")


def is_foreign(character):
    return ord(character) >= FIRST_FOREIGN or ARABIC.match(character) is not None


def shaped(text):
    import arabic_reshaper

    if not ARABIC.search(text):
        return text
    return arabic_reshaper.ArabicReshaper({"delete_harakat": False}).reshape(text)


def marked(text, copies):
    """The text with its words marked, and once more behind it. Formulas are too wide for that as they are."""
    pieces = LEFT_ALONE.split(text)
    once = "".join(piece if i % 2 else piece.translate(MARKED) for i, piece in enumerate(pieces))
    if copies == 1 or "\\" in text:
        return once
    again = " ".join(WORD.findall(" ".join(pieces[::2]))).translate(MARKED)
    end = once[len(once.rstrip()) :]
    return f"{once.rstrip()} {again}{end}"


def glyphs(font_file, characters):
    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = [0, 1, 2, 13, 14]  # copyright, name, licence
    options.drop_tables += ["GPOS", "GSUB", "GDEF", "kern", "vhea", "vmtx", "FFTM"]
    font = TTFont(font_file)
    missing = sorted(set(characters) - set(map(chr, font.getBestCmap())))
    if missing:
        sys.exit(f"{font_file.name} lacks {' '.join(missing)}")
    subsetter = subset.Subsetter(options)
    subsetter.populate(text="".join(sorted(characters)))
    subsetter.subset(font)
    data = io.BytesIO()
    font["head"].modified = font["head"].created
    font.recalcTimestamp = False
    font.save(data)
    return data.getvalue()


def write_table(file, table):
    file.write_text(json.dumps(table, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--chinese", type=pathlib.Path, required=True)
    parser.add_argument("--arabic", type=pathlib.Path, required=True)
    parser.add_argument("--reshaper", type=pathlib.Path, required=True)
    parser.add_argument("--output", type=pathlib.Path, required=True)
    parser.add_argument("tables", type=pathlib.Path, nargs="+")
    arguments = parser.parse_args()
    sys.path.append(str(arguments.reshaper))
    fonts = {"zh": arguments.chinese, "ar": arguments.arabic}
    arguments.output.mkdir(parents=True, exist_ok=True)

    keys = {"page": {}, "module": {}}
    for file in arguments.tables:
        table = json.loads(file.read_text(encoding="utf-8"))
        name = file.stem
        for part in keys:
            keys[part].update(dict.fromkeys(table[part]))
        if name in fonts:
            module = {key: shaped(text) for key, text in table["module"].items()}
            characters = {c for text in module.values() for c in text if is_foreign(c)}
            (arguments.output / f"{name}.ttf").write_bytes(glyphs(fonts[name], characters))
            table = {**table, "module": module, "glyphs": f"{name}.ttf"}
        write_table(arguments.output / file.name, table)
    for name, copies in (("xx-long", 2), ("xx-rtl", 1)):
        parts = {part: {key: marked(key, copies) for key in keys[part]} for part in keys}
        write_table(arguments.output / f"{name}.json", {"decimal": ",", **parts})


if __name__ == "__main__":
    main()
