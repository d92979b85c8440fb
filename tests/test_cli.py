"""The command as a newcomer meets it: help, reading a file, and what it says when something is wrong."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.loading import jixiao
from tests.places import REAL_DOCUMENT, ROOT


def test_help_names_every_command_with_what_it_does() -> None:
    called = jixiao("--help")

    assert called.status == 0
    for command, what in (
        ("load", "Bring the published file up to date"),
        ("read", "Show what the readers see in a file"),
        ("status", "Show what is loaded, published and set aside"),
    ):
        assert command in called.out
        assert what in called.out


@pytest.mark.parametrize("command", ["load", "read", "status"])
def test_every_command_has_help(command: str) -> None:
    called = jixiao(command, "--help")

    assert called.status == 0
    assert "--help" in called.out


def test_read_prints_each_indicator_with_its_place() -> None:
    called = jixiao("read", REAL_DOCUMENT)
    lines = [" ".join(line.split()) for line in called.out.splitlines()]

    assert called.status == 0
    assert "1. 大型检测设备运行维护2024（特检院） [line 6]" in lines
    assert "预算数: 45.00 万元 [line 10]" in lines
    assert any(line.startswith("line 34 产出指标 数量指标 维修保养设备数量") for line in lines)
    assert "56 forms, 473 indicators, fiscal year 2024" in called.err


def test_read_as_json_has_all_that_is_printed() -> None:
    read = json.loads(jixiao("read", "--json", REAL_DOCUMENT).out)
    row = read["forms"][0]["rows"][0]

    assert (len(read["forms"]), read["fiscal_year"], read["rejected"], read["warnings"]) == (56, 2024, [], [])
    assert read["forms"][0]["budget"] == "45.00"
    assert (row["target_text"], row["comparator"], row["target_value"], row["unit"], row["locator"]) == (
        "≥27台套",
        ">=",
        "27",
        "台套",
        "line 34",
    )


def test_read_resolves_dates_in_the_year_that_is_given(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(
        "\t一级指标\n\t二级指标\n\t三级指标\n\t指标值\n\n\t产出指标\n\t时效指标\n\t甲\n\t年底前完成\n",
        encoding="utf-8",
    )
    with_year = json.loads(jixiao("read", file, "--year", "2023", "--json").out)
    without = json.loads(jixiao("read", file, "--json").out)

    assert with_year["forms"][0]["rows"][0]["due_on"] == "2023-12-31"
    assert without["forms"][0]["rows"][0]["due_on"] is None
    assert "give --year" in without["warnings"][0]


def test_read_of_a_file_without_a_form_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("一份通知\n", encoding="utf-8")
    called = jixiao("read", tmp_path / "a.txt")

    assert called.status == 1
    assert "no form was found" in called.err
    assert "form_labels.csv" in called.err


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["read", "nowhere.txt"], 2, "Wrong usage: there is no file nowhere.txt.\n"),
        (["read", "{empty}"], 1, "the file is empty. Fetch the document again"),
        (
            ["load", "--raw", "nowhere"],
            2,
            "Wrong usage: there is no folder nowhere. Say where the documents are",
        ),
        (
            ["status", "--warehouse", "nowhere"],
            2,
            "Wrong usage: there is no warehouse in nowhere. Make one: jixiao load",
        ),
        (["load", "--wrong"], 2, "No such option: --wrong"),
        (["laod"], 2, "No such command 'laod'"),
    ],
)
def test_an_error_is_a_sentence_and_a_status_never_a_traceback(
    tmp_path: Path, arguments: list[str], status: int, message: str
) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    called = jixiao(*(argument.format(empty=tmp_path / "empty.txt") for argument in arguments))

    assert called.status == status
    assert message in called.err
    assert "Traceback" not in called.err
    assert called.out == ""


def test_a_second_load_beside_one_at_work_says_so(tmp_path: Path) -> None:
    (tmp_path / "warehouse").mkdir()
    with (tmp_path / "warehouse" / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        called = jixiao("load", "--raw", ROOT / "raw", "--warehouse", tmp_path / "warehouse")

    assert called.status == 4
    assert "another load is at work" in called.err


def test_a_lock_left_by_a_dead_process_holds_nobody_up(tmp_path: Path) -> None:
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            (
                "import fcntl, sys, time; file = open(sys.argv[1], 'w'); fcntl.flock(file, fcntl.LOCK_EX);"
                "print(flush=True); time.sleep(60)"
            ),
            str(tmp_path / ".lock"),
        ],
        stdout=subprocess.PIPE,
    )
    assert holder.stdout is not None
    holder.stdout.readline()
    os.kill(holder.pid, signal.SIGKILL)
    holder.wait()

    with (tmp_path / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_a_warehouse_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    called = jixiao("load", "--raw", ROOT / "raw", "--warehouse", tmp_path / "file" / "warehouse")

    assert called.status == 4
    assert "cannot be written" in called.err


def test_output_into_a_closed_pipe_ends_quietly() -> None:
    command = f"{sys.executable} -m flows.cli read {REAL_DOCUMENT} --json | head -1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, encoding="utf-8", check=False)

    assert done.stdout == "{\n"
    assert "Traceback" not in done.stderr
    assert "BrokenPipe" not in done.stderr


def test_a_load_of_an_empty_folder_says_where_documents_belong(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    called = jixiao("load", "--raw", tmp_path / "raw", "--warehouse", tmp_path / "warehouse")

    assert called.status == 1
    assert (
        f"there is no document below {tmp_path / 'raw'}. Put one into the folder of its fiscal year"
        in called.err
    )
