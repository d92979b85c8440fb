"""`make test-operated`: what is served is closed, and other tools' settings stay outside of it.

A server that really runs, started where everything that could lead it astray is set.
"""

from __future__ import annotations

import base64
import json
import os
import shlex
import shutil
import stat
import subprocess
from collections.abc import Iterator

import pytest

from tests.places import ROOT
from tests.scheduled.astray import folder_of_another_project, lead_astray
from tests.scheduled.serving import Served

pytestmark = pytest.mark.operated

EVIL = "http://evil.example"
DEPLOYMENT = json.dumps({"name": "x", "flow_id": "00000000-0000-0000-0000-000000000000"}).encode()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("served")
    called_in = folder_of_another_project(folder / "project")
    served = Served(folder, "0 0 1 1 *", called_in, **lead_astray(folder / "home"))
    (served.raw / "2024").mkdir(parents=True)
    document = "county_objectives_funding_lines_unit_in_name.docx"
    shutil.copy(ROOT / "tests" / "documents" / "publishers" / document, served.raw / "2024")
    served.start()
    yield served
    served.stop()


def test_no_page_of_another_origin_may_call_the_api(served: Served) -> None:
    asks = {
        "Access_Control_Request_Method": "POST",
        "Access_Control_Request_Headers": "authorization,content-type",
    }
    status, headers, _ = served.call("/api/deployments/", method="OPTIONS", Origin=EVIL, **asks)
    of_ours, own, _ = served.call(
        "/api/deployments/", method="OPTIONS", Origin=f"http://127.0.0.1:{served.port}", **asks
    )

    assert status == 400
    assert "access-control-allow-origin" not in headers
    assert of_ours == 200
    assert own["access-control-allow-origin"] == f"http://127.0.0.1:{served.port}"
    _, headers, _ = served.call("/api/health", Origin=EVIL)
    assert "access-control-allow-origin" not in headers


@pytest.mark.parametrize("given", [None, "jixiao:wrong", "jixiao:", ":"])
def test_no_call_without_the_secret_of_the_warehouse_is_answered(served: Served, given: str | None) -> None:
    known = {"Authorization": f"Basic {base64.b64encode(given.encode()).decode()}"} if given else {}

    assert served.call("/api/admin/settings", **known)[0] == 401
    assert served.call("/api/csrf-token?client=x", **known)[0] == 401
    assert served.call("/api/openapi.json", **known)[0] == 401
    posted = served.call("/api/deployments/", DEPLOYMENT, content_type="application/json", **known)
    assert posted[0] == 403  # it has no token, which is asked for first, and can get none without the secret


def test_a_call_with_the_secret_and_without_a_token_changes_nothing(served: Served) -> None:
    known = {"Authorization": served.as_a_client()["Authorization"]}

    assert served.call("/api/deployments/", DEPLOYMENT, content_type="application/json", **known)[0] == 403
    assert [deployment["name"] for deployment in served.ask("deployments")] == ["yearly"]


def test_only_its_owner_may_read_the_secret_and_the_database(served: Served) -> None:
    home = served.warehouse / ".prefect"
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in home.glob("prefect.db*")}

    assert "prefect.db" in modes
    assert set(modes.values()) == {0o600}
    assert stat.S_IMODE((home / "secret").stat().st_mode) == 0o600
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert served.secret not in served.log.read_text(encoding="utf-8")


def test_the_page_is_there_and_asks_for_the_secret(served: Served) -> None:
    status, _, content = served.call("/ui-settings")
    settings = json.loads(content)

    assert served.call("/")[0] == status == 200
    assert (settings["auth"], settings["csrf_enabled"]) == ("BASIC", True)


def test_a_load_runs_as_it_is_said_to_be_started(served: Served) -> None:
    [line] = [
        line
        for line in served.log.read_text(encoding="utf-8").splitlines()
        if line.startswith("A load now: ")
    ]
    started = subprocess.run(
        ["/bin/sh", "-c", line.removeprefix("A load now: ")],
        capture_output=True,
        encoding="utf-8",
        check=False,
        cwd=served.called_in,
        env={**os.environ, **served.environment},
    )

    assert started.returncode == 0, started.stdout + started.stderr
    assert shlex.split(line)  # a line for a shell
    served.wait_for(lambda: served.states("COMPLETED", "FAILED", "CRASHED"))
    assert served.states("COMPLETED", "FAILED", "CRASHED") == ["COMPLETED"]
    assert (served.warehouse / "jixiao.duckdb").exists()
