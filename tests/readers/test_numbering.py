"""Automatic numbers, as they are printed."""

from __future__ import annotations

import pytest

from flows.readers.symbols import replace_symbols, symbol
from flows.readers.word.numbering import Level, NumberedList, Numbering, format_number


@pytest.mark.parametrize(
    ("number", "number_format", "printed"),
    [
        (7, "decimal", "7"),
        (7, "decimalZero", "07"),
        (12, "decimalFullWidth", "１２"),
        (1, "chineseCounting", "一"),
        (10, "chineseCounting", "十"),
        (12, "chineseCountingThousand", "十二"),
        (20, "japaneseCounting", "二十"),
        (101, "chineseCountingThousand", "一百〇一"),
        (110, "chineseCountingThousand", "一百一十"),
        (2024, "chineseCountingThousand", "二千〇二十四"),
        (2024, "ideographDigital", "二〇二四"),
        (10_000, "chineseCounting", "10000"),
        (3, "decimalEnclosedCircle", "③"),
        (21, "decimalEnclosedCircle", "21"),
        (2, "ideographEnclosedCircle", "㈡"),
        (4, "upperRoman", "IV"),
        (1994, "lowerRoman", "mcmxciv"),
        (27, "upperLetter", "AA"),
        (2, "lowerLetter", "b"),
        (0, "upperLetter", "0"),
        (5, "aFormatOfTomorrow", "5"),
    ],
)
def test_numbers_are_printed_in_their_format(number: int, number_format: str, printed: str) -> None:
    assert format_number(number, number_format) == printed


def labels(numbering: Numbering, *steps: tuple[int, int]) -> list[str]:
    return [numbering.next_label(key, level) for key, level in steps]


def test_deeper_levels_begin_anew_below_each_number() -> None:
    levels = {
        0: Level(text="%1、", number_format="chineseCounting", suffix=""),
        1: Level(text="%1.%2", is_legal=True),
    }
    numbering = Numbering({1: NumberedList(1, 1, levels)})

    assert labels(numbering, (1, 0), (1, 1), (1, 1), (1, 0), (1, 1)) == [
        "一、",
        "1.1 ",
        "1.2 ",
        "二、",
        "2.1 ",
    ]


def test_lists_of_one_definition_go_on_counting_unless_they_restart() -> None:
    levels = {0: Level()}
    numbering = Numbering(
        {1: NumberedList(1, 9, levels), 2: NumberedList(2, 9, levels), 3: NumberedList(3, 9, levels, {0: 5})}
    )

    assert labels(numbering, (1, 0), (2, 0), (3, 0), (3, 0), (1, 0)) == ["1. ", "2. ", "5. ", "6. ", "7. "]


def test_bullets_and_unknown_lists_print_no_number() -> None:
    numbering = Numbering({1: NumberedList(1, 1, {0: Level(number_format="bullet", text="•")})})

    assert labels(numbering, (1, 0), (1, 5), (2, 0)) == ["", "", ""]


@pytest.mark.parametrize(
    ("code", "font", "seen"),
    [
        (0xF0B3, "Symbol", "≥"),
        (0xA3, "symbol", "≤"),
        (0xF0FE, "Wingdings", "☑"),
        (0x52, "Wingdings 2", "☑"),
        (0x2265, "SimSun", "≥"),
        (0xF0B3, "SimSun", "\uf0b3"),
        (0xF07F, "Symbol", "\uf07f"),
    ],
)
def test_symbols_are_what_their_font_draws(code: int, font: str, seen: str) -> None:
    assert symbol(code, font) == seen


def test_only_the_private_range_of_a_text_is_replaced() -> None:
    assert replace_symbols("\uf0b3" + "5次", "Symbol") == "≥5次"
