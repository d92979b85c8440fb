"""`jixiao add` as several people call it at once, and as it is killed: nothing is half done."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from flows.raw.listing import list_raw
from flows.raw.litter import PARTIAL
from tests.loading import jixiao
from tests.places import ROOT

pytestmark = pytest.mark.slow

DOCUMENT = ROOT / "tests" / "documents" / "publishers" / "county_objectives_funding_lines_unit_in_name.docx"
# The command, killed when it is about to give the n-th file its name.
KILLED = """
import os, signal, sys
left = int(sys.argv.pop(1))
def kill(event, _):
    global left
    if event == "os.rename":
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(kill)
from flows.cli import main
main()
"""


@pytest.fixture
def two(tmp_path: Path) -> list[Path]:
    return [shutil.copy(DOCUMENT, tmp_path / name) for name in ("甲.docx", "乙.docx")]


def test_four_calls_at_once_end_one_after_another_and_lose_nothing(tmp_path: Path) -> None:
    calls = []
    for number in range(4):
        file = shutil.copy(DOCUMENT, tmp_path / f"{number}.docx")
        options = ("--year", "2024", "--publisher", f"第{number}局", "--raw", tmp_path / "raw")
        calls.append(
            subprocess.Popen(
                [sys.executable, "-m", "flows.cli", "add", file, *options],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
            )
        )
    ended = [(call.communicate()[1].decode(), call.returncode) for call in calls]
    listed = list_raw(tmp_path / "raw")

    assert [status for _, status in ended] == [0] * 4, ended
    assert [(file.path, file.description.publisher) for file in listed.files if file.sha256] == [
        (f"2024/{number}.docx", f"第{number}局") for number in range(4)
    ]
    assert listed.skipped == {}


def test_a_call_that_is_killed_leaves_no_document_that_is_not_described_and_no_half_of_one(
    tmp_path: Path, two: list[Path]
) -> None:
    raw = tmp_path / "raw"
    add = ["add", *map(str, two), "--year", "2024", "--publisher", "某局", "--raw", str(raw)]
    there = []
    for name in range(3):  # documents.csv, then each document
        shutil.rmtree(raw, ignore_errors=True)
        killed = subprocess.run(
            [sys.executable, "-c", KILLED, str(name), *add], capture_output=True, check=False
        )
        assert killed.returncode == -signal.SIGKILL, killed.stderr
        listed = list_raw(raw).files
        there.append([(file.description.publisher, file.sha256 is not None) for file in listed])
        again = jixiao(*add)
        assert again.status == 0, again.err
        assert [file.sha256 is not None for file in list_raw(raw).files] == [True, True]
        assert [*(raw / "2024").glob(f".*{PARTIAL}")] == []

    assert there == [[], [("某局", False), ("某局", False)], [("某局", False), ("某局", True)]]
