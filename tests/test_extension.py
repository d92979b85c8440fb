"""A package on top of Jixiao, as docs/example_package is one: its label, finding, mart, expectation and dashboard."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from bi.superset.assets import assets, own_dashboards
from flows.base.extension import extension
from tests.loading import jixiao, query
from tests.own_package import copy_example
from tests.places import REAL_DOCUMENT, ROOT

pytestmark = [pytest.mark.slow, pytest.mark.documented, pytest.mark.xdist_group("extension")]


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_example(tmp_path_factory.mktemp("package"))


@pytest.fixture(scope="module")
def published(package: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse of the real document with the label that only the package knows, and one form without a unit's code."""
    folder = tmp_path_factory.mktemp("extended")
    text = REAL_DOCUMENT.read_text(encoding="utf-8")
    assert text.count("\t指标值\n") == 56  # the head of a column, once a form
    changed = text.replace("\t指标值\n", "\t承诺目标\n").replace("355101天津市", "天津市", 1)
    (folder / "raw" / "2024").mkdir(parents=True)
    (folder / "raw" / "2024" / "jiangnan.txt").write_text(changed, encoding="utf-8")
    called = jixiao(
        *("load", "--raw", folder / "raw", "--warehouse", folder / "warehouse"), JIXIAO_EXTENSION=str(package)
    )
    assert called.status == 0, called.err
    return folder / "warehouse" / "jixiao.duckdb"


def test_its_label_is_read(published: Path) -> None:
    assert (
        query(published, "select count(*) from marts.fact_indicator where target_kind <> 'missing'")[0][0]
        > 460
    )


def test_its_finding_is_judged_on_every_form_and_told_in_both_languages(published: Path) -> None:
    judged = query(
        published,
        "select verdict, count(*) from marts.rule_verdict where rule = 'budget_in_round_millions' group by all order by all",
    )
    told = query(
        published,
        """
        select message, message_en, evidence from marts.finding
        where rule = 'budget_in_round_millions' and evidence = '800.00'
        """,
    )

    assert judged == [("finding", 5), ("ok", 51)]
    assert told == [
        (
            "项目「产品质量监管2024」的预算为800万元，为整百万元",
            'The budget of "产品质量监管2024" is 800万元: a round number of millions',
            "800.00",
        )
    ]


def test_its_mart_is_published_with_its_descriptions(published: Path) -> None:
    [(units, projects, indicators, errors)] = query(
        published,
        "select count(*), sum(project_count), sum(indicator_count), sum(error_count) from marts.unit_scorecard",
    )
    [(in_facts,)] = query(published, "select count(*) from marts.finding where severity = 'error'")
    undescribed = query(
        published,
        "select column_name from duckdb_columns() where table_name = 'unit_scorecard' and comment is null",
    )

    counted = query(
        published, "select rows_added, rows_changed from operations.load_change where mart = 'unit_scorecard'"
    )

    assert (units, projects, indicators, errors) == (12, 56, 473, in_facts)
    assert undescribed == []
    assert counted == [(12, 0)]


def test_its_expectation_is_judged_and_told_like_any_other(published: Path) -> None:
    judged = query(
        published,
        "select severity, is_met, offending_rows from operations.gate_result where expectation = 'every_unit_bears_a_code'",
    )

    assert judged == [("warning", False, 1)]
    pages = (published.parent / "data_docs").rglob("*.html")
    assert any("江南省 publishes units with their code" in page.read_text(encoding="utf-8") for page in pages)


def test_its_sql_is_written_as_that_of_the_house(published: Path, package: Path, tmp_path: Path) -> None:
    assert published.exists()  # a load has installed Jixiao's project in the package
    rules = (ROOT / "dbt_project" / ".sqlfluff").read_text(encoding="utf-8")
    own_rules = rules.replace("project_dir = dbt_project", f"project_dir = {package}").replace(
        "profiles_dir = dbt_project", f"profiles_dir = {ROOT / 'dbt_project'}"
    )
    (tmp_path / "sqlfluff.cfg").write_text(own_rules, encoding="utf-8")
    done = subprocess.run(
        [
            *(Path(sys.executable).with_name("sqlfluff"), "lint", "--disable-progress-bar"),
            *("--config", tmp_path / "sqlfluff.cfg", package / "models"),
        ],
        capture_output=True,
        encoding="utf-8",
        check=False,
        cwd=ROOT,
        env={**os.environ, "JIXIAO_DBT_PROJECT": str(ROOT / "dbt_project")},
    )
    assert done.returncode == 0, done.stdout
    assert "not found" not in done.stdout + done.stderr


def test_its_dashboard_asks_what_its_mart_holds(
    published: Path, package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JIXIAO_EXTENSION", str(package))
    extension.cache_clear()
    try:
        with duckdb.connect(str(published), read_only=True) as connection:
            files = assets(connection, own_dashboards())
    finally:
        extension.cache_clear()

    columns = {each["column_name"]: each for each in files["datasets/jixiao/unit_scorecard.yaml"]["columns"]}
    assert columns["quantified_count"]["verbose_name"] == "量化指标数"
    assert [path for path in files if path.startswith("dashboards/")] == ["dashboards/jiangnan-units.yaml"]


def test_the_report_has_its_rule_among_the_others(published: Path, package: Path, tmp_path: Path) -> None:
    called = jixiao(
        *("report", "--warehouse", published.parent, "--to", tmp_path / "report"),
        JIXIAO_EXTENSION=str(package),
    )

    assert called.status == 0, called.err
    pages = [page.read_text(encoding="utf-8") for page in (tmp_path / "report").rglob("*.html")]
    assert any("预算为整百万" in page for page in pages)


def test_rules_for_a_gate_that_is_none_stop_the_load_before_anything_is_published(
    package: Path, tmp_path: Path
) -> None:
    own = tmp_path / "own"
    shutil.copytree(package, own)
    file = own / "expectations.py"
    file.write_text(
        file.read_text(encoding="utf-8").replace('EXPECTATIONS = {"documents"', 'EXPECTATIONS = {"document"')
    )
    called = jixiao("load", "--raw", ROOT / "raw", "--warehouse", tmp_path / "w", JIXIAO_EXTENSION=str(own))

    assert called.status == 4, called
    assert (
        "has document, which is no gate; the gates are documents, readings, warehouse, continuity"
        in called.err
    )
    assert not (tmp_path / "w" / "jixiao.duckdb").exists()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda folder: (folder / "dbt_project.yml").unlink(), "where no dbt_project.yml is"),
        (
            lambda folder: (folder / "vocabulary" / "form_labels.csv").write_text("label,note\n指标,x\n"),
            "form_labels.csv needs the columns of the seed, in their order: label,block,field,note",
        ),
        (
            lambda folder: (folder / "vocabulary" / "no_seed.csv").write_text("word\nx\n"),
            "no_seed.csv adds lines to the seed no_seed, which is none",
        ),
    ],
)
def test_a_package_that_does_not_fit_is_said_before_anything_is_read(
    package: Path, tmp_path: Path, change: object, message: str
) -> None:
    own = tmp_path / "own"
    shutil.copytree(package, own)
    change(own)
    called = jixiao("load", "--raw", ROOT / "raw", "--warehouse", tmp_path / "w", JIXIAO_EXTENSION=str(own))

    assert called.status == 2, called
    assert message in called.err
    assert "Traceback" not in called.err


def test_a_line_that_its_seed_cannot_hold_is_named_and_nothing_is_published(
    package: Path, tmp_path: Path
) -> None:
    own = tmp_path / "own"
    shutil.copytree(package, own)
    columns = (
        "measure_unit,dimension,base_unit,factor_to_base,comparable_unit,factor_to_comparable,measure_unit_en"
    )
    (own / "vocabulary" / "measure_units.csv").write_text(f"{columns}\n趟,count,趟,one,趟,1,trip\n")
    called = jixiao("load", "--raw", ROOT / "raw", "--warehouse", tmp_path / "w", JIXIAO_EXTENSION=str(own))

    assert called.status == 2, called
    assert "measure_units.csv, line 2: factor_to_base is «one», which is no decimal(18, 6)" in called.err
    assert not (tmp_path / "w" / "jixiao.duckdb").exists()
