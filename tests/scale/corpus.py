"""As many realistic documents as wanted, with their truth: departments of counties that print the real forms their own way.

A county has a jurisdiction of its own, so that unit codes mean something there only; its departments print one document a
year each. A department's units bear the county's name, its projects and amounts differ from those of every other, near-twins
stay near-twins. The draw depends on the seed and the document's number alone, so that ten documents are the first ten of a
thousand.

`python -m tests.scale.corpus FOLDER NUMBER [YEAR]` writes them as a raw/ folder.
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from random import Random

from tests.scale.formats import as_docx, as_html, as_xlsx
from tests.years.publications import Form, first_year, next_year, printed

DEPARTMENTS_OF_A_COUNTY = 50
_FIRST_YEAR = 2024
_PLACES = ("东", "西", "南", "北", "安", "平", "永", "清", "新", "长", "宁", "和", "兴", "昌", "临", "武")
_KINDS = ("山", "河", "江", "阳", "城", "州", "水", "溪", "川", "陵", "丰", "泰", "源", "林", "海", "化")
_DEPARTMENTS = (
    ("市场监督管理", "局"),
    ("教育", "局"),
    ("卫生健康", "委员会"),
    ("农业农村", "局"),
    ("交通运输", "局"),
    ("生态环境", "局"),
    ("民政", "局"),
    ("水务", "局"),
    ("文化和旅游", "局"),
    ("应急管理", "局"),
)
# Of ten documents six are text, two web pages, one Word, one Excel.
_ENDINGS = ("txt", "txt", "html", "txt", "docx", "txt", "html", "txt", "xlsx", "txt")
_WRITERS: dict[str, Callable[[Sequence[Form]], bytes]] = {
    "txt": lambda forms: printed(forms).encode(),
    "html": as_html,
    "docx": as_docx,
    "xlsx": as_xlsx,
}
_BUDGET = re.compile("[0-9]+(?:[.][0-9]+)?")
_NUMBER = re.compile("([≥≤])([0-9]{1,6})([^0-9].{0,3})?")


@dataclass(frozen=True, slots=True)
class Made:
    """A document and its truth: the budget of its forms in yuan, and how many forms and indicator rows it prints."""

    path: str
    fiscal_year: int
    publisher: str
    jurisdiction: str
    content: bytes
    forms: int
    indicators: int
    budget_yuan: Decimal


@dataclass(frozen=True, slots=True)
class Truth:
    """What all documents print together."""

    documents: int
    forms: int
    indicators: int
    budget_yuan: Decimal


def documents(number: int, year: int = _FIRST_YEAR, seed: int = 1) -> Iterator[Made]:
    """The first `number` documents of a year; those of a later year continue those of the first, a tenth of it changed."""
    for document_no in range(number):
        yield document(document_no, year, seed)


def document(document_no: int, year: int = _FIRST_YEAR, seed: int = 1) -> Made:
    """One document; the same number is the same publisher, and the same format, in each year."""
    draw = Random(f"{seed}|{document_no}")
    county_no, department_no = divmod(document_no, DEPARTMENTS_OF_A_COUNTY)
    county = _county(county_no)
    kind, suffix = _DEPARTMENTS[department_no % len(_DEPARTMENTS)]
    branch = department_no // len(_DEPARTMENTS)
    publisher = f"{county}{kind}{suffix}" + (f"第{branch + 1}分局" if branch else "")
    forms = [_of_department(form, publisher, department_no, draw) for form in first_year()]
    for later in range(_FIRST_YEAR + 1, year + 1):
        forms = [_a_year_later(form, Random(f"{seed}|{document_no}|{later}")) for form in next_year(forms)]
    ending = _ENDINGS[document_no % len(_ENDINGS)]
    path = f"{year}/{county_no:04}/{department_no:02}.{ending}"
    return Made(
        path=path,
        fiscal_year=year,
        publisher=publisher,
        jurisdiction=county,
        content=_WRITERS[ending](forms),
        forms=len(forms),
        indicators=sum(len(form.rows) for form in forms),
        budget_yuan=sum((Decimal(form.budget) * 10_000 for form in forms), Decimal(0)),
    )


def write(folder: Path, made: Iterator[Made]) -> Truth:
    """Write documents as a raw/ folder with its documents.csv; lines that stand there are kept."""
    folder.mkdir(parents=True, exist_ok=True)
    descriptions = folder / "documents.csv"
    is_new = not descriptions.exists()
    documents_made, forms, indicators, budget = 0, 0, 0, Decimal(0)
    with descriptions.open("a", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines)
        if is_new:
            writer.writerow(("path", "fiscal_year", "publisher", "jurisdiction"))
        for each in made:
            file = folder / each.path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(each.content)
            writer.writerow((each.path, each.fiscal_year, each.publisher, each.jurisdiction))
            documents_made += 1
            forms += each.forms
            indicators += each.indicators
            budget += each.budget_yuan
    return Truth(documents_made, forms, indicators, budget)


def _county(county_no: int) -> str:
    first, second = divmod(county_no, len(_KINDS))
    round_no, first = divmod(first, len(_PLACES))
    return f"{_PLACES[first]}{_KINDS[second]}{'县' if round_no == 0 else f'第{round_no + 1}县'}"


def _of_department(form: Form, publisher: str, department_no: int, draw: Random) -> Form:
    """A real form as another department prints it: its units, its amounts and numbers."""
    code, name = re.fullmatch("([0-9]{6})(.*)", form.unit).groups()
    own_name = name.replace("天津市市场监督管理委员会", publisher).replace("天津市", publisher)
    factor = Decimal(draw.randint(20, 300)) / 100
    return _with_money(
        replace(
            form,
            unit=f"{department_no + 101}{code[3:]}{own_name}",
            name=form.name.replace("天津市", publisher[:3]),
            rows=tuple(replace(row, target=_moved(row.target, draw)) for row in form.rows),
        ),
        factor,
    )


def _with_money(form: Form, factor: Decimal) -> Form:
    """The form with its amounts multiplied; parts stay parts of the whole, and costs that repeat the budget go on."""
    budget = _times(form.budget, factor)
    fiscal = budget if form.fiscal == form.budget else _times(form.fiscal, factor)
    rows = form.rows
    if form.budget.strip():
        old, new = Decimal(form.budget).normalize(), Decimal(budget).normalize()
        rows = tuple(
            replace(row, target=row.target.replace(f"{old:f}万元", f"{new:f}万元"))
            if f"≤{old:f}万元" == row.target
            else row
            for row in rows
        )
    return replace(form, budget=budget, fiscal=fiscal, other=_times(form.other, factor), rows=rows)


def _times(amount: str, factor: Decimal) -> str:
    return _BUDGET.sub(lambda found: f"{Decimal(found[0]) * factor:.2f}", amount)


def _moved(target: str, draw: Random) -> str:
    """A target with another number, where it is a bound that may have one: `≥27台套` → `≥31台套`."""
    found = _NUMBER.fullmatch(target)
    if not found or "万" in target or "%" in target or "百分" in target:
        return target
    return f"{found[1]}{max(1, int(found[2]) * draw.randint(60, 180) // 100)}{found[3] or ''}"


def _a_year_later(form: Form, draw: Random) -> Form:
    """The form a year on: its money moves, and one target in ten."""
    rows = tuple(
        replace(row, target=_moved(row.target, draw)) if draw.random() < 0.1 else row for row in form.rows
    )
    return _with_money(replace(form, rows=rows), Decimal(draw.randint(90, 115)) / 100)


if __name__ == "__main__":
    target_folder, wanted, *years = sys.argv[1:]
    for wanted_year in years or [str(_FIRST_YEAR)]:
        truth = write(Path(target_folder), documents(int(wanted), int(wanted_year)))
        sys.stdout.write(f"{wanted_year}: {truth}\n")
