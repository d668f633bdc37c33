#!/usr/bin/python3
"""Cuts Inter and STIX down to the characters that the page uses and writes them as C++ arrays.

A character that is listed here but that a font lacks is left out; tests/embedded_fonts_test.cpp checks
that every character of a formula is there.
"""

import argparse
import io
import pathlib

from fontTools import subset
from fontTools.ttLib import TTFont

ASCII = range(0x20, 0x7F)
LATIN_1 = range(0xA0, 0x100)
LATIN_EXTENDED_A = range(0x100, 0x180)
GREEK = range(0x391, 0x3CA)
GREEK_VARIANTS = (0x3D1, 0x3D5, 0x3D6, 0x3F1, 0x3F5)
MATHEMATICS_LETTERS = tuple(map(ord, "∂∇ℓ"))
SUPER_AND_SUBSCRIPTS = (0x2070, 0x2071, *range(0x2074, 0x208F), 0x1D40)
PUNCTUATION = tuple(map(ord, "‐‑‒–—―‖‘’‚“”„•…‰′″ˆ˜€"))
ARROWS = tuple(map(ord, "←↑→↓↔↕⇐⇒⇔↺↻⟵⟶↦"))
SHAPES = tuple(map(ord, "▲▶▼◀△▷▽◁■□●○◆◇▸▾◂▴✓✗⌘⌥⇧⏎⌫"))
MATHEMATICS = tuple(map(ord, "∀∂∃∅∆∇∈∉∏∑−∓∕∖∗∘∙√∝∞∠∣∥∧∨∩∪∫∼≃≅≈≠≡≤≥≪≫⊂⊆⊕⊖⊗⊘⊙⊤⊥⋅⋮⋯⋱⌈⌉⌊⌋⟨⟩ℓℝℕℤ⅓⅔⅛"))

LETTERS = {*ASCII, *GREEK, *GREEK_VARIANTS, 0x2212}
COMMON = {*LETTERS, *LATIN_1, *PUNCTUATION, *ARROWS, *MATHEMATICS}
TEXT = {*COMMON, *LATIN_EXTENDED_A, *SUPER_AND_SUBSCRIPTS, *SHAPES}

# function name -> (folder, file, characters)
FONTS = {
    "inter_regular": ("inter", "Inter-Regular.otf", TEXT),
    "inter_semibold": ("inter", "Inter-SemiBold.otf", TEXT - {*LATIN_EXTENDED_A}),
    "stix_regular": ("stix", "STIXGeneral-Regular.otf", COMMON),
    "stix_italic": ("stix", "STIXGeneral-Italic.otf", {*LETTERS, *MATHEMATICS_LETTERS}),
    "stix_bold": ("stix", "STIXGeneral-Bold.otf", {*LETTERS, *MATHEMATICS_LETTERS}),
}

TABULAR = "0123456789+−"


def use_tabular_figures(font):
    """Points the characters of TABULAR at the glyphs of the font's feature "tnum"."""
    if "GSUB" not in font:
        return
    gsub = font["GSUB"].table
    lookups = next(
        (r.Feature.LookupListIndex for r in gsub.FeatureList.FeatureRecord if r.FeatureTag == "tnum"), []
    )
    mapping = {}
    for index in lookups:
        for table in gsub.LookupList.Lookup[index].SubTable:
            mapping.update(getattr(table, "ExtSubTable", table).mapping)
    for cmap in font["cmap"].tables:
        for character in map(ord, TABULAR):
            glyph = cmap.cmap.get(character)
            if glyph in mapping:
                cmap.cmap[character] = mapping[glyph]


def subset_font(path, characters):
    options = subset.Options()
    options.layout_features = []  # Dear ImGui places glyphs one by one
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = [0, 1, 2, 13, 14]  # copyright, name, licence
    options.drop_tables += ["GPOS", "GSUB", "GDEF", "kern"]
    font = TTFont(path)
    use_tabular_figures(font)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    data = io.BytesIO()
    # The time of the build must not show in the result.
    font["head"].modified = font["head"].created
    font.recalcTimestamp = False
    font.save(data)
    return data.getvalue()


def as_cpp(name, data):
    lines = [
        ",".join(str(byte) for byte in data[start : start + 32]) for start in range(0, len(data), 32)
    ]
    body = ",\n".join(lines)
    return (
        f"alignas(4) constexpr unsigned char k_{name}[] = {{\n{body}}};\n"
        f"}}  // namespace\n"
        f"FontBytes {name}() {{ return std::as_bytes(std::span(k_{name})); }}\n"
        f"namespace {{\n"
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inter", type=pathlib.Path, required=True)
    parser.add_argument("--stix", type=pathlib.Path, required=True)
    parser.add_argument("--output", type=pathlib.Path, required=True)
    arguments = parser.parse_args()
    folders = {"inter": arguments.inter, "stix": arguments.stix}

    parts = ['#include "embedded_fonts.h"\n\nnamespace backflow {\nnamespace {\n']
    for name, (family, file, characters) in FONTS.items():
        data = subset_font(folders[family] / file, characters)
        print(f"{name}: {len(data)} bytes")
        parts.append(as_cpp(name, data))
    parts.append("}  // namespace\n}  // namespace backflow\n")
    arguments.output.write_text("".join(parts))


if __name__ == "__main__":
    main()
