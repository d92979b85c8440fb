"""Rules that the real document does not break, other publishers' forms, and what looks odd and is right; one load."""

from __future__ import annotations

import csv
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from tests.findings.made import CASES, SOUND, form, row
from tests.loading import jixiao, query
from tests.pages.findings import rules
from tests.places import ROOT
from tests.years.publications import Form, moved_on, printed

pytestmark = pytest.mark.slow

PUBLISHERS = ROOT / "tests" / "documents" / "publishers"

# Read form by form; what is not here must not be found.
OF_PUBLISHERS = {
    ("city_objectives_midterm_and_annual_gb18030", "empty_word", 2),
    ("city_web_page_headings_differ", "empty_word", 1),
    ("city_web_page_headings_differ", "heading_differs_from_table", 2),
    ("city_web_page_headings_differ", "heading_differs_from_table", 3),
    ("county_bureau_2023_objectives", "empty_word", 1),
    ("county_bureau_2023_objectives", "empty_word", 2),
    ("county_bureau_2023_objectives", "required_group_missing", 3),
    ("county_bureau_2024_objectives", "empty_word", 2),
    ("county_bureau_2024_objectives", "required_group_missing", 4),
    ("county_objectives_funding_lines_unit_in_name", "required_group_missing", 3),
    ("county_selfevaluation_points", "empty_word", 1),
    ("county_selfevaluation_points", "execution_rate_against_amounts", 2),
    ("county_selfevaluation_points", "money_of_last_year", 2),
    ("county_wide_table_yuan_levels_unsorted", "required_group_missing", 1),
    ("county_wide_table_yuan_levels_unsorted", "required_group_missing", 3),
    ("department_whole_objectives", "empty_word", 1),
    ("district_objectives_operator_words_blocks", "empty_word", 3),
    ("prefecture_wide_table_no_money", "empty_word", 4),
    ("prefecture_wide_table_no_money", "empty_word", 5),
    ("prefecture_wide_table_no_money", "required_group_missing", 2),
    ("prefecture_wide_table_no_money", "required_group_missing", 3),
    ("prefecture_wide_table_no_money", "required_group_missing", 4),
    ("prefecture_wide_table_no_money", "required_group_missing", 5),
}


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


def _a_year_later(project: Form) -> Form:
    return replace(project, rows=tuple(replace(line, target=moved_on(line.target)) for line in project.rows))


def _with_money(project: Form, amount: str) -> Form:
    """The project with other money, and a cost that follows it."""
    cost = f"≤{amount.removesuffix('.00')}万元"
    rows = tuple(replace(line, target=cost) if line.level2 == "成本指标" else line for line in project.rows)
    return replace(project, budget=amount, fiscal=amount, rows=rows)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Publishers' documents, each in a jurisdiction of its own, the made forms, and three years."""
    folder = tmp_path_factory.mktemp("made")
    raw = folder / "raw"
    lines = [["path", "fiscal_year", "publisher", "jurisdiction", "published_on"]]
    for truth in sorted(PUBLISHERS.glob("*.truth.json")):
        known = json.loads(truth.read_text(encoding="utf-8"))
        stem = truth.name.removesuffix(".truth.json")
        (file,) = (file for file in PUBLISHERS.glob(f"{stem}.*") if file.suffix != ".json")
        target = raw / str(known["fiscal_year"]) / file.name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)
        lines.append(
            [f"{known['fiscal_year']}/{file.name}", known["fiscal_year"], known["publisher"], stem, ""]
        )
    made = {
        "2024/made.txt": tuple(case.form for case in CASES),
        "2024/conflict.txt": (form("十全十美的项目", row("数量指标", "报告份数", "≥3份")),),
        **{f"{year}/years.txt": forms for year, forms in three_years().items()},
        # twice, as docx and PDF often are: the forms of one of them are duplicates
        "2024/units.txt": forms_of_units(),
        "2024/units_again.txt": (*forms_of_units(), form("又一个项目")),
    }
    for path, forms in made.items():
        (raw / path).parent.mkdir(parents=True, exist_ok=True)
        (raw / path).write_text(printed(forms), encoding="utf-8")
        scope = next((scope for scope in ("years", "units") if scope in path), "made")
        published_on = "2024-01-01" if "conflict" in path else "2024-02-01"
        lines.append([path, path[:4], f"绿洲市{scope}", scope, published_on])
    with (raw / "documents.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(lines)
    called = jixiao("load", "--raw", raw, "--warehouse", folder / "warehouse")
    assert called.status == 0, called.err
    return folder / "warehouse" / "jixiao.duckdb"


def found_in(published: Path, path: str) -> dict[int, set[str]]:
    """Form → the rules that find something in it."""
    rows = query(
        published,
        """
        select form_no, list(distinct rule order by rule) from marts.finding
        inner join marts.dim_document using (document_id) where path = ? group by form_no
        """,
        path,
    )
    return {form_no: set(rules) for form_no, rules in rows}


def test_a_made_form_has_the_findings_it_was_made_for_and_no_others(published: Path) -> None:
    found = found_in(published, "2024/made.txt")
    different = {
        (form_no, case.name): (set(case.rules), found.get(form_no, set()) - {"same_form_differs"})
        for form_no, case in enumerate(CASES, 1)
        if found.get(form_no, set()) - {"same_form_differs"} != case.rules
    }

    assert different == {}


def test_the_same_form_with_other_content_is_found_in_the_document_that_counts(published: Path) -> None:
    found = query(
        published,
        """
        select path, form_no, message from marts.finding inner join marts.dim_document using (document_id)
        where rule = 'same_form_differs'
        """,
    )

    assert found == [("2024/made.txt", 1, "「十全十美的项目」在文件 2024/conflict.txt 中内容不同")]


def test_years_show_what_one_form_does_not(published: Path) -> None:
    assert found_in(published, "2024/years.txt") == {}
    assert found_in(published, "2025/years.txt") == {
        1: {"target_relaxed_for_more_money"},
        2: {"hard_target_dropped"},
    }
    assert found_in(published, "2026/years.txt") == {3: {"unchanged_while_money_moved"}}


def test_units_whose_names_and_codes_do_not_agree_are_found_where_their_money_counts(published: Path) -> None:
    found = query(
        published,
        """
        select unit_name, message from marts.finding
        inner join marts.dim_unit using (unit_key)
        where finding.rule = 'identity_not_clear' and dim_unit.jurisdiction = 'units' order by all
        """,
    )

    assert [(unit, message.split("：")[1].split("。")[0]) for unit, message in found] == [
        ("农业科学研究院", "农业科学研究院 ↔ 800001 某局"),
        ("检测中心", "检测中心 ↔ 800002 / 800003"),
    ]


def test_forms_of_other_publishers_have_the_findings_of_a_careful_reading(published: Path) -> None:
    found = query(
        published,
        """
        select distinct jurisdiction, rule, form_no from marts.finding inner join marts.dim_document using (document_id)
        where jurisdiction not in ('made', 'years', 'units')
        """,
    )

    # What rules say of outcomes is told beside the tests of outcomes.
    of_outcomes = {rule["rule"] for rule in rules() if rule["looks_at"] == "outcomes"}

    assert {line for line in found if line[1] not in of_outcomes} == OF_PUBLISHERS


def test_every_rule_has_a_verdict_on_forms_of_every_kind(published: Path) -> None:
    counts = query(
        published,
        """
        select count(*) - count(distinct (rule, document_id, form_no)),
            count(*) - (select count(*) from marts.fact_budget) * count(distinct rule)
        from marts.rule_verdict
        """,
    )

    assert counts == [(0, 0)]
