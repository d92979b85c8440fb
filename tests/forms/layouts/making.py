"""What the parts of a layout share while a form is made: the draws, the choices, spellings, amounts, the truth so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from random import Random
from typing import Any

from tests.forms.layouts import labels
from tests.forms.layouts.choices import Layout
from tests.forms.layouts.grids import Block, Put, block, label, value

WAN = 10_000
SIGNS = {"≥": ("≥", "≧", ">="), "≤": ("≤", "≦", "<="), "=": ("=", "＝", "═"), "": ("=", "＝")}
WORDS = {"≥": "大于等于", "≤": "小于等于", "=": "等于", "": "等于"}


@dataclass
class Making:
    """One form in the making; `truth` grows with what is printed."""

    rng: Random
    layout: Layout
    year: int
    truth: dict[str, Any] = field(default_factory=dict)
    spellings: dict[str, str] = field(default_factory=dict)
    """Spellings of a document: a publisher spells a label alike in all of its forms."""

    def choice(self, name: str) -> str:
        return self.layout[name]

    def spell(self, name: str) -> str:
        """The label of a field without decoration."""
        if name not in self.spellings:
            tier = self.layout["labels"]
            self.spellings[name] = labels.spelled(self.rng, name, tier, self.year)
        return self.spellings[name]

    def label(self, name: str, columns: int = 1, rows: int = 1, note: str = "") -> Put:
        text = labels.noted(self.spell(name), note)
        return label(labels.decorated(self.rng, text, self.layout["decoration"]), columns, rows)

    @property
    def is_evaluation(self) -> bool:
        return self.layout["kind"] in ("self_evaluation", "department_evaluation")

    @property
    def is_department(self) -> bool:
        return self.layout["kind"].startswith("department")

    @property
    def amount_note(self) -> str:
        """The unit of money, where a label is to carry it."""
        return self.layout["money_unit"] if self.layout["unit_in"] == "label" else ""

    @property
    def frame_note(self) -> str:
        return f"\n（{self.layout['money_unit']}）" if self.layout["unit_in"] == "frame" else ""

    def amount(self, yuan: int, name: str | None = None) -> Put:
        """A cell with an amount; `name` is the field of the truth that it is."""
        zero = (
            self.layout["zero"]
            if yuan == 0 and name not in ("budget", "budget_initial", "executed")
            else "zero"
        )
        text, number = self.printed(yuan)
        if zero != "zero":
            text, number = {"blank": "", "dash": "—"}[zero], ""
        if name:
            self.truth[name] = number or None
        return value(text) if number else Put(text, "empty")

    def printed(self, yuan: int) -> tuple[str, str]:
        """The amount as it is printed, and its number."""
        unit = self.layout["money_unit"]
        number = Decimal(yuan) / WAN if unit == "万元" else Decimal(yuan)
        short = f"{number.normalize():f}"
        if self.layout["unit_in"] != "value":
            manner = {"decimals": f"{number:.2f}", "thousands": f"{number:,.2f}"}
            text = manner.get(self.layout["amounts"], short)
            return text, text.replace(",", "")
        manner = {
            "wan": f"{short}万" if unit == "万元" else f"{short}元",
            "about": f"约{short}{unit}",
            "renminbi": f"人民币{short}{unit}",
            "level": f"{short}{unit}（本级）",
            "exactly": f"{short}{unit}整",
            "spaced": f"{short} {unit}",
            "bracketed": f"（{short}{unit}）",
        }
        if self.layout["amounts_with_unit"] == "yen":
            return f"¥{yuan}", str(yuan)
        return manner.get(self.layout["amounts_with_unit"], f"{short}{unit}"), short


def pairs_block(making: Making, pairs: list[tuple[Put, Put]]) -> Block:
    """Labels with their values: at the left, above, or in one cell."""
    manner, in_row = making.choice("pairs"), int(making.choice("pairs_in_row"))
    groups = [pairs[place : place + in_row] for place in range(0, len(pairs), in_row)]
    if manner == "inside":
        return block([_one_row([in_one_cell(*pair) for pair in group], in_row) for group in groups])
    if manner == "above":
        rows = [[*(first for first, _ in group)] for group in groups]
        below = [[*(second for _, second in group)] for group in groups]
        both = [line for two in zip(rows, below, strict=True) for line in two]
        return block([_one_row(line, in_row) for line in both])
    return block([_one_row([put for pair in group for put in pair], 2 * in_row) for group in groups])


def in_one_cell(name: Put, content: Put) -> Put:
    """The label with its value; the cell is what the value is."""
    text = name.text.rstrip("：:").replace("\n", "")
    return Put(f"{text}：{content.text}", content.role)


def _one_row(puts: list[Put], width: int) -> list[Put]:
    """The cells of a row, the last as wide as what is left."""
    *first, last = puts
    return [*first, Put(last.text, last.role, width - len(first), last.rows)]
