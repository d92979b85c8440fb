"""A form while it is being read: its fields, its money, its rows, and the account of its texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from flows.forms.account import Account, unknown_label
from flows.forms.cells.amounts import names_nothing, split_project_code, split_unit_code
from flows.forms.model import Form, FormKind, FundingLine, IndicatorRow, Place, PrintedHeading, PrintedText
from flows.forms.readings.money import Money
from flows.forms.regions.columns import Columns
from flows.forms.regions.rows import IndicatorRows
from flows.labels import find_certain_label
from flows.readers import Cell

# A field is the first of these that is printed; the others are known and not kept.
_PREFERRED = {
    "unit": ("unit", "unit_organising", "unit_filing"),
    "department": (
        "department",
        "department_named",
        "department_county",
        "department_city",
        "department_province",
        "department_central",
    ),
    "project": ("project", "project_word", "unit_or_project", "project_parent"),
    "objective": ("objective", "objective_initial", "objective_overall"),
    "objective_mid_term": ("objective_mid_term", "objective_overall"),
}
_OF_ANY_FORM = {"objective", "objective_initial", "objective_overall", "objective_mid_term", "purpose"}
_KEPT = {
    *_PREFERRED,
    *("project_code", "unit_code", "department_code", "purpose", "objective_actual", "total_score"),
}
"""Fields that a form has; what other labels say (重点工作任务) is known and not kept."""
REVIEWED = {
    "project": "project_name",
    "project_parent": "project_name",
    "unit": "unit_name",
    "unit_filing": "unit_name",
    "unit_organising": "unit_name",
    "objective_initial": "objective",
    "objective_overall": "objective",
    "objective": "objective",
    "purpose": "purpose",
    "department": "department",
    "department_named": "department",
    "project_code": "project_code",
    "unit_code": "unit_code",
    "unit_or_project": "project_name",
}
BEGIN_A_FORM = {
    "project",
    "project_word",
    "project_parent",
    "unit",
    "department",
    "department_named",
    "department_county",
    "unit_filing",
}
OBJECTIVES = {"objective", "objective_initial", "objective_overall"}
SENTENCES = {*OBJECTIVES, "objective_mid_term", "purpose"}
_NAMES = {"project", "project_parent", "unit", "department", "department_named"}


@dataclass(frozen=True, slots=True)
class Context:
    """What is printed above the forms and holds for all of them."""

    unit: PrintedText | None = None
    department: PrintedText | None = None
    money_unit: str | None = None
    kind: str | None = None
    year: int | None = None
    through: int | None = None
    """The last month that the title of a form of mid-year monitoring names."""
    is_transfer: bool = False
    """The title says that the money is a transfer payment."""
    is_department: bool = False
    """The title says that the form is of a whole department."""
    region: PrintedText | None = None
    """The region whose column of a form of transfer payments is read."""


@dataclass(frozen=True, slots=True)
class Above:
    """What paragraphs above a form say, if it does not print that itself."""

    name: PrintedText | None = None
    """What a numbered line names: the project (二、污水处理厂运营服务费)."""
    unit: PrintedText | None = None
    """The unit that a numbered line names (一、涟塘镇中心小学)."""
    sentences: Mapping[str, PrintedText] = field(default_factory=dict)
    """Field → the paragraphs below its label."""


class OpenForm:
    """Collects what one form prints; `close` makes it a Form."""

    def __init__(
        self, form_no: int, heading: PrintedHeading | None, locator: str, context: Context, account: Account
    ) -> None:
        self._form_no = form_no
        self._heading = heading
        self._locator = locator
        self.context = context
        self.account = account
        self.money_unit: str | None = None
        self.fields: dict[str, PrintedText] = {}
        self._places: dict[Place, None] = {}  # ordered, each once
        self.money = Money(account)
        self.indicators = IndicatorRows(account)
        self.has_header = False
        self.is_monitoring = context.kind == "monitoring"
        self.is_transfer = context.is_transfer
        self.through = context.through
        self.doubts: list[str] = []
        self.periods: dict[int, str] = {}
        self.blanks: set[str] = set()
        """Fields whose labels stand beside empty cells."""
        self.above = Above()
        self._guesses: dict[str, list[tuple[Cell, str]]] = {}
        self.is_mid_term_section = False
        """Whether a title above the rows that follow says that they are of the mid-term (长期绩效目标表)."""
        self._rows_wait_for_the_year = False
        """Whether the rows stand below the mid-term's objective alone: they are the year's only if no other rows follow."""
        self.identity: dict[str, str] = {}
        """In a wide table: header → what the last row that names the project says of it."""

    @property
    def has_project(self) -> bool:
        """Whether 项目名称 has been read."""
        return self.knows("project")

    def begins_section(self, title: str) -> bool:
        """Whether a title is of a part of this form: 长期绩效目标表 and 年度绩效目标表 below the project's data.

        A form has one part of each period; a second one is another form's.
        """
        label = find_certain_label(title.strip().removesuffix("表")) if self.has_project else None
        period = label.field("form") if label is not None else None
        if period == "objective_mid_term" and not self.indicators.has_rows:
            self.is_mid_term_section = True
        elif period == "objective" and not self.indicators.has_rows_of_the_year:
            self.is_mid_term_section = False
        else:
            return False
        return True

    def begin_indicators(self, columns: Columns) -> None:
        """The header of indicators was read."""
        if self.is_mid_term_section:
            columns = replace(columns, is_mid_term=True)
        has_objective = bool(OBJECTIVES & self.fields.keys())
        if self._rows_wait_for_the_year and has_objective:
            self.indicators.were_of_the_mid_term()
        self._rows_wait_for_the_year = "objective_mid_term" in self.fields and not has_objective
        self.is_monitoring = self.is_monitoring or columns.is_monitoring
        self.through = self.through or columns.through
        self.indicators.begin(columns)

    def note_title(self, context: Context) -> None:
        """A title below the form's first labels says what it is."""
        self.context = replace(
            context,
            unit=self.context.unit,
            department=self.context.department,
            money_unit=self.context.money_unit,
            region=self.context.region,
        )
        self.is_monitoring = self.is_monitoring or context.kind == "monitoring"
        self.is_transfer = self.is_transfer or context.is_transfer
        self.through = self.through or context.through

    @property
    def has_only_names(self) -> bool:
        """Whether nothing but names has been read: of the project, its unit, its department."""
        return (
            not self.has_header
            and not self.indicators.has_rows
            and self.money.is_empty
            and not self.fields.keys() & _OF_ANY_FORM
            and self.has_project
        )

    @property
    def year(self) -> int | None:
        """The year that is printed above the form."""
        return self.context.year

    @property
    def is_only_a_list(self) -> bool:
        """A list of projects or of contacts has labels, too (序号, 项目名称, 预算金额), but nothing that makes a form."""
        # 绩效运行监控情况汇总表 is a list of many projects, with a title of the genre.
        has_heading = self._heading is not None and not self.is_monitoring
        says_something = has_heading or self.fields.keys() & _OF_ANY_FORM
        return not self.has_header and not self.indicators.has_rows and not says_something

    def take(self, name: str, value: Cell, label: str) -> None:
        """The value of a label of the form; a second one that says something else is rejected."""
        if not self.account.is_open(value):
            return
        if name in _NAMES and (what := names_nothing(value.text)):
            self.account.reject("form", value, f"«{label}» names something, and this is {what}")
        else:
            self.account.use(value)
            self.take_text(name, value.text, value.locator)

    def take_guess(self, name: str, value: Cell, label: str) -> None:
        """The value of a label with a word that nobody knows: the field's, if no known label has one."""
        if self.account.is_open(value):
            self.account.use(value)
            self._guesses.setdefault(name, []).append((value, label))

    def knows(self, name: str) -> bool:
        """Whether a field has been read, or is likely to have been."""
        return name in self.fields or name in self._guesses

    def _settle_guesses(self) -> None:
        for name, found in self._guesses.items():
            texts = {value.text for value, _ in found}
            if name not in self.fields and len(texts) == 1:
                value, _ = found[0]
                self.fields[name] = PrintedText(value.text, value.locator)
                for one, _ in found:
                    self.put_place(name, one.text, one.locator)
                self.doubts.append(REVIEWED.get(name, name))
                continue
            for value, label in found:
                self.account.reject_text("form", value.locator, value.text, unknown_label(label))

    def _settle_above(self, kind: FormKind) -> None:
        """Take what stands above the form in paragraphs, for fields that it does not print itself."""
        for name, text in self.above.sentences.items():
            if any(source in self.fields for source in _PREFERRED.get(name, (name,))):
                self.account.reject_text("form", text.locator, text.text, "the form prints this itself")
            else:
                self.take_text(name, text.text, text.locator)
                self.doubts.append(REVIEWED.get(name, name))
        found = {"project": self.above.name, "unit": self.above.unit}
        for name, text in found.items():
            if text is None:
                continue
            if kind == "department" or any(source in self.fields for source in _PREFERRED[name]):
                self.account.leave_out_text(text.text, text.locator, "layout")
            else:
                self.take_text(name, text.text, text.locator)
                self.doubts.append(REVIEWED[name])

    def take_text(self, name: str, text: str, locator: str) -> None:
        """As `take`, for a text that is no cell of its own."""
        printed = self.fields.get(name)
        if printed is None:
            self.fields[name] = PrintedText(text, locator)
            self.put_place(name, text, locator)
        elif printed.text == text:
            self.put_place(name, text, locator)
        else:
            self.account.reject_text(
                "form", locator, text, f"the form has this field already ({printed.locator})"
            )

    def extend(self, name: str, cell: Cell) -> None:
        """A further part of a field that is printed in several cells."""
        self.account.use(cell)
        known = self.fields[name]
        self.fields[name] = PrintedText(f"{known.text}\n{cell.text}", known.locator)
        self.put_place(name, cell.text, cell.locator)

    def put_place(self, name: str, text: str, locator: str) -> None:
        """A place where a field is printed."""
        self._places[Place(name, locator, text)] = None

    def close(self) -> Form:
        """The form as read so far."""
        self._settle_guesses()
        rows = self.indicators.rows()
        kind = self._kind(rows)
        self._settle_above(kind)
        fields = self._preferred()
        unit = self.context.region or fields.get("unit") or self.context.unit
        department = fields.get("department") or self._department_above()
        is_department = kind == "department" or (
            kind == "monitoring" and self.context.is_department and not self.has_project
        )
        if is_department:  # 部门（单位）名称 beside 主管部门
            unit = unit or self.fields.get("department_named") or department
        money_unit = self.money_unit or self.context.money_unit
        lines, money_doubts = self.money.close(money_unit, kind)
        money_unit = money_unit or _own_money_unit(lines)
        unit_code, unit_name = split_unit_code(unit.text if unit else "")
        department_code, department_name = split_unit_code(department.text if department else "")
        project = fields.get("project")
        project_code, project_name = split_project_code(project.text if project else "")

        def text(name: str) -> str | None:
            return fields[name].text if name in fields else None

        doubts = [*self.doubts, *money_doubts]
        if not is_department and not project_name:
            doubts.append("project_name")
        if "objective" not in fields:
            doubts.append("objective")
        return Form(
            form_no=self._form_no,
            form_kind=kind,
            heading=self._heading,
            department=department,
            department_code=text("department_code") or department_code,
            department_name=department_name or None,
            unit=unit,
            unit_code=text("unit_code") or (text("department_code") if is_department else None) or unit_code,
            unit_name=unit_name or None,
            project=project,
            project_code=text("project_code") or project_code,
            project_name=project_name or None,
            money_unit=money_unit,
            purpose=text("purpose"),
            objective=text("objective"),
            objective_mid_term=text("objective_mid_term"),
            objective_actual=text("objective_actual"),
            total_score=text("total_score"),
            funding=lines,
            rows=rows,
            rejected=tuple(self.account.rejected),
            left_out=tuple(self.account.left_out),
            locator=self._locator,
            needs_review=tuple(dict.fromkeys(doubts)),
            places=self._places_of(fields, unit=unit, department=department),
            is_transfer=self.is_transfer,
            is_department=is_department,
            mid_year_through=self.through if kind == "monitoring" else None,
        )

    def _places_of(self, fields: Mapping[str, PrintedText], **above: PrintedText | None) -> tuple[Place, ...]:
        """The places of the fields that are kept, under their names, and of what holds from above the form."""
        kept = {id(text): name for name, text in fields.items()}
        names = {source: kept[id(text)] for source, text in self.fields.items() if id(text) in kept}
        own = [
            place._replace(field=names.get(place.field, place.field))
            for place in self._places
            if place.field in names or place.field == "money_unit"
        ]
        inherited = [
            Place(name, text.locator, text.text)
            for name, text in above.items()
            if name not in fields and text is not None
        ]
        return (*inherited, *own)

    def _department_above(self) -> PrintedText | None:
        """The department printed above the form; the unit above it is none if the form has an empty 主管部门."""
        above = self.context.department
        is_blank = any(name in self.blanks for name in _PREFERRED["department"])
        return None if is_blank and above == self.context.unit else above

    def _preferred(self) -> dict[str, PrintedText]:
        """Each field by the label that names it best; what other labels say of it is known and not kept."""
        fields = dict(self.fields)
        for name, sources in _PREFERRED.items():
            found = next((source for source in sources if source in fields or source in self.blanks), None)
            # An empty 县级主管部门 is not filled with what 省级主管部门 says.
            if found is not None and found != name and found in fields:
                fields[name] = fields.pop(found)
        if self.context.region is not None and "unit" in fields:
            self._leave_out(fields.pop("unit"))  # the region is the form's unit
        for name in [name for name in fields if name not in _KEPT]:
            self._leave_out(fields.pop(name))
        return fields

    def _leave_out(self, printed: PrintedText) -> None:
        self.account.leave_out_text(printed.text, printed.locator, "aside")

    def _kind(self, rows: tuple[IndicatorRow, ...]) -> FormKind:
        announced = self.context.kind
        if self.is_monitoring:
            return "monitoring"
        if announced == "department" and not self.has_project:
            return "department"
        if announced == "self_evaluation" or any(row.actual for row in rows):
            return "self_evaluation"
        if announced is None and any(row.score or row.deviation for row in rows):
            return "self_evaluation"
        return "objective"


def _own_money_unit(lines: Iterable[FundingLine]) -> str | None:
    """The unit of money that all amounts name themselves."""
    own = {
        amount.money_unit
        for line in lines
        for amount in (line.amount, line.initial, line.executed, line.forecast)
        if amount is not None
    }
    return own.pop() if len(own) == 1 else None
