"""The columns of an indicator table: which grid column holds which field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from flows.labels import Label
from flows.readers import Cell

CHOICES = frozenset({"deviation", "likelihood"})
"""Fields that may have a column for each answer, of which one is marked (确定能 | 有可能 | 完全不可能)."""
# Fields of the form that say which project a row of a wide table is of.
IDENTIFY = {"project", "unit_or_project"}


def target_column(names: Mapping[int, str]) -> int | None:
    """The column of the target; of the actual value, if no target is printed."""
    wanted = ("target", "target_initial", "actual", "mid_year_actual", "mid_year_forecast")
    return next((column for name in wanted for column, found in names.items() if found == name), None)


@dataclass(frozen=True, slots=True)
class Columns:
    """Grid column → field. `labels` are the header's labels, `form_fields` the columns that describe the project."""

    fields: Mapping[int, str]
    printed: Mapping[int, str]
    """What the header prints over a column."""
    form_fields: Mapping[int, Label]
    first: int
    end: int
    target: int | None
    """The column of the target (of the actual value, where no target is printed)."""
    is_mid_term: bool = False
    """The whole block below this header is of the mid-term, beside a label that says so (中期绩效指标)."""
    height: int = 1
    """Rows of the header."""
    money_unit: str | None = None
    is_monitoring: bool = False
    """The rows say how far the year's targets are (绩效运行监控表)."""
    through: int | None = None
    """The last month that a column of them names."""
    inferred: frozenset[str] = frozenset()
    """Fields whose label has a word that nobody knows: what stands below is taken, and a person should look."""
    inferred_of_form: frozenset[str] = frozenset()
    """As `inferred`, of the columns that describe the project."""
    starts: tuple[int, ...] = field(default=())
    sheet_columns: tuple[int, ...] = field(default=())
    """Which column of the sheet each grid column of the header's table is; () outside of sheets."""
    answered: frozenset[str] = frozenset()
    """Fields with a column for each answer (确定能 | 有可能 | 完全不可能)."""
    is_wide: bool = field(init=False)
    """Whether a row is an indicator of one of many projects."""

    def __post_init__(self) -> None:
        is_wide = any(label.field("form") in IDENTIFY for label in self.form_fields.values())
        object.__setattr__(self, "is_wide", is_wide)

    @property
    def has_levels(self) -> bool:
        """Whether a column holds the level of an indicator."""
        return bool({"level1", "level2"} & set(self.fields.values()))

    @property
    def names_are_level2(self) -> bool:
        """Whether the header has no column for the names of indicators but that of level 2.

        A column right of it whose label nobody knows could be that of the names.
        """
        found = set(self.fields.values())
        if "level3" in found or "level2" not in found:
            return False
        level2 = next(column for column, name in self.fields.items() if name == "level2")
        return not any(
            name == "" and self.printed.get(column) and level2 < column < (self.target or self.end)
            for column, name in self.fields.items()
        )

    def moved_to(self, starts: list[int]) -> Columns:
        """The same columns at the places of a table that goes on without a header."""
        return self.placed(dict(zip(self.starts, starts, strict=True)))

    def placed(self, place: Mapping[int, int]) -> Columns:
        """The columns at other places, by those that they have; a column without one is left away."""
        starts = tuple(place[start] for start in self.starts if start in place)
        return replace(
            self,
            fields={place[column]: name for column, name in self.fields.items() if column in place},
            printed={place[column]: text for column, text in self.printed.items() if column in place},
            form_fields={
                place[column]: label for column, label in self.form_fields.items() if column in place
            },
            first=starts[0],
            end=starts[-1] + 1,
            target=None if self.target is None else place.get(self.target),
            starts=starts,
        )


@dataclass(frozen=True, slots=True)
class Leaf:
    """The lowest cell of a column of the header, with the one above it that heads several columns."""

    cell: Cell
    label: Label | None
    parent: Label | None
    parent_text: str
    field: str | None
    is_inferred: bool = False
    is_graded: bool = False
    """Whether the column holds what is needed for a grade (优 | 良)."""
    is_of_money: bool = False
    """Whether points or scores in the column are those of the execution of the budget."""
