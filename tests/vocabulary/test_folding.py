"""The fold of names is the same in SQL, which models and expectations call, as in Python."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterator

import duckdb
import pytest

from flows.forms import parse_document
from flows.readers import read_document
from flows.vocabulary.folding import write_fold
from flows.vocabulary.seeds import fold
from tests.places import REAL_DOCUMENT

SURROGATES = range(0xD800, 0xE000)


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        write_fold(connection)
        yield connection


def folded(connection: duckdb.DuckDBPyConnection, texts: list[str]) -> dict[str, str]:
    return dict(
        connection.execute(
            "select text, vocabulary.fold(text) from (select unnest(?) as text)", [texts]
        ).fetchall()
    )


def test_every_character_folds_in_sql_as_in_python(connection: duckdb.DuckDBPyConnection) -> None:
    """Of what is not assigned, or for private use, one in a thousand: Unicode gives it no forms to fold."""
    characters = [
        chr(code)
        for code in range(sys.maxunicode + 1)
        if unicodedata.category(chr(code)) not in ("Cs", "Cn", "Co")
        or (code % 1000 == 0 and code not in SURROGATES)
    ]

    found = folded(connection, characters)

    assert found.keys() == set(characters)
    assert {char: text for char, text in found.items() if text != fold(char)} == {}


def _is_worth_a_look(code: int) -> bool:
    """All that combines, decomposes or is no letter; of the many letters that stay as they are, one in sixteen."""
    category = unicodedata.category(chr(code))
    return category != "Cn" and (
        category != "Lo" or code % 16 == 0 or unicodedata.decomposition(chr(code)) != ""
    )


def test_every_character_folds_alike_between_others(connection: duckdb.DuckDBPyConnection) -> None:
    """Among them are marks that combine with the letter before, and forms of several characters."""
    characters = [chr(code) for code in range(0x10000) if code not in SURROGATES and _is_worth_a_look(code)]
    texts = [f"e\u0323{char}\u0301 （{char}）㎡" for char in characters]

    found = folded(connection, texts)

    assert {text: result for text, result in found.items() if result != fold(text)} == {}


def test_printed_texts_fold_in_sql_as_in_python(connection: duckdb.DuckDBPyConnection) -> None:
    forms = parse_document(read_document(REAL_DOCUMENT.read_bytes())).forms
    rows = [row for form in forms for row in form.rows]
    texts = [form.objective for form in forms if form.objective]
    texts += [text for row in rows for text in (row.level3, row.description, row.target) if text]
    texts += [
        "",
        " \u3000",
        "a´b",
        "\u1100\u1161\u11a8",
        "⑴①10²㎡m\u2009２",
        "\x1e\x1f\x00'㎏\x1e",
        "①" * 3000 + "℃",
    ]

    found = folded(connection, texts)

    assert {text: result for text, result in found.items() if result != fold(text)} == {}


def test_a_missing_text_stays_missing(connection: duckdb.DuckDBPyConnection) -> None:
    assert connection.execute("select vocabulary.fold(null)").fetchall() == [(None,)]


@pytest.mark.parametrize(
    ("one", "other"),
    [("Ⅱ", "II"), ("㎡", "m2"), ("①", "1"), ("Ⅲ", "III"), ("㎏", "kg"), ("℃", "°C"), ("﹪", "%"), ("（Ａ）", "(A)"),
     ("政务\u2009云", "政务 云"), ("政务\u200b云\ufeff", "政务云")],
)  # fmt: skip
def test_two_spellings_fold_alike(connection: duckdb.DuckDBPyConnection, one: str, other: str) -> None:
    found = folded(connection, [one, other])

    assert found[one] == found[other] == fold(one)
