"""Reads made layouts and measures them.

python -m tests.forms.layouts measure [COUNT] [FIRST] [name=value …]   totals, and the layouts with faults
python -m tests.forms.layouts show SEED [name=value …]                 the document in a folder, its truth, the faults
python -m tests.forms.layouts shrink SEED                              the plainest layout that still has a fault
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from tempfile import gettempdir

from tests.forms.layouts.choices import OPTIONS, drawn, in_words, shrunk
from tests.forms.layouts.judging import judged, saved
from tests.forms.scoring import VERDICTS, counts_of, summary
from tests.forms.scoring import in_words as score_in_words

SHOWN = 5


def main(arguments: Sequence[str]) -> int:
    command, *rest = arguments or ["measure"]
    numbers = [int(argument) for argument in rest if argument.isdigit()]
    fixed = dict(argument.split("=", 1) for argument in rest if "=" in argument)
    unknown = {name for name, value in fixed.items() if value not in OPTIONS.get(name, ())}
    if unknown or command not in ("measure", "show", "shrink", "kinds"):
        sys.stderr.write(f"{__doc__}\nNo such choice: {', '.join(sorted(unknown))}\n")
        return 2
    if command == "measure":
        return _measure(*numbers, fixed=fixed)
    if command == "kinds":
        return _kinds(*numbers, fixed=fixed)
    seed = numbers[0]
    layout = {**drawn(seed), **fixed}
    if command == "shrink":
        layout = shrunk(layout, lambda smaller: bool(judged(smaller, seed)[1].faults))
    made, result = judged(layout, seed)
    path = saved(made, Path(gettempdir()) / "layouts", f"layout{seed}")
    sys.stdout.write(f"{path}\n{in_words(layout)}\n{score_in_words(result)}\n")
    return int(bool(result.faults))


def _measure(count: int = 200, first: int = 0, *, fixed: dict[str, str]) -> int:
    totals: Counter[str] = Counter()
    fields: Counter[tuple[str, str]] = Counter()
    choices: Counter[str] = Counter()
    for seed in range(first, first + count):
        layout = {**drawn(seed), **fixed}
        _, result = judged(layout, seed)
        totals.update(counts_of(result))
        fields.update((field.verdict, field.name) for field in result.fields if field.verdict != "exact")
        if result.faults:
            choices.update(f"{name}={value}" for name, value in layout.items())
            sys.stdout.write(f"{seed}: {in_words(layout)}\n    " + "\n    ".join(result.faults[:3]) + "\n")
    sys.stdout.write(
        "\n".join(f"{number} × {verdict}: {name}" for (verdict, name), number in fields.most_common(40))
    )
    sys.stdout.write(f"\n\n{summary(totals)}")
    return int(any(totals[name] for name in VERDICTS[2:]))


def _kinds(count: int = 200, first: int = 0, *, fixed: dict[str, str]) -> int:
    kinds: defaultdict[str, list[tuple[int, list[str]]]] = defaultdict(list)
    for seed in range(first, first + count):
        layout = {**drawn(seed), **fixed}
        if judged(layout, seed)[1].faults:
            smaller = shrunk(layout, lambda other, seed=seed: bool(judged(other, seed)[1].faults))
            kinds[in_words(smaller)].append((seed, judged(smaller, seed)[1].faults))
    for words, found in sorted(kinds.items(), key=lambda kind: -len(kind[1])):
        seeds = ", ".join(str(seed) for seed, _ in found[:SHOWN])
        sys.stdout.write(
            f"{len(found)} × {words} (seeds {seeds})\n    " + "\n    ".join(found[0][1][:SHOWN]) + "\n"
        )
    return int(bool(kinds))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
