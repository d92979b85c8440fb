"""A reader that is killed, cannot start or fails: that is no verdict on the document, and takes nothing away.

One warehouse lives through all of it; the loads that stop before they publish have copies of it.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.loading import Called, jixiao, marts, query
from tests.workers.installed import COUNTY, DISTRICT, install, load

pytestmark = [pytest.mark.slow, pytest.mark.operated]  # each kills processes of whole loads

READ, NEW, LONG = "2024/objectives.docx", "2024/district.xlsx", "2024/long.html"
ONE_AT_A_TIME = {"JIXIAO_READING_PROCESSES": "1"}
KILLED = "the reader was ended from outside (signal 9), twice. The next load tries again"
FAILED = (
    "the reader failed on the file (KeyError: 'w'), which is an error of the reader. Please report it with the file; every "
    "load tries again"
)
STAYS = "what an earlier load read of it stays, because it could not be read again: "
Marts = dict[str, list[tuple[Any, ...]]]


@dataclass(frozen=True)
class Then:
    """What a load ended with, and the published file after it."""

    called: subprocess.CompletedProcess[str]
    documents: list[tuple[str, str, str]]
    marts: Marts

    @property
    def facts(self) -> Marts:
        """What is published, but for what is said of the documents."""
        return {mart: rows for mart, rows in self.marts.items() if mart != "dim_document"}


class Life:
    """A copy of our code with its raw/ and its warehouse."""

    def __init__(self, project: Path) -> None:
        self.project = project
        self.warehouse, self.docx = project / "warehouse", project / "flows" / "readers" / "word" / "docx.py"

    def copy(self, folder: Path) -> Life:
        return Life(shutil.copytree(self.project, folder / "project"))

    def put(self, document: Path, path: str) -> None:
        (self.project / "raw" / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(document, self.project / "raw" / path)

    def load(self, kills: int = 0, **environment: str) -> Then:
        called = load(self.project, kills, **ONE_AT_A_TIME, **environment)
        published = self.warehouse / "jixiao.duckdb"
        if not published.exists():
            return Then(called, [], {})
        statuses = "select path, status, coalesce(status_reason, '') from marts.dim_document order by path"
        return Then(called, query(published, statuses), marts(published))

    def change_a_label(self) -> None:
        """Give the readers another version: one label more."""
        seed = self.project / "dbt_project" / "seeds" / "form_labels.csv"
        lines = seed.read_text(encoding="utf-8").splitlines()
        alike = next(line for line in lines if line.startswith("指标值,") or ",指标值," in line)
        new = alike.replace("指标值", "某种新写法的指标值")
        seed.write_text("\n".join([*lines, new]) + "\n", encoding="utf-8")


@dataclass(frozen=True)
class Lived:
    """The loads of one warehouse, in their order; those that ended with 4 had copies of it."""

    first: Then
    one_is_killed_twice: Then
    status: Called
    status_as_json: Called
    one_is_killed_once: Then
    store_is_lost: Then
    all_are_killed: Then
    killed_after_a_label: Then
    fails: Then
    tried: str
    module_is_missing: Then
    targets_are_long: Then


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Lived:
    life = Life(install(tmp_path_factory.mktemp("installed")))
    life.put(COUNTY, READ)
    first = life.load(kills=2)
    life.put(DISTRICT, NEW)
    one_is_killed_twice = life.load(kills=2)
    status, status_as_json = (
        jixiao("status", *options, "--warehouse", life.warehouse) for options in ((), ("--json",))
    )
    one_is_killed_once = life.load(kills=1)

    lost = life.copy(tmp_path_factory.mktemp("lost"))
    (lost.warehouse / "store.duckdb").unlink()
    lost.put(COUNTY, "2024/read_last.docx")
    store_is_lost, all_are_killed = lost.load(kills=2), lost.load(kills=100)

    life.change_a_label()
    killed_after_a_label = life.load(kills=2)

    whole = life.docx.read_text(encoding="utf-8")
    tried = life.project / "tried"
    fails = f"def read_docx(_content):\n    open({str(tried)!r}, 'a').write('.')\n    {{}}['w']\n"
    life.docx.write_text(f"{whole}\n\n{fails}", encoding="utf-8")
    failed = life.load()

    future = "from __future__ import annotations\n"
    life.docx.write_text(whole.replace(future, f"{future}import no_such_engine\n"), encoding="utf-8")
    module_is_missing = life.load()

    life.docx.write_text(whole, encoding="utf-8")
    (life.project / "raw" / LONG).write_text(many_long_targets(6_000), encoding="utf-8")
    return Lived(
        first,
        one_is_killed_twice,
        status,
        status_as_json,
        one_is_killed_once,
        store_is_lost,
        all_are_killed,
        killed_after_a_label,
        failed,
        tried.read_text(encoding="utf-8"),
        module_is_missing,
        life.load(JIXIAO_DOCUMENT_SECONDS="4"),
    )


def test_a_document_of_which_nothing_is_published_and_that_could_not_be_tried_ends_with_1(
    lived: Lived,
) -> None:
    said = lived.first.called

    assert said.returncode == 1, said.stderr
    assert "some because this attempt to read them failed; nothing was published. Load again" in said.stderr
    assert f"not_read    2024  {READ}" in said.stderr
    assert lived.first.documents == []


def test_a_document_whose_reader_is_killed_twice_is_not_read_and_the_others_are(lived: Lived) -> None:
    then = lived.one_is_killed_twice

    assert then.called.returncode == 3, then.called.stderr
    assert f"Not read: {NEW}: {KILLED}" in then.called.stderr
    assert then.documents == [(NEW, "not_read", KILLED), (READ, "current", "")]
    assert json.loads(lived.status_as_json.out)["latest_load"]["not_read"] == [f"{NEW}: {KILLED}"]
    assert f"not_read    2024  {NEW}" in lived.status.out


def test_the_next_load_tries_again_and_a_reader_that_is_killed_once_costs_nothing_but_time(
    lived: Lived,
) -> None:
    then = lived.one_is_killed_once

    assert then.called.returncode == 0, then.called.stderr
    assert then.documents == [(NEW, "current", ""), (READ, "current", "")]


def test_a_store_that_was_lost_and_a_killed_reader_do_not_take_published_rows_away(lived: Lived) -> None:
    then = lived.store_is_lost

    assert then.called.returncode == 4, then.called.stderr
    assert f"the store was lost, and {NEW} could not be read again: {KILLED}" in then.called.stderr
    assert then.marts == lived.one_is_killed_once.marts


def test_where_every_reader_is_killed_the_load_says_so(lived: Lived) -> None:
    then = lived.all_are_killed

    assert then.called.returncode == 4, then.called.stderr
    assert "no document can be read here, not even one of a single line" in then.called.stderr
    assert then.marts == lived.one_is_killed_once.marts


def test_what_was_read_before_stays_where_a_changed_label_makes_it_read_again_and_its_reader_is_killed(
    lived: Lived,
) -> None:
    then = lived.killed_after_a_label

    assert then.called.returncode == 3, then.called.stderr
    assert f"Not read: {NEW}: {KILLED}" in then.called.stderr
    assert then.documents == [(NEW, "current", f"{STAYS}{KILLED}"), (READ, "current", "")]
    assert then.facts == lived.one_is_killed_once.facts


def test_an_error_of_the_reader_takes_nothing_away_is_met_once_by_a_load_and_stops_no_other_document(
    lived: Lived,
) -> None:
    then = lived.fails

    assert then.called.returncode == 3, then.called.stderr
    assert f"Not read: {READ}: {FAILED}" in then.called.stderr
    assert then.documents == [(NEW, "current", ""), (READ, "current", f"{STAYS}{FAILED}")]
    assert then.facts == lived.one_is_killed_once.facts
    assert lived.tried == "."


def test_a_module_that_is_missing_ends_the_load_with_its_name_and_blames_no_document(lived: Lived) -> None:
    then = lived.module_is_missing

    assert then.called.returncode == 4, then.called.stderr
    assert "no document can be read here: the reader cannot import no_such_engine" in then.called.stderr
    assert "Traceback" not in then.called.stderr
    assert then.marts == lived.fails.marts


def test_a_mended_reader_reads_what_it_failed_on_before(lived: Lived) -> None:
    mended = lived.targets_are_long.documents

    assert [document for document in mended if document[0] == READ] == [(READ, "current", "")]
    assert lived.targets_are_long.marts["fact_indicator"] == lived.one_is_killed_once.marts["fact_indicator"]


@pytest.mark.skipif(sys.platform == "darwin", reason="the limit of memory is watched, not set")
def test_targets_that_take_long_are_the_document_s_own_problem(lived: Lived) -> None:
    then = lived.targets_are_long

    assert then.called.returncode == 3, then.called.stderr
    [(path, status, reason)] = [document for document in then.documents if document[0] == LONG]
    assert (path, status) == (LONG, "set_aside")
    assert reason.startswith("reading the file takes more than 4 seconds of processor time")


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
