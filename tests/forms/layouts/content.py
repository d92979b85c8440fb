"""What forms say, whatever their layout: invented projects with money, objectives and indicators."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random

_HERE = Path(__file__).parent
_PLACES = (
    "岚溪县",
    "墨川市",
    "青禾区",
    "柘河县",
    "云麓市",
    "白石湾区",
    "双屿县",
    "澄江市",
    "北坞县",
    "雁门区",
)
_TRAITS = ("", "", "", "（二期）", "2024", "及配套", "（东片）")
_REASONS = ("供货延期，已催交", "雨天影响施工", "报名人数少于预期，下年提前组织", "价格上涨，数量相应减少")
_NOTES = ("据实结算", "以台账为准", "分两批实施", "含上年续建")
# Which of a row's words a point of 满意度, 效益 … may carry.
MOST_ROWS = 7


@dataclass(frozen=True, slots=True)
class Indicator:
    """One promise; texts as they would stand in one cell each."""

    level1: str
    level2: str
    name: str
    operator: str
    number: str
    unit: str
    words: str
    mid_number: str = ""
    initial_number: str = ""
    actual: str = ""
    points: str = ""
    score: str = ""
    deviation: str = ""
    note: str = ""
    description: str = ""

    @property
    def is_words(self) -> bool:
        return bool(self.words)


@dataclass(frozen=True, slots=True)
class Money:
    """Amounts in yuan; 100 is the smallest step, so that 万元 print with two decimals."""

    budget: int
    fiscal: int
    initial: int
    initial_fiscal: int
    executed: int
    executed_fiscal: int
    project_total: int
    sources: tuple[tuple[str, int], ...]
    """Where the fiscal money comes from, by level of government."""

    @property
    def other(self) -> int:
        return self.budget - self.fiscal

    @property
    def initial_other(self) -> int:
        return self.initial - self.initial_fiscal

    @property
    def executed_other(self) -> int:
        return self.executed - self.executed_fiscal

    @property
    def rate(self) -> Decimal:
        return (Decimal(100) * self.executed / self.budget).quantize(Decimal("0.01"))


@dataclass(frozen=True, slots=True)
class Project:
    """One form's content."""

    name: str
    code: str
    department: str
    unit: str
    purpose: str
    objective: str
    objective_mid: str
    objective_actual: str
    money: Money
    rows: tuple[Indicator, ...]
    execution_score: str
    total_score: str
    person: str
    telephone: str


@cache
def _topics() -> list[dict[str, str]]:
    with (_HERE / "topics.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@cache
def _indicators(topic: str) -> list[dict[str, str]]:
    with (_HERE / "indicators.csv").open(encoding="utf-8") as file:
        return [line for line in csv.DictReader(file) if line["topic"] == topic]


def projects(rng: Random, count: int, year: int) -> tuple[Project, ...]:
    """Projects of one place, each with another name."""
    place = rng.choice(_PLACES)
    topics = rng.sample(_topics(), count)
    return tuple(_project(rng, place, topic, year) for topic in topics)


def _project(rng: Random, place: str, topic: dict[str, str], year: int) -> Project:
    money = _money(rng)
    rows = _rows(rng, topic["topic"], year)
    number = rng.randint(3, 900)
    name = rng.choice(topic["projects"].split("|")) + rng.choice(_TRAITS)
    execution = (min(money.rate, Decimal(100)) / 10).quantize(Decimal("0.01"))
    total = execution + sum((Decimal(row.score) for row in rows), Decimal(0))
    surname, given = rng.choice("连岑丁方贺樊"), rng.choice(("志远", "春梅", "立群", "晓岚", "文博"))
    return Project(
        name=name,
        code=f"{rng.randint(110000, 659999)}{year % 100}T{rng.randint(10**9, 10**10 - 1):012d}",
        department=place + topic["department"],
        unit=place + topic["unit"],
        purpose=topic["purpose"],
        objective=topic["objective"].format(n=number),
        objective_mid="三年内" + topic["objective"].format(n=number * 3),
        objective_actual=topic["outcome"].format(n=number + rng.randint(0, 9)),
        money=money,
        rows=rows,
        execution_score=f"{execution.normalize():f}",
        total_score=f"{total.normalize():f}",
        person=surname + given,
        telephone=f"0{rng.randint(310, 999)}-{rng.randint(2000000, 8999999)}",
    )


def _money(rng: Random) -> Money:
    step = rng.choice((10_000, 10_000, 1_000, 100))
    budget = (
        rng.randint(30, 4_000) * step * (10_000 // step if step < 1_000 else 1) + rng.randint(0, 9) * step
    )
    fiscal = budget if rng.random() < 0.4 else budget * rng.randint(2, 8) // 10 // 100 * 100
    initial = budget if rng.random() < 0.5 else budget * rng.randint(6, 12) // 10 // 100 * 100
    initial_fiscal = min(fiscal, initial)
    executed_fiscal = fiscal * rng.randint(80, 100) // 100 // 100 * 100
    executed = executed_fiscal + (budget - fiscal) * rng.randint(7, 10) // 10 // 100 * 100
    names = rng.sample(("中央", "省级", "市级", "县级"), 2)
    first = fiscal * rng.randint(2, 7) // 10 // 100 * 100
    sources = tuple(zip((f"{name}财政资金" for name in names), (first, fiscal - first), strict=True))
    return Money(
        budget,
        fiscal,
        initial,
        initial_fiscal,
        executed,
        executed_fiscal,
        budget * rng.randint(2, 4),
        sources,
    )


def _rows(rng: Random, topic: str, year: int) -> tuple[Indicator, ...]:
    lines = _indicators(topic)
    wanted = rng.randint(3, min(MOST_ROWS, len(lines)))
    chosen = sorted(rng.sample(range(len(lines)), wanted))
    points = _points(rng, wanted)
    return tuple(_row(rng, lines[place], points[number], year) for number, place in enumerate(chosen))


def _points(rng: Random, rows: int) -> list[int]:
    """90 points in parts of five, for the execution has ten."""
    parts = [5] * rows
    for _ in range((90 - 5 * rows) // 5):
        parts[rng.randrange(rows)] += 5
    return parts


def _row(rng: Random, line: dict[str, str], points: int, year: int) -> Indicator:
    words = line["words"].format(y=year)
    number = _number(rng, line)
    missed = rng.random() < 0.3
    actual = _actual(rng, line, number) if not words else (words if "年" not in words else f"{year}年8月")
    score = f"{points - rng.choice((0.5, 1, 2)):g}" if missed else str(points)
    percent = line["unit"] in ("%", "‰", "个百分点")
    return Indicator(
        level1=line["level1"],
        level2=line["level2"],
        name=line["name"],
        operator="" if words else line["operator"],
        number="" if words else number,
        unit="" if words else line["unit"],
        words=words,
        mid_number="" if words else (number if percent else f"{Decimal(number) * 3:f}"),
        initial_number="" if words else number,
        actual=actual,
        points=str(points),
        score=score,
        deviation=rng.choice(_REASONS) if missed else "",
        note=rng.choice(_NOTES) if rng.random() < 0.25 else "",
        description=f"反映{line['name']}的情况",
    )


def _number(rng: Random, line: dict[str, str]) -> str:
    low, high, decimals = int(line["low"]), int(line["high"]), int(line["decimals"])
    if not decimals:
        return str(rng.randint(low, high))
    number = Decimal(rng.randint(low * 10**decimals + 1, max(high, low + 1) * 10**decimals)) / 10**decimals
    return f"{number.normalize():f}"


def _actual(rng: Random, line: dict[str, str], number: str) -> str:
    """Near the target, as a publisher reports it; another number than the target's, so that columns cannot be confused."""
    value = Decimal(number)
    if line["unit"] in ("%", "‰", "个百分点"):
        return f"{abs(value - Decimal(rng.choice(('0.4', '0.7', '0.3')))):f}"
    return f"{value + rng.randint(1, 9):f}" if value > 20 else f"{value + 1:f}"
