"""`make test-engines`: the dashboards in a real Superset, each chart's query against a published file.

The file is of the example of two years, loaded with the example of a package on top, whose dashboard stands beside ours.
"""

from __future__ import annotations

import json
import os
import runpy
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from bi.superset import charts
from tests.loading import jixiao, query
from tests.own_package import EXAMPLE, copy_example
from tests.places import ROOT
from tests.years.example import write_example

BI = ROOT / "bi" / "superset"
DASHBOARDS = (*charts.DASHBOARDS, *runpy.run_path(str(EXAMPLE / "dashboards.py"))["DASHBOARDS"])
SECONDS = 240


@dataclass(frozen=True, slots=True)
class Superset:
    """A running Superset, and who asks it; the tokens are empty before the login."""

    address: str
    published: Path
    browser: urllib.request.OpenerDirector
    token: str = ""
    csrf_token: str = ""

    def ask(self, path: str, body: dict[str, Any] | None = None) -> Any:  # noqa: ANN401 (JSON)
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        if body:
            headers |= {"Content-Type": "application/json", "X-CSRFToken": self.csrf_token}
        asked = urllib.request.Request(  # noqa: S310 (an address of our own)
            self.address + path, json.dumps(body).encode() if body else None, headers
        )
        try:
            with self.browser.open(asked, timeout=60) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            error.add_note(error.read().decode())
            raise

    def is_up(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/health", timeout=5) as answer:  # noqa: S310
                return bool(answer.status == 200)
        except (urllib.error.URLError, ConnectionError):
            return False


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published file and the package's dashboard, as `make bi EXTENSION=…` makes them."""
    folder = tmp_path_factory.mktemp("bi")
    environment = {"JIXIAO_EXTENSION": str(copy_example(folder))}
    write_example(folder / "raw")
    called = jixiao("load", "--raw", folder / "raw", "--warehouse", folder / "warehouse", **environment)
    assert called.status == 0, called.err
    subprocess.run(
        [
            *(sys.executable, "-m", "bi.superset.assets"),
            *(folder / "warehouse" / "jixiao.duckdb", folder / "warehouse" / ".superset" / "own"),
        ],
        check=True,
        cwd=ROOT,
        env={**os.environ, **environment},
    )
    return folder / "warehouse"


@pytest.fixture(scope="module")
def superset(warehouse: Path) -> Iterator[Superset]:
    folder = warehouse.parent
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = folder / "superset.log"
    with log.open("w") as out:
        process = subprocess.Popen(
            [BI / ".venv" / "bin" / "python", BI / "start.py", warehouse.name, str(port)],
            stdout=out,
            stderr=subprocess.STDOUT,
            cwd=folder,
        )
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    started = Superset(f"http://127.0.0.1:{port}", warehouse / "jixiao.duckdb", browser)
    until = time.monotonic() + SECONDS
    while not started.is_up():
        assert process.poll() is None, log.read_text()[-3000:]
        assert time.monotonic() < until, f"no answer in {SECONDS} s: {log.read_text()[-3000:]}"
        time.sleep(0.5)
    login = {
        "username": "jixiao",
        "password": (warehouse / ".superset" / "password").read_text(),
        "provider": "db",
    }
    known = replace(started, token=started.ask("/api/v1/security/login", login)["access_token"])
    yield replace(known, csrf_token=known.ask("/api/v1/security/csrf_token/")["result"])
    process.send_signal(signal.SIGINT)
    process.wait(30)


def rows_of(superset: Superset, name: str) -> list[dict[str, Any]]:
    """The rows that a chart's own query gives in Superset."""
    charts = superset.ask("/api/v1/chart/?q=(page_size:100)")["result"]
    [number] = [chart["id"] for chart in charts if chart["slice_name"] == name]
    [answer] = superset.ask(f"/api/v1/chart/{number}/data/")["result"]
    assert answer["status"] == "success", (name, answer["error"])
    return list(answer["data"])


def test_the_dashboards_are_there_with_all_their_charts(superset: Superset) -> None:
    for dashboard in DASHBOARDS:
        found = superset.ask(f"/api/v1/dashboard/{dashboard.slug}/charts")["result"]
        assert {chart["slice_name"] for chart in found} == {chart.name for chart in dashboard.charts}


@pytest.mark.parametrize(
    "name", [chart.name for dashboard in DASHBOARDS for chart in dashboard.charts], ids=lambda name: name
)
def test_the_query_of_a_chart_answers_with_rows(superset: Superset, name: str) -> None:
    assert rows_of(superset, name)


def test_numbers_of_the_dashboards_are_those_of_the_marts(superset: Superset) -> None:
    [(money, units)] = query(
        superset.published,
        "select sum(budget_yuan), count(distinct unit_key) from marts.fact_budget where is_additive",
    )
    [(relaxed,)] = query(
        superset.published,
        "select count(*) from marts.indicator_year_over_year where change in ('relaxed', 'dropped', 'unquantified')",
    )
    assert float(rows_of(superset, "预算合计（万元）")[0]["budget_10k_yuan"]) == float(money) / 10_000
    by_unit = rows_of(superset, "各单位预算（万元）")
    assert len(by_unit) == units
    assert round(sum(float(row["budget_10k_yuan"]) for row in by_unit) * 10_000) == money
    assert len(rows_of(superset, "放宽、取消或不再量化的指标")) == relaxed


def test_ten_rows_of_a_dashboard_are_rows_of_the_mart(superset: Superset) -> None:
    shown = {
        (row["published_name"], row["indicator_name"], row["target_text"], row["locator"])
        for row in rows_of(superset, "绩效指标明细")
    }
    expected = query(
        superset.published,
        "select published_name, indicator_name, target_text, locator from marts.wide_indicator "
        "where is_additive using sample 10 rows (reservoir, 3)",
    )
    assert len(expected) == 10
    assert set(expected) <= shown


def test_nobody_writes_to_the_published_file_through_superset(superset: Superset) -> None:
    before = superset.published.read_bytes()
    [database] = superset.ask("/api/v1/database/")["result"]
    with pytest.raises(urllib.error.HTTPError) as refused:
        superset.ask(
            "/api/v1/sqllab/execute/",
            {"database_id": database["id"], "sql": "create table marts.mine (a integer)", "runAsync": False},
        )
    assert "DML" in "".join(refused.value.__notes__)  # it asks for what the database is not allowed
    assert superset.published.read_bytes() == before
