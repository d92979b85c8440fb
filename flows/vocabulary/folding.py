"""The fold of names as a function of a DuckDB file, `vocabulary.fold(text)`: what `flows.vocabulary.seeds.fold` returns.

Models and expectations call it, so that a name is the same name in Python and in SQL. DuckDB has no NFKC of its own; its
characters are taken from Python's `unicodedata`. A test compares the two on every character of Unicode.
"""

from __future__ import annotations

import unicodedata

import duckdb

from flows.base.database import literal
from flows.vocabulary.seeds import INVISIBLE
from flows.vocabulary.tables import SCHEMA

# As in a class of a pattern. Most texts have no others, and NFKC leaves these as they are, in whatever order they stand.
_ORDINARY = r"\x01-\x7f·×‘-”—≤≥、-】一-鿿"
_WIDE = "！-～"
# No character from here on has a compatible form.
_NO_MORE_FORMS = 0x30000
_SURROGATES = range(0xD800, 0xE000)
_SEPARATOR = "\x1f"


def write_fold(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the function in the schema `vocabulary`, which is made if it is missing."""
    connection.execute(f"create schema if not exists {SCHEMA}")
    connection.execute(f"create function {SCHEMA}.fold(text) as {_expression()}")


def _expression() -> str:
    """NFKC of `text`, without white space.

    Each character that NFKC changes is replaced by its own NFKC; NFC of the whole is then NFKC (Unicode Standard Annex 15).
    White space goes last, as in Python: two characters that it stood between do not combine. NUL goes first:
    `nfc_normalize` ends at it.
    """
    characters = [chr(code) for code in range(_NO_MORE_FORMS) if code not in _SURROGATES]
    # NFC changes some characters by itself.
    changed = {
        character: compatible
        for character in characters
        if (compatible := unicodedata.normalize("NFKC", character)) != unicodedata.normalize("NFC", character)
    }
    wide = {character: changed.pop(character) for character in map(chr, range(ord("！"), ord("～") + 1))}
    white_space = "".join(character for character in characters if character.isspace())
    white_space += INVISIBLE
    narrow = f"translate(text, {literal(''.join(wide))}, {literal(''.join(wide.values()))})"
    forms = "".join(f"{_SEPARATOR}{character}{compatible}" for character, compatible in changed.items())
    # A character that is not among them finds itself at the end. A list or map would take ten times as long to plan.
    found = f"concat({literal(forms + _SEPARATOR)}, c, c, '{_SEPARATOR}')"
    longest = max(map(len, changed.values())) + 1
    return f"""
        regexp_replace(
            case
                when not regexp_matches(text, '[^{_ORDINARY}]') then text
                when not regexp_matches(text, '[^{_ORDINARY}{_WIDE}]') then {narrow}
                else nfc_normalize(
                    list_reduce(
                        list_prepend(
                            replace({narrow}, chr(0), ''),
                            list_distinct(regexp_extract_all(text, '[^{_ORDINARY}{_WIDE}]'))
                        ),
                        lambda done, c: replace(
                            done,
                            c,
                            split_part(
                                substr({found}, position('{_SEPARATOR}' || c in {found}) + 2, {longest}),
                                '{_SEPARATOR}',
                                1
                            )
                        )
                    )
                )
            end,
            '[{white_space}]+',
            '',
            'g'
        )
    """
