"""Words are found where they begin or end, the longest one first."""

from __future__ import annotations

from flows.targets.words import Words

WORDS = Words({"前": "a", "之前": "b", "前完成": "c", "完成": "d"})


def test_the_longest_word_that_begins_at_a_place_is_found() -> None:
    assert WORDS.at("年底前完成", 2) == "前完成"
    assert WORDS.at("年底前完", 2) == "前"
    assert WORDS.at("年底前完成", 1) is None
    assert WORDS.at("年底前", 3) is None


def test_the_longest_word_that_ends_before_a_place_is_found() -> None:
    assert WORDS.before("年底之前", 4) == "之前"
    assert WORDS.before("年底前", 3) == "前"
    assert WORDS.before("年底前", 2) is None
    assert WORDS.before("年底前", 0) is None


def test_a_word_anywhere_in_a_text_is_noticed() -> None:
    assert WORDS.is_in("在完成后")
    assert not WORDS.is_in("在完后")
    assert "之前" in WORDS
    assert "之" not in WORDS
