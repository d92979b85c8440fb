"""The three seeds that targets are read with: each says what it must, and nothing twice."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from flows.vocabulary.seeds import fold, read_seed
from tests.places import ROOT


def test_units_are_unique_and_convert_to_units_that_exist() -> None:
    lines = read_seed("measure_units")
    units = Counter(line["measure_unit"] for line in lines)
    assert max(units.values()) == 1
    for line in lines:
        assert line["base_unit"] in units
        assert line["comparable_unit"] in units
        assert Decimal(line["factor_to_base"]) > 0
        assert Decimal(line["factor_to_comparable"]) > 0
        assert line["measure_unit_en"]


def test_a_dimension_has_one_comparable_unit_for_each_base() -> None:
    comparable = {(line["base_unit"], line["comparable_unit"]) for line in read_seed("measure_units")}
    assert len(comparable) == len({base for base, _ in comparable})


def test_base_and_comparable_units_are_their_own() -> None:
    by_unit = {line["measure_unit"]: line for line in read_seed("measure_units")}
    for line in by_unit.values():
        assert Decimal(by_unit[line["base_unit"]]["factor_to_base"]) == 1
        assert Decimal(by_unit[line["comparable_unit"]]["factor_to_comparable"]) == 1


def test_spellings_are_folded_unique_and_of_known_units() -> None:
    units = {line["measure_unit"] for line in read_seed("measure_units")}
    spellings = [line["spelling"] for line in read_seed("measure_unit_spellings")]
    assert len(spellings) == len(set(spellings))
    assert [spelling for spelling in spellings if fold(spelling) != spelling or spelling in units] == []
    assert {line["measure_unit"] for line in read_seed("measure_unit_spellings")} <= units


def test_words_are_folded_and_have_one_value_in_a_role() -> None:
    lines = read_seed("target_words")
    assert max(Counter((line["word"], line["role"]) for line in lines).values()) == 1
    assert [line["word"] for line in lines if fold(line["word"]) != line["word"]] == []


def test_no_words_comparator_is_unknown() -> None:
    comparators = {
        line["value"] for line in read_seed("target_words") if line["role"] in {"before", "after", "surplus"}
    }
    assert comparators == {">=", "<=", "=", ">", "<", "~"}


def test_every_role_of_a_word_is_described_where_the_seed_is() -> None:
    described = (ROOT / "dbt_project" / "seeds" / "_seeds.yml").read_text(encoding="utf-8")
    roles = {line["role"] for line in read_seed("target_words")}

    assert [role for role in sorted(roles) if f"{role}," not in described] == []
