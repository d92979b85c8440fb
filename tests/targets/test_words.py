"""Words are found where they begin or end, the longest one first."""

from __future__ import annotations

import pytest

from flows.targets.words import Words


@pytest.fixture
def words() -> Words:
    return Words({"前": "a", "之前": "b", "前完成": "c", "完成": "d"})


def test_the_longest_word_that_begins_at_a_place_is_found(words: Words) -> None:
    assert words.at("年底前完成", 2) == "前完成"
    assert words.at("年底前完", 2) == "前"
    assert words.at("年底前完成", 1) is None
    assert words.at("年底前", 3) is None


def test_the_longest_word_that_ends_before_a_place_is_found(words: Words) -> None:
    assert words.before("年底之前", 4) == "之前"
    assert words.before("年底前", 3) == "前"
    assert words.before("年底前", 2) is None
    assert words.before("年底前", 0) is None


def test_a_word_anywhere_in_a_text_is_noticed(words: Words) -> None:
    assert words.is_in("在完成后")
    assert not words.is_in("在完后")
    assert "之前" in words
    assert "之" not in words
