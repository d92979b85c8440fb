"""Around the scheduled load: what `make serve` says of a wrong schedule, and the notice."""

from __future__ import annotations

import ast
import json
import logging
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from flows.scheduled.notify import notify
from tests.places import ROOT
from tests.scheduled.astray import lead_astray


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


def test_the_operators_program_has_the_proxies_that_were_set_and_not_the_secret(tmp_path: Path) -> None:
    asked = [
        *(sys.executable, "-c"),
        (
            "import os; names = ('http_proxy', 'PREFECT_API_AUTH_STRING', 'JIXIAO_SERVE_PROXIES'); "
            f"open({str(tmp_path / 'seen')!r}, 'w').write(str([os.environ.get(name) for name in names]))"
        ),
    ]
    told = (
        "import pathlib, sys; from flows.scheduled import environment; from flows.scheduled.notify import notify; "
        "environment.enter(pathlib.Path(sys.argv[1])); notify('x')"
    )
    subprocess.run(
        [sys.executable, "-c", told, tmp_path],
        check=True,
        cwd=ROOT,
        env={
            **os.environ,
            "http_proxy": "http://proxy.example:3128",
            "JIXIAO_NOTIFY_COMMAND": json.dumps(asked),
        },
    )

    assert (tmp_path / "seen").read_text(encoding="utf-8") == "['http://proxy.example:3128', None, None]"


ENTER = """
import os, pathlib, sys
from flows.scheduled import environment
environment.enter(pathlib.Path(sys.argv[1]), api_url="http://127.0.0.1:1/api")
print({name: text for name, text in os.environ.items() if "PREFECT" in name or "PROXY" in name.upper()})
"""


def _environment(warehouse: Path, **others: str) -> dict[str, str]:
    done = subprocess.run(
        [sys.executable, "-c", ENTER, warehouse],
        capture_output=True,
        encoding="utf-8",
        check=True,
        cwd=ROOT,
        env={**os.environ, **others},
    )
    return ast.literal_eval(done.stdout)


def test_nothing_that_other_tools_set_is_in_the_environment_of_prefect(tmp_path: Path) -> None:
    others = lead_astray(tmp_path / "home")
    entered = _environment(tmp_path / "warehouse", **others)

    assert entered["PREFECT_API_URL"] == "http://127.0.0.1:1/api"
    assert {name: text for name, text in others.items() if entered.get(name) == text and name != "HOME"} == {}
    assert [name for name in entered if name.lower().endswith("_proxy")] == []


@pytest.mark.parametrize("there", ["", "jixiao:", "other:secret\n", None])
def test_the_secret_is_the_same_at_the_next_start_and_its_owners_alone(
    tmp_path: Path, there: str | None
) -> None:
    secret = tmp_path / ".prefect" / "secret"
    if there is not None:  # what a crash, or somebody else, left
        secret.parent.mkdir()
        secret.write_text(there, encoding="utf-8")
    first = _environment(tmp_path)
    secret.chmod(0o644)
    (tmp_path / ".prefect" / "prefect.db").chmod(0o644)
    second = _environment(tmp_path)

    assert first["PREFECT_SERVER_API_AUTH_STRING"] == second["PREFECT_API_AUTH_STRING"]
    assert second["PREFECT_API_AUTH_STRING"] == secret.read_text(encoding="utf-8").strip()
    assert len(second["PREFECT_API_AUTH_STRING"]) > len("jixiao:") + 40
    assert [stat.S_IMODE(file.stat().st_mode) for file in (secret, secret.with_name("prefect.db"))] == [
        0o600
    ] * 2


@pytest.mark.slow
def test_what_prefect_cannot_do_is_one_sentence_and_status_4(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "warehouse").write_text("no folder", encoding="utf-8")
    for module in ("once", "serve"):
        ended = subprocess.run(
            [sys.executable, "-m", f"flows.scheduled.{module}", tmp_path / "raw", tmp_path / "warehouse"],
            capture_output=True,
            encoding="utf-8",
            check=False,
            cwd=ROOT,
        )

        assert ended.returncode == 4
        assert len(ended.stderr.splitlines()) == 1
        assert str(tmp_path / "warehouse") in ended.stderr


def test_without_the_setting_no_notice_is_sent(caplog: pytest.LogCaptureFixture) -> None:
    notify("something failed")

    assert not caplog.records
