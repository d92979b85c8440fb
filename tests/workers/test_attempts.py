"""A reader that is killed or cannot start: that is no verdict on the document, and takes nothing away."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pytest

from tests.loading import jixiao, marts, query
from tests.workers.installed import COUNTY, DISTRICT, install, load

pytestmark = [pytest.mark.slow, pytest.mark.operated]  # each kills processes of whole loads

STATUSES = "select path, status, coalesce(status_reason, '') from marts.dim_document order by path"
READ, NEW, LONG = "2024/objectives.docx", "2024/district.xlsx", "2024/long.html"
ONE_AT_A_TIME = {"JIXIAO_READING_PROCESSES": "1"}


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Our code, and a warehouse of one document; a test changes a copy."""
    project = install(tmp_path_factory.mktemp("installed"))
    (project / "raw" / "2024").mkdir(parents=True)
    shutil.copy(COUNTY, project / "raw" / READ)
    called = load(project)
    assert called.returncode == 0, called.stderr
    return project


@pytest.fixture
def project(loaded: Path, tmp_path: Path) -> Path:
    return shutil.copytree(loaded, tmp_path / "project")


def published(project: Path) -> Path:
    return project / "warehouse" / "jixiao.duckdb"


def test_a_reader_that_is_killed_once_costs_nothing_but_time(project: Path) -> None:
    shutil.copy(DISTRICT, project / "raw" / NEW)

    called = load(project, kills=1)

    assert called.returncode == 0, called.stderr
    assert query(published(project), STATUSES) == [(NEW, "current", ""), (READ, "current", "")]


def test_a_document_whose_reader_is_killed_twice_is_not_read_and_tried_again_by_the_next_load(
    project: Path,
) -> None:
    before = marts(published(project))["fact_budget"]
    shutil.copy(DISTRICT, project / "raw" / NEW)

    called = load(project, kills=2, **ONE_AT_A_TIME)

    reason = "the reader was ended from outside (signal 9), twice. The next load tries again"
    assert called.returncode == 3, called.stderr
    assert f"Not read: {NEW}: {reason}" in called.stderr
    assert query(published(project), STATUSES) == [(NEW, "not_read", reason), (READ, "current", "")]
    assert marts(published(project))["fact_budget"] == before
    said = json.loads(jixiao("status", "--json", "--warehouse", project / "warehouse").out)
    assert said["latest_load"]["not_read"] == [f"{NEW}: {reason}"]
    assert f"not_read    2024  {NEW}" in jixiao("status", "--warehouse", project / "warehouse").out

    called = load(project)

    assert called.returncode == 0, called.stderr
    assert query(published(project), STATUSES) == [(NEW, "current", ""), (READ, "current", "")]


def test_what_was_read_before_stays_where_a_changed_seed_makes_it_read_again_and_its_reader_is_killed(
    project: Path,
) -> None:
    before = marts(published(project))
    seed = project / "dbt_project" / "seeds" / "form_labels.csv"
    lines = seed.read_text(encoding="utf-8").splitlines()
    alike = next(line for line in lines if line.startswith("指标值,") or ",指标值," in line)
    seed.write_text(
        "\n".join([*lines, alike.replace("指标值", "某种新写法的指标值")]) + "\n", encoding="utf-8"
    )

    called = load(project, kills=2, **ONE_AT_A_TIME)

    assert called.returncode == 3, called.stderr
    assert f"Not read: {READ}: the reader was ended from outside (signal 9)" in called.stderr
    [(path, status, reason)] = query(published(project), STATUSES)
    assert (path, status) == (READ, "current")
    assert reason.startswith("what an earlier load read of it stays, because it could not be read again: ")
    after = marts(published(project))
    assert {**after, "dim_document": before["dim_document"]} == before

    called = load(project)

    assert called.returncode == 0, called.stderr
    assert marts(published(project)) == before


def test_a_document_of_which_nothing_is_published_and_that_could_not_be_tried_ends_with_1(
    project: Path,
) -> None:
    shutil.rmtree(project / "warehouse")

    called = load(project, kills=2, **ONE_AT_A_TIME)

    assert called.returncode == 1, called.stderr
    assert "some because reading them failed by accident; nothing was published. Load again" in called.stderr
    assert f"not_read    2024  {READ}" in called.stderr

    assert load(project).returncode == 0


def test_a_store_that_was_lost_and_a_killed_reader_do_not_take_published_rows_away(project: Path) -> None:
    before = marts(published(project))
    (project / "warehouse" / "store.duckdb").unlink()
    shutil.copy(DISTRICT, project / "raw" / NEW)
    shutil.copy(project / "raw" / READ, project / "raw" / "2024" / "objectives.bak.docx")

    called = load(project, kills=4, **ONE_AT_A_TIME)

    assert called.returncode == 4, called.stderr
    assert marts(published(project)) == before


def test_a_module_that_is_missing_ends_the_load_with_its_name_and_blames_no_document(project: Path) -> None:
    shutil.copy(DISTRICT, project / "raw" / NEW)
    reader = project / "flows" / "readers" / "word" / "docx.py"
    whole = reader.read_text(encoding="utf-8")
    future = "from __future__ import annotations\n"
    reader.write_text(whole.replace(future, f"{future}import no_such_engine\n"), encoding="utf-8")

    called = load(project)

    assert called.returncode == 4, called.stderr
    assert "no document can be read here: the reader cannot import no_such_engine" in called.stderr
    assert "Traceback" not in called.stderr
    assert query(published(project), STATUSES) == [(READ, "current", "")]

    reader.write_text(whole, encoding="utf-8")

    assert load(project).returncode == 0


def test_where_every_reader_is_killed_the_load_says_so(project: Path) -> None:
    shutil.copy(DISTRICT, project / "raw" / NEW)

    called = load(project, kills=100, **ONE_AT_A_TIME)

    assert called.returncode == 4, called.stderr
    assert "no document can be read here, not even one of a single line" in called.stderr
    assert query(published(project), STATUSES) == [(READ, "current", "")]


def test_targets_that_take_long_are_the_document_s_own_problem(project: Path) -> None:
    if sys.platform == "darwin":
        pytest.skip("the limit of memory is watched, not set")
    (project / "raw" / LONG).write_text(many_long_targets(6_000), encoding="utf-8")

    called = load(project, JIXIAO_DOCUMENT_SECONDS="4")

    assert called.returncode == 3, called.stderr
    [(path, status, reason), other] = query(published(project), STATUSES)
    assert (path, status) == (LONG, "set_aside")
    assert reason.startswith("reading the file takes more than 4 seconds of processor time")
    assert other == (READ, "current", "")


def many_long_targets(number: int) -> str:
    """A page of one form whose targets are long and hold as many numbers as are read."""
    rows = "".join(
        f"<tr><td>产出指标</td><td>数量指标</td><td>指标{no}</td><td>≥{no}"
        f"{'人次，检查企业不少于12家（2024年12月25日前完成）' * 12}{'以上' * 700}</td></tr>"
        for no in range(number)
    )
    return (
        "<html><body><table><tr><td>项目名称</td><td colspan=3>长指标</td></tr>"
        f"<tr><td>一级指标</td><td>二级指标</td><td>三级指标</td><td>指标值</td></tr>{rows}</table></body></html>"
    )
