"""What is set aside, superseded, withdrawn or handed in twice neither stops nor colours a load."""

from __future__ import annotations

import html
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.findings.made import CASES
from tests.loading import jixiao, query
from tests.outcomes.evaluations import EvaluatedRow, Evaluation
from tests.outcomes.evaluations import printed as printed_evaluations
from tests.scale.formats import as_html

pytestmark = [pytest.mark.slow, pytest.mark.operated]

UNIT = "900001绿洲市测试局"


def objectives(name: str, budget: str = "10.00") -> str:
    """Every form that is made for a rule of quality, its project named after `name`."""
    forms = [replace(case.form, name=f"{name}{case.form.name}") for case in CASES]
    return as_html([replace(forms[0], budget=budget), *forms[1:]]).decode()


def self_evaluation(name: str, budget: str = "10.00") -> str:
    """Points of 80 in all, a total that is not the sum, a rate that is not that of the amounts, a miss with full points."""
    row = EvaluatedRow("产出指标", "数量指标", "检测批次数", "≥120批次", "80批次", 70, "70", "", None, {})
    return printed_evaluations(
        [Evaluation(UNIT, f"{name}检测", budget, budget, "9", "50%", "10", "99", "完成检测", (row,), 0)]
    )


def department(name: str, budget: str = "10.00") -> str:
    """A whole department's form with a row printed twice and parts that do not make the whole."""
    row = ("产出指标", "数量指标", "检测批次数", "≥120批次")
    table = [
        ("部门（单位）名称", f"{name}市场监管局"),
        ("年度预算（万元）", budget),
        ("其中：财政资金", "3.00"),
        ("年度总体目标", "完成全部检测"),
        ("一级指标", "二级指标", "三级指标", "指标值"),
        row,
        row,
    ]
    cells = "".join(
        "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in line) + "</tr>" for line in table
    )
    title = "部门整体支出绩效目标表"
    return (
        f"<html><head><meta charset='utf-8'></head><body><h1>{title}</h1><table>{cells}</table></body></html>"
    )


KINDS: dict[str, Callable[..., str]] = {
    "objective": objectives,
    "self_evaluation": self_evaluation,
    "department": department,
}
STATUSES = ("current", "duplicate", "superseded", "withdrawn", "set_aside")


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One corpus with a form of every status and kind, loaded where the earlier versions had been loaded before."""
    folder = tmp_path_factory.mktemp("statuses")
    (folder / "raw" / "2024").mkdir(parents=True)

    def put(name: str, content: str) -> None:
        (folder / "raw" / "2024" / name).write_text(content, encoding="utf-8")

    def load() -> int:
        return jixiao("load", "--raw", folder / "raw", "--warehouse", folder / "warehouse").status

    for kind, made in KINDS.items():
        put(f"restated-{kind}.html", made("旧版"))
        put(f"withdrawn-{kind}.html", made("撤下"))
    assert load() == 0
    for kind, made in KINDS.items():
        put(f"restated-{kind}.html", made("新版"))
        put(f"current-{kind}.html", made("现行"))
        put(f"duplicate-{kind}.html", made("现行") + "<!-- handed in twice -->")
        put(f"set_aside-{kind}.html", made("搁置", "约若干万元"))
        withdrawn = (
            "withdraw",
            f"2024/withdrawn-{kind}.html",
            "--raw",
            folder / "raw",
            "--reason",
            "重复报送",
        )
        assert jixiao(*withdrawn).status == 0
    assert load() == 3
    assert load() == 3  # nothing is new
    return folder / "warehouse"


def test_the_corpus_has_a_form_of_every_status_and_kind(warehouse: Path) -> None:
    found = query(
        warehouse / "working.duckdb",
        """
        select distinct document.status, form.form_kind
        from marts.dim_document as document inner join landing.form as form using (document_id)
        """,
    )

    assert set(found) == {(status, kind) for status in STATUSES for kind in KINDS}


def test_no_finding_verdict_link_score_or_outcome_speaks_of_any_document_but_the_current_ones(
    warehouse: Path,
) -> None:
    # What says which versions there are, or which of two equal forms counts, is no judgement.
    columns = query(
        warehouse / "working.duckdb",
        """
        select schema_name || '.' || table_name, column_name
        from duckdb_columns()
        where database_name = 'working' and column_name like '%document_id'
            and (
                schema_name in ('findings', 'marts')
                or table_name like '%link%' or table_name like '%score%' or table_name like '%outcome%'
                or table_name like '%evaluated%'
            )
            and table_name not in ('dim_document', 'rejected_text')
        """,
    )
    others = " union all ".join(
        f"""
        select '{table}.{column}' as place, document.status, document.path
        from {table} as said inner join marts.dim_document as document on said.{column} = document.document_id
        where document.status <> 'current'
        """
        for table, column in columns
    )

    assert {
        "marts.finding",
        "marts.rule_verdict",
        "findings.judgements",
        "intermediate.int_evaluation_scores",
    } <= {table for table, _ in columns}
    assert query(warehouse / "working.duckdb", others) == []


def test_no_model_above_the_versions_reads_one_that_is_not_current(warehouse: Path) -> None:
    columns = query(
        warehouse / "working.duckdb",
        """
        select schema_name || '.' || table_name, column_name
        from duckdb_columns()
        where database_name = 'working' and column_name like '%document_id'
            and schema_name in ('intermediate', 'findings', 'marts')
            and table_name not in ('dim_document', 'int_document_versions', 'int_documents')
        """,
    )
    others = " union all ".join(
        f"""
        select '{table}.{column}' as place, document.status, document.path
        from {table} as said inner join marts.dim_document as document on said.{column} = document.document_id
        where document.status not in ('current', 'duplicate')
        """
        for table, column in columns
    )

    assert query(warehouse / "working.duckdb", others) == []


def test_what_does_not_count_is_judged_by_no_rule_and_what_counts_by_all(warehouse: Path) -> None:
    found = query(
        warehouse / "jixiao.duckdb",
        """
        select document.path, count(distinct finding.rule) as rules
        from marts.dim_document as document inner join marts.finding as finding using (document_id)
        group by document.path order by document.path
        """,
    )

    assert {path for path, _ in found} == {
        f"2024/{name}-{kind}.html" for name in ("current", "restated") for kind in KINDS
    }
    assert dict(found)["2024/current-objective.html"] == dict(found)["2024/restated-objective.html"]
    assert all(rules > 0 for _, rules in found)
