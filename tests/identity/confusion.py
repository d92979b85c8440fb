"""The confusion matrix of the labelled pairs, the models beside names compared naively.

python -m tests.identity.confusion          prints it
python -m tests.identity.confusion --write  freezes it in confusion.txt
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.identity.pairs import Case, Count, cases, count, linked_by_models, linked_naively, read_pairs

FROZEN = Path(__file__).resolve().parent / "confusion.txt"
_COLUMNS = f"{'linked':>9}{'missed':>9}{'wrong':>9}"
_HEAD = (
    f"{'':<50}{'the models':^28}  {'names alone (ratio ≥ 0.8)':^28}",
    f"{'category':<36}{'same':>6}{'apart':>7} {_COLUMNS}   {_COLUMNS}",
)


def counts(
    all_cases: dict[str, Case], linked: Callable[[str], frozenset[tuple[int, int]]]
) -> dict[tuple[str, str], Count]:
    """What came of the pairs, by kind and category in the order of pairs.csv."""
    found: dict[tuple[str, str], Count] = {}
    for name, case in all_cases.items():
        key = (case.kind, case.category)
        found[key] = _sum(found.get(key, Count()), count(case, linked(name)))
    return found


def matrix(folder: Path) -> str:
    """The matrix as text; `folder` is where the models are built."""
    all_cases = cases(read_pairs())
    return matrix_of(all_cases, linked_by_models(all_cases, folder))


def matrix_of(all_cases: dict[str, Case], by_models: dict[str, frozenset[tuple[int, int]]]) -> str:
    """The matrix of what the models linked in each case."""
    models = counts(all_cases, by_models.__getitem__)
    naive = counts(all_cases, lambda name: linked_naively(all_cases[name]))
    return "".join(f"{line.rstrip()}\n" for line in _lines(models, naive))


def _lines(models: dict[tuple[str, str], Count], naive: dict[tuple[str, str], Count]) -> Iterator[str]:
    yield from _HEAD
    total = (Count(), Count())
    for (kind, category), ours in models.items():
        theirs = naive[kind, category]
        total = (_sum(total[0], ours), _sum(total[1], theirs))
        yield _line(f"{kind}: {category}", ours, theirs)
    yield _line("all", *total)
    yield (
        f"true links found: {total[0].linked / total[0].same:.1%} by the models, "
        f"{total[1].linked / total[1].same:.1%} by names alone; "
        f"wrong links: {total[0].wrong} and {total[1].wrong}"
    )


def _line(what: str, ours: Count, theirs: Count) -> str:
    def of(one: Count) -> str:
        return f"{one.linked:>9}{one.same - one.linked:>9}{one.wrong:>9}"

    return f"{what:<36}{ours.same:>6}{ours.not_same:>7} {of(ours)}   {of(theirs)}"


def _sum(one: Count, other: Count) -> Count:
    return Count(
        one.same + other.same,
        one.linked + other.linked,
        one.not_same + other.not_same,
        one.wrong + other.wrong,
    )


def main() -> None:
    """Print the matrix, or freeze it."""
    with tempfile.TemporaryDirectory() as name:
        text = matrix(Path(name))
    if "--write" in sys.argv[1:]:
        FROZEN.write_text(text, encoding="utf-8")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
