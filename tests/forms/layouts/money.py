"""The money of a form: pairs, lines, sentences, matrices; the same amounts, however they stand."""

from __future__ import annotations

from tests.forms.layouts.content import Money, Project
from tests.forms.layouts.grids import Block, Put, block, framed, label, value
from tests.forms.layouts.making import Making, pairs_block


def money_block(making: Making, project: Project) -> Block | None:
    """The block, and in the truth: budget, fiscal, other, project_total, funding; of evaluations also what was spent."""
    money, truth = project.money, making.truth
    style = making.choice("evaluated_money" if making.is_evaluation else "money")
    truth.update(budget=None, fiscal=None, other=None, project_total=None)
    if style == "none":
        return None
    made = _EVALUATED[style](making, project) if making.is_evaluation else _PLANNED[style](making, money)
    if truth["budget"] is not None:
        is_zero = making.is_evaluation and style == "matrix" and making.choice("total_printed") == "zero"
        truth["budget_yuan"] = "0" if is_zero else str(money.budget)
    in_value = making.choice("unit_in") == "value" or (
        style == "sentence" and making.choice("unit_in") != "line"
    )
    if not in_value:
        truth["money_unit"] = making.choice("money_unit")
    return made


def _frame(making: Making, names: tuple[str, ...]) -> Put | None:
    """The frame cell beside the amounts; it must be there where it alone carries the unit."""
    if making.choice("money_frame") == "no" and making.choice("unit_in") != "frame":
        return None
    return label(making.rng.choice(names) + making.frame_note)


_FRAMES = ("项目资金", "资金情况", "年度预算申请", "预算资金", "资金来源及构成")


def _pairs(making: Making, money: Money) -> Block:
    note = making.amount_note
    pairs = [
        (making.label("budget", note=note), making.amount(money.budget, "budget")),
        (making.label("fiscal", note=note), making.amount(money.fiscal, "fiscal")),
        (making.label("other", note=note), making.amount(money.other, "other")),
    ]
    return framed(_frame(making, _FRAMES), pairs_block(making, pairs))


def _sources(making: Making, money: Money) -> Block:
    """The total, and a line for each level of government."""
    note = making.amount_note
    lines = [
        (f"其中：{name}" if not place else name, amount) for place, (name, amount) in enumerate(money.sources)
    ]
    pairs = [(making.label("budget", note=note), making.amount(money.budget, "budget"))]
    funding = []
    for name, amount in lines:
        put = making.amount(amount)
        pairs.append((label(name), put))
        number = making.printed(amount)[1] if put.role != "empty" else None
        funding.append({"label": name.removeprefix("其中："), "amount": number})
    pairs.append((making.label("other"), making.amount(money.other, "other")))
    del making.truth["fiscal"]  # no cell has the sum of the levels
    making.truth["funding"] = funding
    return framed(_frame(making, _FRAMES), pairs_block(making, pairs))


def _lines(making: Making, money: Money) -> Block:
    """A cell for each amount, with its label."""
    frame = _frame(making, _FRAMES) or label(making.rng.choice(_FRAMES))
    return framed(frame, block([[Put(text)] for text in _labelled(making, money)]))


def _one_cell(making: Making, money: Money) -> Block:
    frame = _frame(making, _FRAMES) or label(making.rng.choice(_FRAMES))
    return block([[frame, Put("\n".join(_labelled(making, money)))]])


def _labelled(making: Making, money: Money) -> list[str]:
    note = making.amount_note
    found = []
    for name, yuan in (("budget", money.budget), ("fiscal", money.fiscal), ("other", money.other)):
        text = making.label(name, note=note).text.rstrip("：").replace("\n", "")
        found.append(f"{text}：{making.amount(yuan, name).text}")
    return found


def _sentence(making: Making, money: Money) -> Block:
    """All money in one sentence; its amounts carry their unit."""
    unit = making.choice("money_unit")
    numbers = {}
    for name, yuan in (("budget", money.budget), ("fiscal", money.fiscal), ("other", money.other)):
        number = yuan / 10_000 if unit == "万元" else yuan
        numbers[name] = f"{number:.2f}"
        making.truth[name] = numbers[name]
    name = making.rng.choice(("资金总额及构成", "项目资金及来源", "预算资金安排情况", "资金构成"))
    forms = (
        "年度资金总额{budget}{unit}，其中：财政拨款{fiscal}{unit}，其他资金{other}{unit}。",
        "总额{budget}{unit}\n一、财政拨款：{fiscal}{unit}\n二、其他资金：{other}{unit}",
        "本年度预算{budget}{unit}（财政拨款{fiscal}{unit}、其他资金{other}{unit}）",
    )
    return block([[label(name), value(making.rng.choice(forms).format(unit=unit, **numbers))]])


def _matrix(making: Making, money: Money) -> Block:
    """A row for each source."""
    note = making.amount_note
    head = [
        label("资金来源"),
        label(making.rng.choice(("金额", "预算金额", "年度预算金额")) + (f"（{note}）" if note else "")),
    ]
    rows = [
        [making.label("total"), making.amount(money.budget, "budget")],
        [making.label("fiscal"), making.amount(money.fiscal, "fiscal")],
        [making.label("other"), making.amount(money.other, "other")],
    ]
    return framed(_frame(making, _FRAMES), block([head, *rows]))


def _turned(making: Making, money: Money) -> Block:
    """A column for each source."""
    note = making.amount_note
    heads = [making.label(name, note=note) for name in ("budget", "fiscal", "other")]
    amounts = [
        making.amount(yuan, name)
        for name, yuan in (("budget", money.budget), ("fiscal", money.fiscal), ("other", money.other))
    ]
    return framed(_frame(making, _FRAMES), block([heads, amounts]))


def _two_totals(making: Making, money: Money) -> Block:
    """The whole project's money beside this year's."""
    note = making.amount_note
    whole_other = money.other * 2
    total = making.amount(money.project_total, "project_total")
    year = making.amount(money.budget, "budget")
    rows = [
        [making.label("project_total", note=note), total, making.label("budget", note=note), year],
        [label("其中：财政资金"), making.amount(money.project_total - whole_other), making.label("fiscal"),
         making.amount(money.fiscal, "fiscal")],
        [label("其他资金"), making.amount(whole_other), making.label("other"), making.amount(money.other, "other")],
    ]  # fmt: skip
    return framed(_frame(making, _FRAMES), block(rows))


def _cost_table(making: Making, money: Money) -> Block:
    """What the money is for, line by line; the sum is the budget."""
    note = making.amount_note
    parts = [("设备购置费", money.budget // 300 * 100), ("劳务费", money.budget // 500 * 100)]
    parts.append(("其他支出", money.budget - sum(amount for _, amount in parts)))
    head = [label("成本构成"), label(f"金额（{note}）" if note else "金额"), label("测算依据")]
    rows = [[Put(name, "other"), making.amount(amount), Put("按合同测算", "other")] for name, amount in parts]
    total = [label("合计"), making.amount(money.budget, "budget"), Put("", "empty")]
    frame = _frame(making, _FRAMES) or label("项目预算")
    return framed(frame, block([head, *rows, total]))


_PLANNED = {
    "pairs": _pairs, "sources": _sources, "lines": _lines, "one_cell": _one_cell, "sentence": _sentence,
    "matrix": _matrix, "turned": _turned, "two_totals": _two_totals,
    "cost_table": _cost_table,
}  # fmt: skip


# Evaluations: initial, full-year, executed.

_EVALUATED_FRAMES = ("项目资金", "预算执行情况", "年度预算申请", "资金使用情况", "预算资金")
_LINES = (("total", "budget"), ("fiscal", "fiscal"), ("other", "other"))


def _of_line(money: Money, line: str) -> tuple[int, ...]:
    """Initial, full-year and executed amount of the total or of a part."""
    if line == "total":
        return money.initial, money.budget, money.executed
    if line == "carried":
        return tuple(amount // 200 * 100 for amount in _of_line(money, "other"))
    if line == "fiscal":
        return money.initial_fiscal, money.fiscal, money.executed_fiscal
    return money.initial_other, money.other, money.executed_other


def _evaluated_matrix(making: Making, project: Project) -> Block:
    columns = ["initial", "full_year", "executed", "points", "rate", "score"]
    if making.choice("matrix_order") == "shuffled":
        tail = columns[3:]
        making.rng.shuffle(tail)
        columns[3:] = tail
    lines = _LINES if making.choice("carried_over") == "no" else (*_LINES[:2], ("carried", None), _LINES[2])
    if making.choice("unknown_amounts") == "yes":
        columns.insert(making.rng.randint(1, len(columns)), "unknown")
    note = making.amount_note
    corner = label(making.rng.choice(("", "", "资金来源", "预算资金", "项目")))
    head = [corner, *(_column_label(making, name, note) for name in columns)]
    rows = []
    for line, truth_name in lines:
        cells = _matrix_line(making, project, line, truth_name)
        rows.append([_line_label(making, line), *(cells[name] for name in columns)])
    return framed(_frame(making, _EVALUATED_FRAMES), block([head, *rows]))


def _line_label(making: Making, line: str) -> Put:
    """A department's money is also shown by kind of expenditure."""
    if line == "carried":
        return label("上年结转资金")
    if _is_by_expenditure(making):
        return {"fiscal": label("其中：基本支出"), "other": label("项目支出")}.get(line) or making.label(line)
    return making.label(line)


def _is_by_expenditure(making: Making) -> bool:
    return making.is_department and making.choice("department_parts") == "expenditure"


def _column_label(making: Making, name: str, note: str) -> Put:
    if name == "unknown":
        return label(making.rng.choice(("收回额度", "指标文号", "调剂情况")))
    return making.label(name, note=note if name in ("initial", "full_year", "executed") else "")


def _matrix_line(making: Making, project: Project, line: str, truth_name: str | None) -> dict[str, Put]:
    initial, full_year, executed = _of_line(project.money, line)
    if line == "other" and making.choice("carried_over") == "yes":
        kept = _of_line(project.money, "carried")
        initial, full_year, executed = initial - kept[0], full_year - kept[1], executed - kept[2]
    if line == "total" and making.choice("total_printed") == "zero":
        initial, full_year, executed = 0, 0, 0
    names = ("budget_initial", truth_name, "executed") if line == "total" else (None, truth_name, None)
    if line != "total" and _is_by_expenditure(making):
        names = (None, None, None)
    cells = {
        "initial": making.amount(initial, names[0]),
        "full_year": making.amount(full_year, names[1]),
        "executed": making.amount(executed, names[2]),
        "unknown": Put(f"{making.rng.randint(1001, 9999)}.{making.rng.randint(11, 99)}号", "other"),
    }
    if line != "total":
        mark = making.rng.choice(("—", "", "-"))
        return cells | {name: Put(mark, "empty") for name in ("points", "rate", "score")}
    making.truth["execution_points"] = "10"
    making.truth["execution_rate"] = f"{project.money.rate}%"
    making.truth["execution_score"] = project.execution_score
    return cells | {
        "points": value("10"),
        "rate": value(f"{project.money.rate}%"),
        "score": value(project.execution_score),
    }


def _evaluated_turned(making: Making, project: Project) -> Block:
    money = project.money
    head = [label(""), *(making.label(line) for line, _ in _LINES)]
    rows = []
    for place, name in enumerate(("initial", "full_year", "executed")):
        amounts = []
        for line, truth_name in _LINES:
            names = {"initial": "budget_initial", "full_year": truth_name, "executed": "executed"}
            wanted = names[name] if line == "total" or name == "full_year" else None
            amounts.append(making.amount(_of_line(money, line)[place], wanted))
        rows.append([making.label(name, note=making.amount_note), *amounts])
    making.truth["execution_rate"] = f"{money.rate}%"
    rows.append([making.label("rate"), value(f"{money.rate}%"), Put("", "empty"), Put("", "empty")])
    return framed(_frame(making, _EVALUATED_FRAMES), block([head, *rows]))


def _evaluated_pairs(making: Making, project: Project) -> Block:
    money, note = project.money, making.amount_note
    making.truth["execution_rate"] = f"{money.rate}%"
    pairs = [
        (making.label("initial", note=note), making.amount(money.initial, "budget_initial")),
        (making.label("full_year", note=note), making.amount(money.budget, "budget")),
        (making.label("executed", note=note), making.amount(money.executed, "executed")),
        (making.label("rate"), value(f"{money.rate}%")),
    ]
    return framed(_frame(making, _EVALUATED_FRAMES), pairs_block(making, pairs))


_EVALUATED = {"matrix": _evaluated_matrix, "turned": _evaluated_turned, "pairs": _evaluated_pairs}
