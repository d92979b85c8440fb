"""`make test-operated`: the scheduled load for real. A server and a worker on 127.0.0.1, a cron that fires, a kill.

It waits for the clock, so it is no part of `make test`.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.loading import marts, query
from tests.places import ROOT
from tests.years.publications import first_year, next_year, printed

pytestmark = pytest.mark.operated

SECONDS = 180


class Served:
    """`make serve` in a folder of its own, with a cron of each minute."""

    def __init__(self, folder: Path) -> None:
        self.raw, self.warehouse, self.notice = folder / "raw", folder / "warehouse", folder / "notice.txt"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.log = folder / "serve.log"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        notify = [
            sys.executable,
            "-c",
            f"import sys; open({str(self.notice)!r}, 'a').write(sys.stdin.read())",
        ]
        environment = {
            "JIXIAO_SCHEDULE": "* * * * *",
            "JIXIAO_PAGE_PORT": str(self.port),
            "JIXIAO_NOTIFY_COMMAND": json.dumps(notify),
        }
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "flows.scheduled.serve", self.raw, self.warehouse],
                cwd=ROOT,
                stderr=log,
                env={**os.environ, **environment},
            )
        self.wait_for(lambda: f"Runs and artifacts: http://127.0.0.1:{self.port}" in self.log.read_text())

    def wait_for(self, condition: Callable[[], object]) -> None:
        deadline = time.monotonic() + SECONDS
        while not condition():
            assert time.monotonic() < deadline, self.log.read_text()
            assert self.process is None or self.process.poll() is None, self.log.read_text()
            time.sleep(0.5)

    def ask(self, what: str) -> list[dict[str, Any]]:
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/api/{what}/filter",
            data=b"{}",
            headers={"content-type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 (our own server)
            return json.load(answer)

    def states(self, *wanted: str) -> list[str]:
        return [run["state_type"] for run in self.ask("flow_runs") if run["state_type"] in wanted]

    def family(self) -> list[psutil.Process]:
        assert self.process is not None
        return [psutil.Process(self.process.pid), *psutil.Process(self.process.pid).children(recursive=True)]

    def stop(self) -> None:
        if self.process is None or self.process.poll() is not None:
            return
        family = self.family()
        self.process.terminate()
        assert self.process.wait(60) == 0
        assert not [member for member in psutil.wait_procs(family, timeout=10)[1] if member.is_running()]


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    served = Served(tmp_path)
    shutil.copytree(ROOT / "raw", served.raw)
    yield served
    served.stop()


def test_the_cron_loads_what_was_dropped_survives_a_kill_and_leaves_nothing_behind(served: Served) -> None:
    served.start()
    served.wait_for(lambda: (served.warehouse / "jixiao.duckdb").exists() and served.states("COMPLETED"))
    published = served.warehouse / "jixiao.duckdb"
    before = marts(published)

    # A document is dropped; everything is killed while it is loaded.
    (served.raw / "2025").mkdir()
    (served.raw / "2025" / "a.txt").write_text(printed(next_year(first_year())), encoding="utf-8")
    (served.raw / "2025" / "broken.txt").write_bytes(b"")
    served.wait_for(lambda: served.states("RUNNING"))
    time.sleep(5)
    for member in served.family():
        member.send_signal(signal.SIGKILL)
    assert marts(published) == before

    # Started again, the dead run is said to be one, and the next one loads, with no hand on it.
    served.start()
    served.wait_for(lambda: len(query(published, "select 1 from marts.dim_document where is_current")) == 2)
    served.wait_for(lambda: len(served.states("COMPLETED")) >= 2)
    assert served.states("CRASHED")
    assert not served.states("PENDING")
    # Each run leaves artifacts of its own.
    artifacts = [(artifact["key"], artifact["data"]) for artifact in served.ask("artifacts")]
    assert any("2025/broken.txt" in data for key, data in artifacts if key == "yearly-load")
    assert [len(json.loads(data)) for key, data in artifacts if key == "year-over-year"][-1] == 12
    served.wait_for(served.notice.exists)
    assert "2025/broken.txt" in served.notice.read_text(encoding="utf-8")
