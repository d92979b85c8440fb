"""A caller may have closed stdout or stderr, or sent them to a full disk: messages decide nothing, lost data are said."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.places import ROOT

WRITES = """
import sys
from flows.base.printing import lines
from flows.base.streams import prepare_streams
prepare_streams()
for _ in range(3):
    sys.stderr.write("a message\\n" * 5000)
    lines(stderr=True).print("a message")
with open(sys.argv[1], "w") as file:
    print("no message")
    file.write("went on")
sys.exit(3)
"""


def called(arguments: str, redirected: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["/bin/sh", "-c", f"exec {sys.executable} {arguments} {redirected}"],
        capture_output=True,
        encoding="utf-8",
        check=False,
        cwd=ROOT,
    )


@pytest.mark.parametrize("redirected", ["2>&-", "2>/dev/full", ">&- 2>&-", "<&- >&- 2>&-"])
def test_messages_that_cannot_be_written_stop_nothing(tmp_path: Path, redirected: str) -> None:
    (tmp_path / "program.py").write_text(WRITES, encoding="utf-8")
    ended = called(f"{tmp_path / 'program.py'} {tmp_path / 'made'}", redirected)

    assert ended.returncode == 3
    assert (tmp_path / "made").read_text(encoding="utf-8") == "went on"


@pytest.mark.parametrize("redirected", [">&-", "2>&-", "2>/dev/full", "<&- >&- 2>&-"])
def test_the_exit_status_is_the_same_whatever_the_caller_closed(tmp_path: Path, redirected: str) -> None:
    ended = called(f"-m flows.cli status --warehouse {tmp_path}", redirected)

    assert ended.returncode == 2
    assert "Traceback" not in ended.stderr


def test_data_that_cannot_be_written_are_said() -> None:
    document = ROOT / "tests" / "documents" / "publishers" / "county_bureau_2024_objectives.xlsx"
    ended = called(f"-m flows.cli read {document} --json", ">/dev/full")

    assert ended.returncode == 4
    assert "No space left on device" in ended.stderr
    assert "Traceback" not in ended.stderr
