"""Long lists as data beside their page: JavaScript files of some thousand rows, which a page from disk may load."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from flows.report.wording import FIELDS, WORDS

ROWS_OF_A_CHUNK = 2_000

Kind = Literal["text", "short", "number", "money", "word", "link", "place"]


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column of a list: `short` is a text on one line, `link` a text and the page it leads to, `place` a path, a
    place in it and where that is shown (or None). A column of one language is shown in that language only, and found in
    both.
    """

    chinese: str
    english: str
    kind: Kind = "text"
    is_filter: bool = False
    language: Literal["zh", "en"] | None = None


@dataclass(frozen=True, slots=True)
class DataList:
    """A list as its page shows it; `name` is that of its files."""

    name: str
    columns: tuple[ListColumn, ...]
    rows: int
    chunks: int


def write_list(
    folder: Path, name: str, columns: tuple[ListColumn, ...], rows: Iterable[list[Any]]
) -> DataList:
    """Write `data/<name>-<n>.js` below the folder, n from 0."""
    all_rows = list(rows)
    chunks = 0
    for start in range(0, len(all_rows), ROWS_OF_A_CHUNK):
        _write_js(folder / "data" / f"{name}-{chunks}.js", "rows", all_rows[start : start + ROWS_OF_A_CHUNK])
        chunks += 1
    return DataList(name, columns, len(all_rows), chunks)


def write_words(folder: Path, families: Mapping[str, str]) -> None:
    """Write `data/words.js`: what codes and families (指标族) are called in Chinese and English."""
    words = WORDS | FIELDS | {chinese: (chinese, english) for chinese, english in families.items()}
    _write_js(folder / "data" / "words.js", "words", words)


def _write_js(file: Path, name: str, content: object) -> None:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), default=_as_json)
    file.write_text(f"jixiao.{name}({text});\n", encoding="utf-8")


def _as_json(value: object) -> object:
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(f"{type(value)} is not written to lists")
