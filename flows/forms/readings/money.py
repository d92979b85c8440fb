"""Money of a form: printed lines become the year's total, its parts, and what was executed. Sums choose between readings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import cast

from flows.forms.account import UNEXPLAINED, Account, unknown_label
from flows.forms.cells.amounts import read_amount
from flows.forms.model import FormKind, FundingLine, Place, PrintedAmount
from flows.forms.readings.lines import FIELDS, line_of, place_of
from flows.forms.readings.measures import AMOUNTS, is_of_measure, rate_apart, rate_with_score
from flows.forms.readings.sums import doubts_of_sums, in_yuan, is_near, sums_of_parts
from flows.forms.readings.totals import by_period, of_the_year, with_total
from flows.labels import is_blank_amount
from flows.readers import Cell

_SO_FAR = {"executed_so_far": "executed", "rate_so_far": "rate"}
"""What was executed in a part of the year, if nothing says what was executed in all of it."""
_REVIEWED = {
    "total": "budget",
    "total_fiscal": "budget",
    "fiscal": "fiscal",
    "other": "other",
    "project_total": "project_total",
    "initial": "budget_initial",
    "executed": "executed",
    "rate": "execution_rate",
    "points": "execution_points",
    "score": "execution_score",
    "forecast": "forecast",
}


class Money:
    """Collects the money lines of one form in printed order."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._lines: list[FundingLine] = []
        self._loose: dict[str, tuple[str, Cell]] = {}  # measures of the total that are printed as pairs
        self._total_columns: dict[str, int] = {}  # role of a total → grid column of its label
        self._measure_columns: dict[int, str] = {}  # grid column of a label → the measure that it names
        self._guesses: list[tuple[str, str, str, Cell, str | None]] = []
        self._again: list[tuple[str, Cell]] = []  # the same measures, printed again
        self._unknown: list[tuple[Cell, Cell]] = []  # texts that are no labels, with the amounts beside them
        self._places: dict[int, int] = {}  # amount that is settled late → the number of lines before it
        self._inserted: list[int] = []
        self.execution_points: str | None = None

    @property
    def is_empty(self) -> bool:
        """Whether no money has been read."""
        return not self._lines and not self._loose and not self._guesses

    def has_role(self, role: str) -> bool:
        """Whether a line of a role has been read."""
        return any(line.role == role for line in self._lines)

    @property
    def has_total(self) -> bool:
        """Whether a line of this year's total has been read."""
        return any(line.role == "total" for line in self._lines)

    def has_another_total(self, text: str) -> bool:
        """Whether the year's total has been read, and is printed otherwise."""
        amounts = [
            line.amount.text for line in self._lines if line.role == "total" and line.amount is not None
        ]
        return bool(amounts) and text not in amounts

    def takes_again(self, label: str, value: Cell) -> bool:
        """Take an amount that a line of this label has already (a wide table repeats it in every row); False for another."""
        for number, line in enumerate(self._lines):
            if line.label == label and line.amount is not None and line.amount.text == value.text:
                place = Place("amount", value.locator, value.text)
                if place not in line.places:
                    self._lines[number] = replace(line, places=(*line.places, place))
                break
        else:
            again = [
                (measure, cell)
                for measure, (known, cell) in self._loose.items()
                if label == known and cell.text == value.text
            ]
            if not again:
                return False
            self._again += [(measure, value) for measure, _ in again]
        self._account.use(value)
        return True

    def take_pair(
        self, label: str, role: str, measure: str, value: Cell, column: int, unit: str | None
    ) -> None:
        """A label with its value beside or below it; `column` is the label's place in the grid.

        If the money of the whole project (项目资金总额) and the year's (年度资金申请总额) head columns side by side, the
        lines below the former are parts of it.
        """
        self._account.use(value)
        if measure == "rate" and (parts := rate_with_score(value.text)) is not None:
            for name, text in zip(("rate", "points", "score"), parts, strict=True):
                self.take_pair(label, role, name, value._replace(text=text), column, unit)
            return
        if measure != "amount":
            self._measure_columns[column] = measure
            if measure in self._loose and value.text:
                self._account.reject_text(
                    "amount", value.locator, value.text, f"«{label}» has an amount already"
                )
            elif value.text and self._is_read(label, measure, value):
                self._loose[measure] = (label, value)
            return
        if role in ("total", "project_total"):
            self._total_columns[role] = column
        elif self._is_below_the_project_total(column):
            role = "project_part"
        # 预算数 | 100 | 执行数 | 90 over 中央资金 | 80 | 中央资金 | 72: the same source again, of the measure above it.
        again = self._measure_columns.get(column)
        if again and any(line.label == label and line.amount is not None for line in self._lines):
            self.turned(again, {label: (role, value)})
        else:
            self.add(label, role, {"amount": value}, value.locator, unit)

    def guess_pair(
        self, label: str, role: str, measure: str, value: Cell, column: int, unit: str | None
    ) -> None:
        """The amount of a label with a word that nobody knows: it counts if no known label has one."""
        self._account.use(value)
        if role in ("total", "project_total") and measure == "amount":
            self._total_columns.setdefault(role, column)
        elif self._is_below_the_project_total(column):
            role = "project_part"
        if value.text:
            self._guesses.append((label, role, measure, value, unit))
            self._places[id(value)] = len(self._lines)

    def take_unknown_source(self, label: Cell, value: Cell) -> None:
        """区县分担 | 800 below the total: a source, if the total is the sum only with it."""
        self._account.use(label, value)
        self._unknown.append((label, value))
        self._places[id(value)] = len(self._lines)

    def _settle_unknown(self) -> None:
        lines = [
            line_of(label.text, "source", {"amount": value}, value.locator, None)
            for label, value in self._unknown
        ]
        total = next((in_yuan(line.amount) for line in self._lines if line.role == "total"), None)
        if is_near(total, sums_of_parts([*self._lines, *lines])) and not is_near(
            total, sums_of_parts(self._lines)
        ):
            for (_, value), line in zip(self._unknown, lines, strict=True):
                self._insert(value, line)
        else:
            for cell in (cell for pair in self._unknown for cell in pair):
                self._account.reject_text("form", cell.locator, cell.text, UNEXPLAINED)
        self._unknown = []

    def _insert(self, value: Cell, line: FundingLine) -> None:
        """Put a line that was settled late where its amount is printed among the others."""
        place = self._places[id(value)]
        self._lines.insert(place + sum(other <= place for other in self._inserted), line)
        self._inserted.append(place)

    def _is_below_the_project_total(self, column: int) -> bool:
        """Whether a line stands below the money of all years, which the year's stands beside, in another column."""
        total = self._total_columns.get("total")
        return total not in (None, column) and self._total_columns.get("project_total") == column

    def _settle_guesses(self, doubts: list[str]) -> None:
        roles = {line.role for line in self._lines if line.amount is not None}
        for label, role, measure, value, unit in self._guesses:
            same = [one for one in self._guesses if one[1:3] == (role, measure)]
            is_taken = measure in self._loose if measure != "amount" else role in roles and role != "source"
            if is_taken or (len(same) > 1 and role != "source") or not _is_money(value.text, measure):
                if not is_blank_amount(value.text):
                    self._account.reject_text("amount", value.locator, value.text, unknown_label(label))
                    if role in ("total", "project_total"):
                        doubts += ["budget", "fiscal", "other"]  # of which of the totals are they parts?
            elif measure == "amount":
                self.add(label, role, {"amount": value}, value.locator, unit)
                self._insert(value, self._lines.pop())
                doubts.append(_REVIEWED.get(role, "funding"))
            else:
                self._loose[measure] = (label, value)
                doubts.append(_REVIEWED.get(measure, "budget"))
        self._guesses = []

    def add(
        self,
        label: str,
        role: str,
        cells: Mapping[str, Cell],
        locator: str,
        unit: str | None = None,
        name: Cell | None = None,
    ) -> None:
        """A line with the cells of its measures: amount, initial, executed, rate, points, score.

        `name` is the cell of the label if that names something (a task).
        """
        cells = self._without_so_far(cells)
        self._account.use(*cells.values())
        if "score" in cells:
            cells = rate_apart(cells)
        cells = {measure: cell for measure, cell in cells.items() if self._is_read(label, measure, cell)}
        # 年度财政资金总额 is the year's money and all of it fiscal.
        for each in ("total", "fiscal") if role == "total_fiscal" else (role,):
            line = line_of(label, each, cells, locator, unit)
            if name is not None:
                line = replace(line, places=(Place("label", name.locator, name.text), *line.places))
            self._lines.append(line)

    def _without_so_far(self, cells: Mapping[str, Cell]) -> dict[str, Cell]:
        """What was executed until a month is what was executed, if the year's is not printed beside it."""
        if _SO_FAR.keys().isdisjoint(cells):
            return dict(cells)
        kept = dict(cells)
        for so_far, measure in _SO_FAR.items():
            if so_far in kept and measure in kept:
                self._account.leave_out(kept.pop(so_far), "aside")
            elif so_far in kept:
                kept[measure] = kept.pop(so_far)
        return kept

    def _is_read(self, label: str, measure: str, cell: Cell) -> bool:
        """Whether an amount is one; a text that is none is rejected."""
        if is_blank_amount(cell.text) or is_of_measure(measure, cell.text):
            return True
        what = "no amount that can be read" if measure in AMOUNTS else "no number"
        self._account.reject_text(
            "amount", cell.locator, cell.text, f"beside «{''.join(label.split())}» this is {what}"
        )
        return False

    def turned(self, measure: str, values: Mapping[str, tuple[str, Cell]]) -> None:
        """One row of a matrix whose columns are sources: the same measure of each of them."""
        measure = _SO_FAR.get(measure, measure)
        for label, (role, cell) in values.items():
            self._account.use(cell)
            if not self._is_read(label, measure, cell):
                continue
            found = next(
                (
                    place
                    for place, line in enumerate(self._lines)
                    if line.label == label and getattr(line, FIELDS[measure]) is None
                ),
                None,
            )
            line = line_of(label, role or "source", {measure: cell}, cell.locator, None)
            if found is None:
                self._lines.append(line)
            else:
                value = getattr(line, FIELDS[measure])
                known = self._lines[found]
                self._lines[found] = replace(
                    known, **{FIELDS[measure]: value}, places=(*known.places, *line.places)
                )

    def close(self, money_unit: str | None, kind: FormKind) -> tuple[tuple[FundingLine, ...], list[str]]:
        """The lines in printed order, and the names of the fields that a person should look at."""
        doubts: list[str] = []
        self._settle_guesses(doubts)
        self._settle_unknown()
        self._attach_loose()
        lines = self._one_total(with_total(of_the_year(self._lines, doubts), doubts), doubts)
        if kind != "self_evaluation":
            lines = [_initial_is_all(line, kind) for line in lines]
        lines = _with_execution(lines)
        lines = [_with_points(line, self.execution_points) for line in lines]
        lines = [_with_own_yuan(line) if money_unit is None else line for line in lines]
        doubts += doubts_of_sums(lines)
        return tuple(lines), doubts

    def _attach_loose(self) -> None:
        """Amounts that stand as pairs beside the total (执行数, 执行率) belong to its line."""
        if not self._loose:
            return
        cells = self._without_so_far({measure: cell for measure, (_, cell) in self._loose.items()})
        found = next((place for place, line in enumerate(self._lines) if line.role == "total"), None)
        first = next(iter(self._loose.values()))
        loose = line_of(first[0], "total", cells, first[1].locator, None)
        again = [place_of(measure, cell) for measure, cell in self._again]
        loose = replace(loose, places=tuple(dict.fromkeys((*loose.places, *again))))
        if found is None:
            self._lines.append(loose)
        else:
            line = self._lines[found]
            names = ("initial", "executed", "execution_rate", "points", "score", "forecast")
            changes = {name: value for name in names if (value := getattr(loose, name)) is not None}
            for name in [name for name in changes if getattr(line, name) is not None]:
                cell = next(cell for measure, cell in cells.items() if name.endswith(measure))
                self._account.reject_text("amount", cell.locator, cell.text, "the total has this already")
                del changes[name]
            places = [place for place in loose.places if place.field in changes]
            self._lines[found] = replace(line, **changes, places=(*line.places, *places))
        self._loose = {}

    def _one_total(self, lines: Sequence[FundingLine], doubts: list[str]) -> list[FundingLine]:
        """Of several totals of the year the one that the parts add up to; none if that does not tell."""
        totals = [line for line in lines if line.role == "total" and in_yuan(line.amount) is not None]
        if len({in_yuan(line.amount) for line in totals}) < 2:  # noqa: PLR2004
            return list(lines)
        lines = by_period(lines, totals)
        totals = [line for line in lines if line.role == "total" and in_yuan(line.amount) is not None]
        if len({in_yuan(line.amount) for line in totals}) < 2:  # noqa: PLR2004
            return list(lines)
        sums = sums_of_parts(lines)
        holding = [line for line in totals if is_near(in_yuan(line.amount), sums)]
        kept = holding[0] if len({in_yuan(line.amount) for line in holding}) == 1 else None
        if kept is None:
            doubts.append("budget")
        result = []
        for line in lines:
            if line not in totals or (kept is not None and in_yuan(line.amount) == in_yuan(kept.amount)):
                result.append(line)
            else:
                amount = cast("PrintedAmount", line.amount)
                self._account.reject_text(
                    "amount",
                    amount.locator,
                    amount.text,
                    f"«{line.label}» is another total of the year's money: "
                    + ("the parts add up to the other one" if kept else "the parts add up to none of them"),
                    kind="other" if kept else "tied_total",
                )
                if kept is None and _says_more(line):
                    places = tuple(place for place in line.places if place.field != "amount")
                    result.append(replace(line, amount=None, places=places))  # what was executed stays
        return result


def _says_more(line: FundingLine) -> bool:
    """Whether a line has more than its amount: what was planned at first, what was executed, the rate."""
    names = ("initial", "executed", "execution_rate", "points", "score", "forecast")
    return any(getattr(line, name) is not None for name in names)


def reviewed(name: str) -> str:
    """The field of a form that a role or a measure of money is."""
    return _REVIEWED.get(name, "funding")


def _is_money(text: str, measure: str) -> bool:
    return measure == "rate" or is_blank_amount(text) or read_amount(text) is not None


def _initial_is_all(line: FundingLine, kind: FormKind) -> FundingLine:
    """An objective that prints only 年初预算数 prints the year's money, or only 支出总额; so does mid-year monitoring."""
    if kind == "monitoring":
        return replace(line, amount=line.initial) if line.amount is None else line
    names = [name for name in ("initial", "executed") if getattr(line, name) is not None]
    if line.role != "total" or line.amount is not None or len(names) != 1:
        return line
    places = tuple(
        place._replace(field="amount") if place.field == names[0] else place for place in line.places
    )
    return replace(line, amount=getattr(line, names[0]), places=places, **{names[0]: None})


def _with_execution(lines: list[FundingLine]) -> list[FundingLine]:
    """Rate, points and score of the execution are the form's if one line alone prints them and it is not the total's."""
    place = next((place for place, line in enumerate(lines) if line.role == "total"), None)
    if place is None:
        return lines
    total = lines[place]
    for name in ("execution_rate", "points", "score"):
        found = [getattr(line, name) for line in lines if getattr(line, name) is not None]
        if getattr(total, name) is None and len(found) == 1:
            total = replace(total, **{name: found[0]})
    return [*lines[:place], total, *lines[place + 1 :]]


def _with_points(line: FundingLine, points: str | None) -> FundingLine:
    return replace(line, points=points) if points and line.role == "total" and line.points is None else line


def _with_own_yuan(line: FundingLine) -> FundingLine:
    """¥500000 is yuan if the form prints no unit of money."""
    changed = {
        name: replace(amount, money_unit="元")
        for name in AMOUNTS
        if (amount := getattr(line, name)) and amount.money_unit is None
        if (read := read_amount(amount.text)) and read.is_yuan_sign
    }
    return replace(line, **changed) if changed else line
