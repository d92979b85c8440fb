"""What a document reads to, beside its truth: which fields are exact, which are said to be unread, which are silent.

    python -m tests.forms.scoring FILE… | FOLDER…        (each document has its NAME.truth.json beside it)

**exact**: as the truth has it. **said**: empty, and the text stands in `rejected` or `left_out` with its place.
**doubted**: another value than the truth has, but named in `needs_review`. **silent**: wrong, or gone without a trace.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from flows.commands.read import read_file, reading_as_json
from flows.readers import Paragraph, read_document
from tests.forms.account import Account, account_of
from tests.forms.comparing import Said, alike, plain

Verdict = Literal["exact", "said", "doubted", "silent"]
VERDICTS: tuple[Verdict, ...] = ("exact", "said", "doubted", "silent")

# What the truth says of the publisher or for people is not read from the file.
NOT_READ = {"publisher", "layout", "seen_in", "findings", "year_over_year", "set_aside", "account"}
NOT_A_FIELD = {
    "rows",
    "funding",
    "placeholder_rows",
    "accept",
    "form_no",
    "budget_yuan",
    "form_kind",
    "is_transfer",
}
# A level stands once for many rows; what is computed of a text is said with the text.
REPEATED = {"level1", "level2", "unit_name", "unit_code", "department"}
COMPUTED = {
    **dict.fromkeys(
        ("comparator", "target_value", "unit", "target_kind", "starts_on", "due_on"), "target_text"
    ),
    "actual_value": "actual_text",
}
IN_YUAN = {"元": 1, "千元": 1_000, "万元": 10_000, "百万元": 1_000_000, "亿元": 100_000_000}

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Judged:
    """One field of a form or of a row (form and row from 1; None is the document's)."""

    form: int | None
    row: int | None
    name: str
    expected: str | None
    found: str | None
    verdict: Verdict

    def __str__(self) -> str:
        place = ", ".join(f"{kind} {no}" for kind, no in (("form", self.form), ("row", self.row)) if no)
        return f"{self.verdict}: {place or 'document'}, {self.name}: {self.expected!r}, read {self.found!r}"


@dataclass(frozen=True, slots=True)
class Score:
    """All that a reading is measured by."""

    file: str
    fields: tuple[Judged, ...]
    phantom_forms: tuple[str, ...] = ()
    phantom_rows: tuple[str, ...] = ()
    account: Account = field(default_factory=Account)

    def count(self, verdict: Verdict) -> int:
        return sum(judged.verdict == verdict for judged in self.fields)

    @property
    def faults(self) -> list[str]:
        """What must not be, in words: all but exact and said fields."""
        return [
            *(str(judged) for judged in self.fields if judged.verdict in ("doubted", "silent")),
            *(f"phantom form: {form}" for form in self.phantom_forms),
            *(f"phantom row: {row}" for row in self.phantom_rows),
            *self.account.faults(),
        ]


def score(truth: Record, read: Record, texts: Sequence[tuple[str, str]] = (), file: str = "") -> Score:
    """The truth beside `jixiao read --json`; `texts` are (locator, text) of all that the reader saw in the file."""
    said = Said(read)
    pairs = aligned(truth["forms"], read["forms"], _same_form)
    fields = list(_of_document(truth, read))
    phantom_forms, phantom_rows = [], []
    for expected, found in pairs:
        if expected is None:
            assert found is not None
            phantom_forms.append(
                f"{found.get('project_name') or found.get('unit_name')} at {found.get('locator')}"
            )
            continue
        fields += _of_form(expected, found, said, read)
        row_fields, phantoms = _of_rows(expected, found, said)
        fields += row_fields
        phantom_rows += phantoms
    return Score(
        file, tuple(fields), tuple(phantom_forms), tuple(phantom_rows), account_of(truth, read, texts)
    )


def _of_document(truth: Record, read: Record) -> Iterator[Judged]:
    kinds = [truth["form_kind"], *truth.get("accept_form_kinds", [])]
    verdict: Verdict = "exact" if read["form_kind"] in kinds else "silent"
    if not read["forms"] and read["rejected"]:
        verdict = "said"
    yield Judged(None, None, "form_kind", truth["form_kind"], read["form_kind"], verdict)


def _of_form(expected: Record, found: Record | None, said: Said, read: Record) -> Iterator[Judged]:
    number = expected["form_no"]
    read_no = found["form_no"] if found else None
    doubted = _doubted(found, read)
    judged = {
        name: _judged(number, None, name, expected, found, said.within(read_no), doubted)
        for name in sorted(expected.keys() - NOT_A_FIELD)
    }
    if "budget" in judged and judged["budget"].verdict == "said" and judged.get("money_unit"):
        judged["money_unit"] = _as_said(judged["money_unit"])
    yield from judged.values()
    for name in {"form_kind", "is_transfer"} & expected.keys():
        if found:
            right = plain(expected[name]) == plain(found.get(name))
            yield Judged(
                number, None, name, str(expected[name]), str(found.get(name)), "exact" if right else "silent"
            )
    if "budget_yuan" in expected and found:
        yield from _yuan(number, expected, found)
    lines = expected.get("funding", [])
    for line, other in aligned(lines, (found or {}).get("funding", []), _same_line):
        if line is None:
            continue
        for name in {"amount", "executed"} & line.keys():
            judged = _judged(number, None, name, line, other, said.within(read_no), doubted)
            yield Judged(
                number,
                None,
                f"funding {line['label']}, {name}",
                judged.expected,
                judged.found,
                judged.verdict,
            )


def _as_said(judged: Judged) -> Judged:
    """What stands beside a text that is given back is given back with it."""
    if judged.verdict != "silent" or judged.found is not None:
        return judged
    return Judged(judged.form, judged.row, judged.name, judged.expected, judged.found, "said")


def _yuan(number: int, expected: Record, found: Record) -> Iterator[Judged]:
    """The budget in yuan; where the reading has none, it follows from amount and unit."""
    yuan = found.get("budget_yuan")
    if yuan is None and found.get("budget") and found.get("money_unit") in IN_YUAN:
        amount = plain(found["budget"])
        yuan = str(amount * IN_YUAN[found["money_unit"]]) if isinstance(amount, Decimal) else None
    if yuan is not None:
        right = plain(yuan) == plain(expected["budget_yuan"])
        yield Judged(
            number, None, "budget_yuan", str(expected["budget_yuan"]), yuan, "exact" if right else "silent"
        )


def _of_rows(expected: Record, found: Record | None, said: Said) -> tuple[list[Judged], list[str]]:
    fields: list[Judged] = []
    phantoms: list[str] = []
    within = said.within(found["form_no"] if found else None)
    pairs = aligned(expected["rows"], found["rows"] if found else [], _same_row)
    number = 0
    for row, other in pairs:
        if row is None:
            assert other is not None
            phantoms.append(f"form {expected['form_no']}, at {other.get('locator')}: {_row_in_words(other)}")
            continue
        number += 1
        doubted: set[str] = {*((other or {}).get("needs_review") or ())}
        verdicts: dict[str, Verdict] = {}
        for name in sorted(row.keys() - NOT_A_FIELD, key=lambda key: key in COMPUTED):
            judged = _judged(expected["form_no"], number, name, row, other, within, doubted)
            if COMPUTED.get(name) and judged.verdict == "silent" and verdicts.get(COMPUTED[name]) == "said":
                judged = Judged(judged.form, judged.row, name, judged.expected, judged.found, "said")
            verdicts[name] = judged.verdict
            fields.append(judged)
    return [judged for judged in fields if judged.expected is not None or judged.verdict != "exact"], phantoms


def _judged(
    form: int,
    row: int | None,
    name: str,
    expected: Record,
    found: Record | None,
    said: Said,
    doubted: set[str],
) -> Judged:
    value = expected[name]
    read = found.get(name) if found else None
    verdict: Verdict
    if any(alike(read, one) for one in _accepted(expected, name)):
        verdict = "exact"
    elif read in (None, "") and said.covers(value, once=name not in REPEATED):
        verdict = "said"
    elif name in doubted and read not in (None, ""):
        verdict = "doubted"
    else:
        verdict = "silent"
    return Judged(form, row, name, _text(value), _text(read), verdict)


def _accepted(expected: Record, name: str) -> list[object]:
    """The truth's value, and what is as good."""
    return [expected.get(name), *(other[name] for other in expected.get("accept", []) if name in other)]


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _doubted(found: Record | None, read: Record) -> set[str]:
    return {*((found or {}).get("needs_review") or ()), *(read.get("needs_review") or ())}


def _row_in_words(row: Record) -> str:
    return " / ".join(
        str(row[name]) for name in ("level1", "level2", "level3", "target_text") if row.get(name)
    )


# Which of the read forms and rows is which of the truth's: in order, as much alike as can be.


def aligned(
    expected: Sequence[Record], found: Sequence[Record], likeness: Callable[[Record, Record], float]
) -> list[tuple[Record | None, Record | None]]:
    """Pairs in order; None where one side has no counterpart. Unlike ones (likeness 0) are never paired."""
    best = [[0.0] * (len(found) + 1) for _ in range(len(expected) + 1)]
    likes = [[likeness(one, other) for other in found] for one in expected]
    for i in range(len(expected) - 1, -1, -1):
        for j in range(len(found) - 1, -1, -1):
            paired = best[i + 1][j + 1] + likes[i][j] if likes[i][j] else 0.0
            best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    pairs: list[tuple[Record | None, Record | None]] = []
    i = j = 0
    while i < len(expected) and j < len(found):
        if likes[i][j] and best[i][j] == best[i + 1][j + 1] + likes[i][j]:
            pairs.append((expected[i], found[j]))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            pairs.append((expected[i], None))
            i += 1
        else:
            pairs.append((None, found[j]))
            j += 1
    return [*pairs, *((one, None) for one in expected[i:]), *((None, other) for other in found[j:])]


_IN_ORDER = 0.01
"""A form of which nothing was read is still a form: it is paired by its place."""


def _same_form(one: Record, other: Record) -> float:
    rows = {str(plain(row.get("level3"))) for row in one["rows"]} & {
        str(plain(row.get("level3"))) for row in other["rows"]
    }
    names = ("project_name", "project_code", "unit_name", "budget", "objective")
    return _alike(one, other, names) + len(rows - {"None"}) + _IN_ORDER


def _same_row(one: Record, other: Record) -> float:
    likeness = 2 * _alike(one, other, ("level3", "target_text"))
    return (
        likeness + 0.2 * _alike(one, other, ("level2", "description", "actual_text", "points"))
        if likeness
        else (0.5 * _alike(one, other, ("description", "actual_text", "target_text_mid_term")))
    )


def _same_line(one: Record, other: Record) -> float:
    return _alike(one, other, ("label",)) * 2 + _alike(one, other, ("amount", "executed"))


def _alike(one: Record, other: Record, names: Iterable[str]) -> float:
    return sum(
        any(value is not None and alike(other.get(name), value) for value in _accepted(one, name))
        for name in names
    )


# Files


def score_file(document: Path, truth: Record | None = None) -> Score:
    """One document beside its truth, which stands in NAME.truth.json if it is not given."""
    truth = truth or json.loads(truth_of(document).read_text(encoding="utf-8"))
    read = json.loads(reading_as_json(read_file(document, truth.get("fiscal_year"))))
    return score(truth, read, texts_of(document), document.name)


def truth_of(document: Path) -> Path:
    return document.with_name(document.stem + ".truth.json")


def texts_of(document: Path) -> list[tuple[str, str]]:
    """(locator, text) of each paragraph and cell that the reader sees."""
    found = []
    for block in read_document(document.read_bytes()).blocks:
        parts = [block] if isinstance(block, Paragraph) else block.cells
        found += [(part.locator, part.text) for part in parts if part.text.strip()]
    return found


def _documents(arguments: Iterable[str]) -> Iterator[Path]:
    for argument in arguments:
        path = Path(argument)
        yield from (
            sorted(file for file in path.iterdir() if file.suffix != ".json" and truth_of(file).exists())
            if (path.is_dir())
            else [path]
        )


def main(arguments: Sequence[str]) -> int:
    """Print each field that is not exact, a line a document, and the totals; 1 where a field is silent."""
    totals: Counter[str] = Counter()
    for document in _documents(arguments):
        result = score_file(document)
        totals.update(counts_of(result))
        sys.stdout.write(f"{document.name}: {in_words(result)}\n")
    sys.stdout.write(summary(totals))
    return int(totals["silent"] > 0)


def counts_of(result: Score) -> Counter[str]:
    counts: Counter[str] = Counter({name: result.count(name) for name in VERDICTS})
    counts["phantom forms"] = len(result.phantom_forms)
    counts["phantom rows"] = len(result.phantom_rows)
    counts["account"] = len(result.account.faults())
    counts["documents"] = 1
    counts["whole"] = int(not result.faults and not counts["said"])
    return counts


def in_words(result: Score) -> str:
    """The counts on a line, and a line for each field that is not exact."""
    counts = ", ".join(f"{name} {number}" for name, number in counts_of(result).items() if number)
    said = [str(judged) for judged in result.fields if judged.verdict == "said"]
    return "\n    ".join([counts, *said, *result.faults])


def summary(totals: Counter[str]) -> str:
    fields = sum(totals[name] for name in VERDICTS) or 1
    lines = [
        f"{fields} fields in {totals['documents']} documents, {totals['whole']} of them whole",
        *(f"{name}: {totals[name]} ({100 * totals[name] / fields:.2f} %)" for name in VERDICTS),
        *(f"{name}: {totals[name]}" for name in ("phantom forms", "phantom rows", "account")),
    ]
    return "\n  ".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
