"""The Prefect flow: the same steps as the command, and the same marts."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.loading import marts
from tests.scheduled.astray import folder_of_another_project, lead_astray

pytestmark = pytest.mark.slow

FLOW = """
import asyncio, sys
from pathlib import Path
from flows.scheduled import environment
environment.enter(Path(sys.argv[2]))
from prefect.client.orchestration import get_client
from flows.scheduled.yearly import yearly

async def artifacts():
    async with get_client() as client:
        return await client.read_artifacts()

state = yearly(Path(sys.argv[1]), Path(sys.argv[2]), return_state=True)
print(state.type.value)
for artifact in asyncio.run(artifacts()):
    print(artifact.data)
"""


@pytest.mark.operated
@pytest.mark.parametrize("broken", [False, True], ids=["good", "nothing enters"])
def test_the_flow_publishes_the_same_marts_as_the_command_and_leaves_an_artifact(
    real_load: Path, tmp_path: Path, *, broken: bool
) -> None:
    raw = tmp_path / "raw"
    shutil.copytree(real_load / "raw", raw)
    if broken:
        (raw / "2024" / "tianjin_market_regulation_objectives.txt").write_bytes(b"")
    flow = subprocess.run(
        [sys.executable, "-c", FLOW, raw, tmp_path / "flow"],
        capture_output=True,
        encoding="utf-8",
        check=False,
        cwd=folder_of_another_project(tmp_path / "project"),
        env={**os.environ, **lead_astray(tmp_path / "home")},
    )

    assert flow.returncode == 0, flow.stderr
    assert "2024/tianjin_market_regulation_objectives.txt" in flow.stdout
    if broken:
        assert flow.stdout.startswith("FAILED")
        assert "the file is empty" in flow.stdout
        assert not (tmp_path / "flow" / "jixiao.duckdb").exists()
        return
    assert flow.stdout.startswith("COMPLETED")
    assert "ERROR" not in flow.stderr
    assert "56 projects of 12 units with 473 indicators" in flow.stdout
    assert marts(tmp_path / "flow" / "jixiao.duckdb") == marts(real_load / "warehouse" / "jixiao.duckdb")
