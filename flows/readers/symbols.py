"""Fonts whose characters are not what their codes say: Symbol, Wingdings.

Word writes ≥ inserted from its dialog as code F0B3 of the font Symbol, a ticked box as code F0FE of Wingdings. A reader
of the page sees ≥ and ☑, so that is what is read. Source of the codes: the fonts' own encodings (Adobe's Symbol
encoding vector; the charts of Wingdings); codes that are not listed stay as they are.
"""

from __future__ import annotations

import re

PRIVATE_USE = re.compile("[\uf020-\uf0ff]")
_PRIVATE_USE_BASE = 0xF000


def _row(first: int, characters: str) -> dict[int, str]:
    return {first + place: character for place, character in enumerate(characters)}


_SYMBOL = {
    **_row(0x20, " !∀#∃%&∋()*+,-./0123456789:;<=>?"),
    **_row(0x40, "≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_"),
    **_row(0x61, "αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}~"),
    **_row(0xA0, "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…"),
    **_row(0xBF, "↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊"),
    **_row(0xE2, "®©™∑"),
}
_WINGDINGS = {
    **_row(0x6C, "●"), **_row(0x6E, "■□"), **_row(0x71, "❑❒"), **_row(0x74, "◆◆❖"),
    **_row(0x80, "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿"),
    **_row(0x9F, "•"), **_row(0xA1, "○"), **_row(0xA7, "▪□"), **_row(0xAB, "★"), **_row(0xD8, "➢"),
    **_row(0xDF, "←→↑↓"), **_row(0xFB, "✗✓☒☑"),
}  # fmt: skip
_WINGDINGS_2 = {**_row(0x4F, "✗✓☒☑☒☒"), **_row(0x98, "●"), **_row(0xA2, "■□")}
_FONTS = {"symbol": _SYMBOL, "wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2}


def symbol(code: int, font: str | None) -> str:
    """The character that `font` draws for `code` (0x20 … 0xFF, or the same above F000)."""
    low = code - _PRIVATE_USE_BASE if _PRIVATE_USE_BASE < code <= _PRIVATE_USE_BASE + 0xFF else code
    return _FONTS.get((font or "").strip().lower(), {}).get(low) or chr(code)


def replace_symbols(text: str, font: str | None) -> str:
    """`text` with the characters of a symbol font's private range as they are drawn."""
    return PRIVATE_USE.sub(lambda match: symbol(ord(match[0]), font), text)
