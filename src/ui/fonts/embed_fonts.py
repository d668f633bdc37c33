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
from fontTools.ttLib.scaleUpem import scale_upem

ASCII = range(0x20, 0x7F)
LATIN_1 = range(0xA0, 0x100)
LATIN_EXTENDED_A = range(0x100, 0x180)
GREEK = range(0x391, 0x3CA)
GREEK_VARIANTS = (0x3D1, 0x3D5, 0x3D6, 0x3F1, 0x3F5)
SUPER_AND_SUBSCRIPTS = (0x2070, 0x2071, *range(0x2074, 0x208F), 0x1D40)
PUNCTUATION = tuple(map(ord, "‐‑‒–—―‖‘’‚“”„•…‰′″ˆ˜€"))
ARROWS = tuple(map(ord, "←↑→↓↔↕⇐⇒⇔↺↻⟵⟶↦"))
SHAPES = tuple(map(ord, "▲▶▼◀△▷▽◁■□●○◆◇▸▾◂▴✓✗⌘⌥⇧⏎⌫"))
MATHEMATICS = tuple(map(ord, "∀∂∃∅∆∇∈∉∏∑−∓∕∖∗∘∙√∝∞∠∣∥∧∨∩∪∫∼≃≅≈≠≡≤≥≪≫⊂⊆⊕⊖⊗⊘⊙⊤⊥⋅⋮⋯⋱⌈⌉⌊⌋⟨⟩ℓℝℕℤ⅓⅔⅛"))

STRONG = {*ASCII, *LATIN_1, *GREEK, *GREEK_VARIANTS, *SUPER_AND_SUBSCRIPTS}
STRONG |= {*PUNCTUATION, *ARROWS, *SHAPES, *MATHEMATICS}
TEXT = {*STRONG, *LATIN_EXTENDED_A}

# What formulas are made of, as formula_symbols.cpp lists it for each style.
LETTERS = {*range(ord("A"), ord("Z") + 1), *range(ord("a"), ord("z") + 1)}
UPRIGHT = {*ASCII, *map(ord, "ΔΣΦℓ∇∞…⋯∑∏−∗×⋅⊙⊘∘±≤≥≠≈∈←→⟶⇒‖∥′ˆ˜¯")}
ITALIC = {*LETTERS, *map(ord, "αβγδϵεηθλμπρστϕφω∂")}
BOLD = {*LETTERS, *map(ord, "0123456789")}

# function name -> (folder, file, characters)
FONTS = {
    "inter_regular": ("inter", "Inter-Regular.otf", TEXT),
    "inter_semibold": ("inter", "Inter-SemiBold.otf", STRONG),
    "stix_regular": ("stix", "STIXGeneral-Regular.otf", UPRIGHT),
    "stix_italic": ("stix", "STIXGeneral-Italic.otf", ITALIC),
    "stix_bold": ("stix", "STIXGeneral-Bold.otf", BOLD),
}

# Units an em: finer than what is seen at the sizes of the page, and smaller than Inter's 2048.
UNITS = 1000

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


def use_short_names(font):
    """Names of glyphs are for people; Dear ImGui finds glyphs by their number."""
    names = font.getGlyphOrder()
    short = {name: name if name == ".notdef" else f"{i:x}" for i, name in enumerate(names)}
    cff = font["CFF "].cff
    top = cff[cff.fontNames[0]]
    cff.fontNames[0] = "F"
    for text in ("Notice", "Copyright", "FullName", "FamilyName", "Weight", "version"):
        top.rawDict.pop(text, None)
        vars(top).pop(text, None)
    outlines = top.CharStrings
    outlines.charStrings = {short[name]: outline for name, outline in outlines.charStrings.items()}
    top.charset = [short[name] for name in top.charset]
    for cmap in font["cmap"].tables:
        cmap.cmap = {character: short[name] for character, name in cmap.cmap.items()}
    font["hmtx"].metrics = {short[name]: metric for name, metric in font["hmtx"].metrics.items()}
    font.setGlyphOrder([short[name] for name in names])


def subset_font(path, characters):
    options = subset.Options()
    options.layout_features = []  # Dear ImGui places glyphs one by one
    options.hinting = False
    options.desubroutinize = True  # what repeats is left to the page's compression
    options.name_IDs = []  # the licences are in the page's folder of licences
    options.drop_tables += ["GPOS", "GSUB", "GDEF", "kern", "BASE", "FFTM", "OS/2", "post", "name"]
    font = TTFont(path)
    use_tabular_figures(font)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    if font["head"].unitsPerEm != UNITS:
        scale_upem(font, UNITS)
    use_short_names(font)
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
