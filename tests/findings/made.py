"""Forms made for one rule each: what is odd in them by name, and what looks odd and is right."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace

from tests.places import PUBLISHERS
from tests.years.publications import Form, Row, moved_on, printed

UNIT = "900001绿洲市测试局"


@dataclass(frozen=True, slots=True)
class Case:
    """A form and the rules that must find something in it; none where a reader would call it right."""

    name: str
    rules: frozenset[str]
    form: Form


def row(level2: str, level3: str, target: str, description: str = "", level1: str = "") -> Row:
    """An indicator row below its level 1, described by its name where nothing else is said."""
    group = {
        "数量指标": "产出指标",
        "质量指标": "产出指标",
        "时效指标": "产出指标",
        "成本指标": "产出指标",
        "社会效益指标": "效益指标",
        "服务对象满意度指标": "满意度指标",
    }
    return Row(level1 or group[level2], level2, level3, description or level3, target or " ", None)


SOUND = (
    row("数量指标", "检测批次数", "≥120批次"),
    row("质量指标", "检测合格率", "≥95%"),
    row("时效指标", "工作完成时间", "2024年12月底前"),
    row("成本指标", "项目总成本", "≤10万元"),
    row("社会效益指标", "群众安全知识知晓率", "≥85%"),
    row("服务对象满意度指标", "服务对象满意度", "≥90%"),
)


def form(
    name: str, *rows: Row, budget: str = "10.00", fiscal: str = "10.00", instead_of: str | None = None
) -> Form:
    """A sound form of 10 万元, with more rows; `instead_of` takes the sound rows of that level 2 out."""
    kept = tuple(sound for sound in SOUND if sound.level2 != instead_of)
    return Form(UNIT, name, budget, fiscal, " ", "用于测试工作。", "完成测试工作。", (*kept, *rows), None)


def odd(rule: str, made: Form, *others: str) -> Case:
    """A form in which the rule (and `others`) must find something."""
    return Case(made.name, frozenset({rule, *others}), made)


def right(made: Form) -> Case:
    """A form that a reader would call right."""
    return Case(made.name, frozenset(), made)


COST, SATISFACTION = "成本指标", "服务对象满意度指标"

CASES = (
    right(form("十全十美的项目")),
    odd("true_duplicate", form("重复指标项目", SOUND[0])),
    odd("target_missing", form("空白指标项目", row("质量指标", "报告规范性", ""))),
    odd("parts_differ_from_whole", form("分项不等项目", fiscal="9.00")),
    odd("comparator_against_name", form("故障率反向项目", row("质量指标", "系统故障率", "≥5%"))),
    odd("comparator_against_name", form("成本反向项目", row(COST, "耗材", "≥10万元"), instead_of=COST)),
    odd(
        "cost_exceeds_budget",
        form("超预算项目", row(COST, "设备费", "≤7万元"), row(COST, "劳务费", "≤5万元"), instead_of=COST),
    ),
    # What rounding hides is no excess.
    right(form("差一分项目", row(COST, "设备费", "≤100050元"), instead_of=COST)),
    odd(
        "cost_covers_part_of_budget",
        form("部分覆盖项目", row(COST, "设备费", "≤3万元"), row(COST, "劳务费", "≤2万元"), instead_of=COST),
    ),
    odd("stray_marks", form("残留星号项目", row("数量指标", "**报告数", "≥2份"))),
    odd("date_outside_fiscal_year", form("跨年项目", row("时效指标", "验收时间", "2025年6月底前"))),
    odd("rate_with_another_unit", form("比率为次数项目", row("质量指标", "设备故障率", "≤2次"))),
    # What an indicator measures, and the category that it stands under.
    odd("category_against_nature", form("时效为人数项目", row("时效指标", "参训人员", "≥50人"))),
    odd("category_against_nature", form("质量为吨数项目", row("质量指标", "垃圾处理量", "≥300吨"))),
    odd("quantity_as_share", form("数量为比率项目", row("数量指标", "任务完成率", "≥95%"))),
    odd("unit_against_name", form("亩与公顷项目", row("数量指标", "补植面积（亩）", "≥20公顷"))),
    odd("unit_against_name", form("元与万元项目", row("社会效益指标", "带动投资（万元）", "≥500000元"))),
    right(
        form(
            "归类无误项目",
            row("时效指标", "任务按期完成率", "≥95%"),
            row("时效指标", "设备巡检", "≥2次/月"),
            row("质量指标", "路面厚度（厘米）", "18"),
            row("质量指标", "平均亩产", "≥500公斤"),
            row("质量指标", "渗漏量", "≤2吨"),
            row("数量指标", "受益户数增长率", "较上年增长5%"),
        )
    ),
    # A unit in words for the same thing, with what it is per, or of the row alone.
    right(
        form(
            "单位相符项目",
            row("数量指标", "聘用人员（名）", "≥20人"),
            row("数量指标", "购置设备（台套）", "≥6台"),
            row("数量指标", "补播面积（万亩）", "≥2万亩"),
            row("数量指标", "印发资料（宣传月）", "≥300份"),
            row(COST, "补助标准（元/亩）", "≤200元"),
        )
    ),
    odd("satisfaction_of_everybody", form("人人满意项目", row(SATISFACTION, "群众满意度", "100%"))),
    right(form("九成九满意项目", row(SATISFACTION, "群众满意度", "≥99%"))),
    odd("filler_row", form("占位项目", row("社会效益指标", "其他效益", "不涉及"))),
    odd("target_missing", form("未填数值项目", row("数量指标", "新建里程", "≥公里"))),
    odd("satisfaction_not_measurable", form("未填满意度项目", row(SATISFACTION, "村民满意度", "≧ %"))),
    right(form("不填满意度项目", row(SATISFACTION, "村民满意度", "——"))),
    # What 财预〔2021〕101号 leaves to the project is no fault.
    odd("required_group_missing", form("无质量项目", instead_of="质量指标")),
    odd("optional_group_missing", form("无满意度项目", instead_of=SATISFACTION)),
    odd("unit_missing", replace(form("无单位项目"), unit=" ")),
    odd("money_older_than_a_year", form("2021年中央安全监管补助资金")),
    odd("twin_projects", form("同名项目", row("数量指标", "甲地报告数", "≥1份"))),
    odd("twin_projects", form("同名项目", row("数量指标", "乙地课程数", "≥3门"))),
    # A whole and its parts.
    right(form("总成本与分项", row(COST, "设备费", "≤6万元"), row(COST, "材料费", "≤4万元"))),
    # Saved money is no cost; a share of it may well be a floor.
    right(form("节约率项目", row(COST, "成本节约率", "≥5%"))),
    # What is paid for each is no part of a sum.
    right(form("补助标准项目", row(COST, "人均补助标准", "500元"), row(COST, "课时费", "≤800元/课时"))),
    # Social costs are words.
    right(form("社会成本项目", row("社会成本指标", "对居民出行的影响", "无不良影响", level1=COST))),
    # A contract that begins in the year, and the year of a standard.
    right(form("合同期项目", row("时效指标", "服务期", "2024年5月至2025年4月"))),
    right(form("办法年份项目", row("质量指标", "程序合规性", "符合《管理办法（2021年版）》要求"))),
    # Who has nobody to ask says so.
    right(form("满意度不涉及项目", row(SATISFACTION, "其他对象满意度", "不涉及"))),
    right(form("投诉处理项目", row(SATISFACTION, "投诉处理满意率", "≥90%"))),
    # The name tells what is counted; a coefficient has no unit.
    right(form("人数项目", row("数量指标", "培训人数", "≥100"), row("质量指标", "质量调整系数", "≥0.9"))),
    # A plan of several years and the year of a piece of work are no vintages of money.
    right(form("2023-2025年信息化规划资金")),
    right(form("2022年度档案整理")),
    # Fewer trainings than planned are no harm: a quantity may be capped.
    right(form("培训次数封顶项目", row("数量指标", "培训期数", "≤2期"))),
    # A part of the cost is described with its own amount.
    right(
        form("分项描述项目", row(COST, "咨询费", "≤10万元", "其中专家费3万元，差旅费2万元"), instead_of=COST)
    ),
    # A price of one kind of things says nothing of all.
    right(
        form(
            "一级养护项目",
            row("数量指标", "养护面积", "≥200000平方米"),
            row(COST, "一级养护单价", "≤9.8元/平方米"),
        )
    ),
)


def three_years() -> dict[int, tuple[Form, ...]]:
    """Four projects: one relaxed for more money, one that loses a number, one unchanged for more money, one sound."""
    first = (
        form("放宽项目"),
        form("取消指标项目", row("数量指标", "走访企业数", "≥40家")),
        replace(form("三年不变项目"), budget="10.00"),
        form("平稳项目"),
    )
    first = tuple(replace(project, unit="900002绿洲市跨年局") for project in first)
    second = tuple(_a_year_later(project) for project in first)
    relaxed = tuple(
        replace(line, target="≥100批次") if line.level3 == SOUND[0].level3 else line
        for line in second[0].rows
    )
    second = (
        _with_money(replace(second[0], rows=relaxed), "12.00"),
        replace(second[1], rows=second[1].rows[:-1]),
        *second[2:],
    )
    third = tuple(_a_year_later(project) for project in second)
    return {2024: first, 2025: second, 2026: (*third[:2], _with_money(third[2], "14.00"), *third[3:])}


UNITS = ("800001某局", "800001农业科学研究院", "800002检测中心", "800003检测中心", "检测中心")


def forms_of_units() -> tuple[Form, ...]:
    """A code that two units bear, and a unit without a code whose name two codes bear."""
    return tuple(replace(form(f"{unit}的项目"), unit=unit) for unit in UNITS)


def _of_everybody(year: int) -> Form:
    made = form("人人满意项目", row(SATISFACTION, "群众满意度", "100%"))
    rows = tuple(replace(line, target=line.target.replace("2024年", f"{year}年")) for line in made.rows)
    return replace(made, rows=rows)


def _a_year_later(project: Form) -> Form:
    return replace(project, rows=tuple(replace(line, target=moved_on(line.target)) for line in project.rows))


def _with_money(project: Form, amount: str) -> Form:
    """The project with other money, and a cost that follows it."""
    cost = f"≤{amount.removesuffix('.00')}万元"
    rows = tuple(replace(line, target=cost) if line.level2 == "成本指标" else line for line in project.rows)
    return replace(project, budget=amount, fiscal=amount, rows=rows)


def documents_of_findings() -> Iterator[tuple[str, bytes, str, str, str]]:
    """Path, content, jurisdiction, publisher and day of publication of what is loaded to look at findings.

    Publishers' documents, each in a jurisdiction of its own, the made forms, and three years.
    """
    for truth in sorted(PUBLISHERS.glob("*.truth.json")):
        known = json.loads(truth.read_text(encoding="utf-8"))
        stem = truth.name.removesuffix(".truth.json")
        (file,) = (file for file in PUBLISHERS.glob(f"{stem}.*") if file.suffix != ".json")
        yield f"{known['fiscal_year']}/{file.name}", file.read_bytes(), stem, known["publisher"], ""
    made = {
        "2024/made.txt": tuple(case.form for case in CASES),
        # whom a regulation binds: a central department, and a year before it
        **{f"{year}/central.txt": (_of_everybody(year),) for year in (2014, 2024)},
        "2024/conflict.txt": (form("十全十美的项目", row("数量指标", "报告份数", "≥3份")),),
        **{f"{year}/years.txt": forms for year, forms in three_years().items()},
        # twice, as docx and PDF often are: the forms of one of them are duplicates
        "2024/units.txt": forms_of_units(),
        "2024/units_again.txt": (*forms_of_units(), form("又一个项目")),
    }
    for path, forms in made.items():
        scopes = {"years": "years", "units": "units", "central": "中央"}
        scope = next((scope for word, scope in scopes.items() if word in path), "made")
        published_on = "2024-01-01" if "conflict" in path else "2024-02-01"
        yield path, printed(forms).encode(), scope, f"绿洲市{scope}", published_on
