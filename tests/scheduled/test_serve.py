"""`make test-operated`: the scheduled load for real. A server and a worker on 127.0.0.1, a cron that fires, a kill.

It waits for the clock, so it is no part of `make test`.
"""

from __future__ import annotations

import json
import shutil
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.loading import marts, query
from tests.places import ROOT
from tests.scheduled.serving import Served
from tests.years.publications import first_year, next_year, printed

pytestmark = pytest.mark.operated


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
