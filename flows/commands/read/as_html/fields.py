"""The fields of the forms, each with the cells that it was read from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import count

from flows.commands.read.as_html.cells import Account, Taken
from flows.commands.read.as_tables import read_as
from flows.commands.read.names import OF_FORMS, OF_ROWS, name_of, of_line
from flows.commands.read.reading import Reading
from flows.forms import Form, FundingLine, IndicatorRow, Place


@dataclass(frozen=True, slots=True)
class Field:
    """One field: what it is called, what was read, and where."""

    anchor: str
    name: str
    name_zh: str
    text: str
    cells: tuple[Taken, ...]
    note: str = ""
    """How a target was read, or that an amount is none."""
    is_doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """The fields of a form itself, of a line of its money, or of one indicator."""

    heading: str
    fields: tuple[Field, ...]
    locator: str
    """Decides on which page the group is shown, if none of its cells does."""
    row_no: int | None = None
    """Of an indicator: its number in the form."""

    @property
    def cells(self) -> Iterable[Taken]:
        """All cells of its fields."""
        return (cell for one in self.fields for cell in one.cells)


@dataclass(frozen=True, slots=True)
class FormShown:
    """A form with its groups of fields; `number` is None for what holds for all forms."""

    number: int | None
    name: str
    kind: str
    groups: tuple[Group, ...]
    doubts: tuple[str, ...] = ()
    """Names of fields that a person should look at, also of those that are empty."""

    @property
    def anchor(self) -> str:
        """Where links to the form lead."""
        return f"form-{self.number}"

    @property
    def cells(self) -> tuple[Taken, ...]:
        """All cells of its fields, in the order of the document."""
        found = {cell.number: cell for group in self.groups for cell in group.cells}
        return tuple(found[number] for number in sorted(found))


def fields_of(reading: Reading, account: Account) -> list[FormShown]:
    """The fields of a document and of its forms, in order; each is linked with its cells."""
    linker = _Linker(account)
    above = linker.group("", OF_FORMS, reading.parsed.places, "")
    shown = [FormShown(None, "", "", (above,))] if above.fields else []
    for form in reading.parsed.forms:
        groups = [
            linker.group("", OF_FORMS, form.places, form.locator, doubts=form.needs_review),
            *(_line(linker, form, line) for line in form.funding),
            *(_row(linker, reading, row, number) for number, row in enumerate(form.rows, 1)),
        ]
        found = tuple(group for group in groups if group.fields)
        shown.append(FormShown(form.form_no, _name_of(form) or "", form.form_kind, found, form.needs_review))
    return shown


def _name_of(form: Form) -> str | None:
    """What a form is about; one of a whole department (整体支出) is about that."""
    return form.project_name or (form.unit_name or form.department_name if form.is_department else None)


class _Linker:
    """Gives each field an anchor, and each cell those of its fields."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._numbers = count(1)

    def group(
        self,
        heading: str,
        names: Mapping[str, tuple[str, str]],
        places: Iterable[Place],
        locator: str,
        *,
        doubts: tuple[str, ...] = (),
        notes: Mapping[str, str] | None = None,
        values: Mapping[str, str | None] | None = None,
        row_no: int | None = None,
    ) -> Group:
        """The fields of some places; places of one field are one, however often it is printed.

        Of `values` those are added that have no cell of their own: points in a label, levels above a whole column.
        """
        by_field: dict[str, list[Place]] = {}
        for place in places:
            # A title or a heading is one of several; any other field has one text, printed once or again.
            key = f"{place.field} {place.text}" if place.field in ("title", "heading") else place.field
            by_field.setdefault(key, []).append(place)
        fields = []
        for found in by_field.values():
            name, name_zh = name_of(names, found[0].field)
            cells = tuple(
                dict.fromkeys(
                    cell for place in found if (cell := self._account.at(place.locator, place.text))
                )
            )
            one = Field(
                f"f{next(self._numbers)}",
                name,
                name_zh,
                "\n".join(dict.fromkeys(place.text for place in found)),
                cells,
                (notes or {}).get(found[0].field, ""),
                name in doubts,
            )
            for cell in cells:
                cell.fields.append(one.anchor)
                cell.names[f"{name} {name_zh}".strip()] = None
            fields.append(one)
        known = {place.field for found in by_field.values() for place in found}
        for name, text in (values or {}).items():
            if text is not None and name not in known:
                fields.append(Field(f"f{next(self._numbers)}", *name_of(names, name), text, ()))
        return Group(heading, tuple(fields), locator, row_no)


def _line(linker: _Linker, form: Form, line: FundingLine) -> Group:
    notes = {}
    for measure in ("amount", "initial", "executed", "forecast"):
        amount = getattr(line, measure)
        if amount is not None and amount.value is not None:
            notes[measure] = f"{amount.value} {amount.money_unit or form.money_unit or ''}".strip()
        else:
            notes[measure] = "no amount"
    notes |= {
        name: "no value" for name in ("execution_rate", "points", "score") if getattr(line, name) is None
    }
    label = " ".join(line.label.split())
    return linker.group(
        f"{label} ({line.role})",
        of_line(line.role),
        line.places,
        line.locator,
        doubts=form.needs_review,
        notes=notes,
        values={name: getattr(line, name) for name in ("execution_rate", "points", "score")},
    )


def _row(linker: _Linker, reading: Reading, row: IndicatorRow, number: int) -> Group:
    values = {name: getattr(row, name, None) for name in OF_ROWS}
    printed = {name: "\n".join(place.text for place in row.places if place.field == name) for name in OF_ROWS}
    # 同上 is what the cell says, and the text above it what it means.
    notes = {
        name: value
        for name, value in values.items()
        if value and printed[name] and value not in printed[name]
    }
    notes["target"] = read_as(reading.target(row))
    return linker.group(
        f"{number}. {row.level3 or row.description or row.target_text or ''}",
        OF_ROWS,
        row.places,
        row.locator,
        doubts=row.needs_review,
        notes=notes,
        values=values,
        row_no=number,
    )
