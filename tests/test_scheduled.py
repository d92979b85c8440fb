"""Around the scheduled load: what `make serve` says of a wrong schedule, the notice, and the log for programs."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest

from flows.scheduled.notify import notify
from tests.loading import jixiao
from tests.places import ROOT


@pytest.mark.slow
@pytest.mark.parametrize(
    ("setting", "value", "words"),
    [
        ("JIXIAO_SCHEDULE", "every day", "schedule: Invalid cron string"),
        ("JIXIAO_SCHEDULE_TIMEZONE", "Mars/Olympus", "schedule_timezone: Invalid timezone"),
    ],
)
def test_a_schedule_that_is_none_is_said_before_anything_starts(
    tmp_path: Path, setting: str, value: str, words: str
) -> None:
    served = subprocess.run(
        [sys.executable, "-m", "flows.scheduled.serve", tmp_path / "raw", tmp_path / "warehouse"],
        capture_output=True,
        encoding="utf-8",
        check=False,
        cwd=ROOT,
        env={**os.environ, setting: value},
    )

    assert served.returncode == 2
    assert words in served.stderr
    assert "Traceback" not in served.stderr


def _notify_by(monkeypatch: pytest.MonkeyPatch, *command: str) -> None:
    monkeypatch.setenv("JIXIAO_NOTIFY_COMMAND", json.dumps(command))


def test_the_notice_reaches_the_operators_program_on_its_stdin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notice = tmp_path / "notice"
    _notify_by(
        monkeypatch,
        sys.executable,
        "-c",
        "import pathlib, sys; pathlib.Path(sys.argv[1]).write_bytes(sys.stdin.buffer.read())",
        str(notice),
    )
    notify("一个文件被搁置; $(rm -rf /)")

    assert notice.read_text(encoding="utf-8") == "一个文件被搁置; $(rm -rf /)"


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (["/nowhere/mail"], "/nowhere/mail"),
        (
            [sys.executable, "-c", "import sys; sys.exit('no such person')"],
            "ended with status 1. no such person",
        ),
    ],
)
def test_a_notice_that_cannot_be_sent_is_logged_and_stops_nothing(
    command: list[str], words: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    _notify_by(monkeypatch, *command)
    with caplog.at_level(logging.WARNING):
        notify("something failed")

    assert "The notice was not sent" in caplog.text
    assert words in caplog.text


def test_without_the_setting_no_notice_is_sent(caplog: pytest.LogCaptureFixture) -> None:
    notify("something failed")

    assert not caplog.records


@pytest.mark.slow
def test_a_log_for_programs_has_one_json_object_a_line_and_names_the_document(tmp_path: Path) -> None:
    (tmp_path / "raw" / "2024").mkdir(parents=True)
    (tmp_path / "raw" / "2024" / "空.txt").write_bytes(b"")
    load = jixiao(
        "load",
        "--raw",
        tmp_path / "raw",
        "--warehouse",
        tmp_path / "warehouse",
        JIXIAO_LOG_FORMAT="json",
        JIXIAO_LOG_LEVEL="debug",
    )
    events = [json.loads(line) for line in load.err.splitlines()]

    assert load.status == 1
    assert all({"time", "level", "message"} <= event.keys() for event in events)
    assert any(event.get("document") == "2024/空.txt" for event in events)
