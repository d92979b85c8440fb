"""The models judge the labelled pairs as a person does: no wrong link, and hardly a true one missed."""

from __future__ import annotations

import pytest

from tests.identity.confusion import FROZEN, counts, matrix_of
from tests.identity.pairs import cases, linked_by_models, read_pairs

_FEWEST_PAIRS = 150
_FEWEST_FOUND = 0.95


def test_there_are_enough_pairs_and_no_two_lines_contradict() -> None:
    pairs = read_pairs()
    answers: dict[tuple[object, ...], bool] = {}
    for pair in pairs:
        key = (pair.case, pair.previous, pair.later)
        assert answers.setdefault(key, pair.is_same) == pair.is_same, key

    assert len(pairs) >= _FEWEST_PAIRS


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory) -> dict[str, frozenset[tuple[int, int]]]:
    """What the models link in each case."""
    return linked_by_models(cases(read_pairs()), tmp_path_factory.mktemp("pairs"))


@pytest.mark.slow
def test_no_link_is_wrong_and_true_ones_are_found_as_frozen(
    linked: dict[str, frozenset[tuple[int, int]]],
) -> None:
    all_cases = cases(read_pairs())

    wrong = {name: linked[name] - case.same for name, case in all_cases.items() if linked[name] - case.same}
    assert wrong == {}
    found = counts(all_cases, linked.__getitem__).values()
    assert sum(one.linked for one in found) >= _FEWEST_FOUND * sum(one.same for one in found)


@pytest.mark.slow
def test_the_confusion_matrix_is_the_frozen_one(linked: dict[str, frozenset[tuple[int, int]]]) -> None:
    """A change of the rules shows as a diff: python -m tests.identity.confusion --write."""
    assert matrix_of(cases(read_pairs()), linked) == FROZEN.read_text(encoding="utf-8")
