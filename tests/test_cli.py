"""The command as a newcomer meets it: help, reading a file, and what it says when something is wrong."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from flows.base.errors import BusyError
from flows.base.files import locked
from flows.base.paths import Warehouse
from tests.loading import jixiao, jixiao_here
from tests.pages.command import commands
from tests.places import REAL_DOCUMENT, ROOT


def test_help_names_every_command_with_what_it_does() -> None:
    called = jixiao_here("--help")

    assert called.status == 0
    for name, command in commands().items():
        assert name in called.out
        assert command.get_short_help_str(limit=30).removesuffix("...") in called.out


def test_read_prints_each_indicator_with_its_place() -> None:
    called = jixiao("read", REAL_DOCUMENT)
    lines = [" ".join(line.split()) for line in called.out.splitlines()]

    assert called.status == 0
    assert "1. 大型检测设备运行维护2024（特检院） [line 6]" in lines
    assert "预算数: 45.00 万元 [line 10]" in lines
    assert any(line.startswith("line 34 产出指标 数量指标 维修保养设备数量") for line in lines)
    assert "56 forms, 473 indicators, fiscal year 2024" in called.err


def test_read_as_json_has_all_that_is_printed() -> None:
    read = json.loads(jixiao_here("read", "--json", REAL_DOCUMENT).out)
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
    with_year = json.loads(jixiao_here("read", file, "--year", "2023", "--json").out)
    without = json.loads(jixiao_here("read", file, "--json").out)

    assert with_year["forms"][0]["rows"][0]["due_on"] == "2023-12-31"
    assert without["forms"][0]["rows"][0]["due_on"] is None
    assert "give --year" in without["warnings"][0]


def test_read_of_a_file_without_a_form_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("一份通知\n", encoding="utf-8")
    called = jixiao_here("read", tmp_path / "a.txt")

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
        (["read", "a.txt", "--year", "24"], 2, "should be greater than or equal to 2000"),
        (["diff", "--version", "ab"], 2, "say which with --document PATH"),
        (["diff", "3", "--document", "a.txt"], 2, "whatever the load: leave out the other"),
        (["withdraw", "/etc/passwd", "--reason", "x", "--raw", "{folder}"], 2, "leads out of raw/"),
        (["withdraw", "2024/a.txt", "--reason", "x", "--raw", "nowhere"], 2, "there is no folder nowhere"),
        (["load", "--wrong"], 2, "No such option: --wrong"),
        (["add", "{real}", "--year", "2024", "--raw", "/dev/null/x"], 4, "Stopped: "),
        (["laod"], 2, "No such command 'laod'"),
    ],
)
def test_an_error_is_a_sentence_and_a_status_never_a_traceback(
    tmp_path: Path, arguments: list[str], status: int, message: str
) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    called = jixiao_here(
        *(
            argument.format(empty=tmp_path / "empty.txt", folder=tmp_path, real=REAL_DOCUMENT)
            for argument in arguments
        )
    )

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
                "import sys, time; from pathlib import Path; from flows.base.files import locked; "
                "from flows.base.paths import Warehouse\n"
                "with locked(Warehouse(Path(sys.argv[1]))): print(flush=True); time.sleep(60)"
            ),
            str(tmp_path),
        ],
        stdout=subprocess.PIPE,
    )
    assert holder.stdout is not None
    holder.stdout.readline()
    with pytest.raises(BusyError), locked(Warehouse(tmp_path)):
        pass
    os.kill(holder.pid, signal.SIGKILL)
    holder.wait()

    with locked(Warehouse(tmp_path)):
        pass


READING = (
    ("status",),
    ("findings",),
    ("explain", "满意度"),
    ("changes", "2024"),
    ("outcomes", "2024"),
    ("diff",),
    ("export", "--to", "{folder}/exported", "--format", "csv"),
    ("report", "--to", "{folder}/report"),
)


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A warehouse whose published file another program has open for writing."""
    folder = tmp_path_factory.mktemp("held")
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys, time, duckdb; file = duckdb.connect(sys.argv[1]); print(flush=True); time.sleep(600)",
            str(folder / "jixiao.duckdb"),
        ],
        stdout=subprocess.PIPE,
    )
    assert holder.stdout is not None
    holder.stdout.readline()
    yield folder
    holder.kill()
    holder.wait()


@pytest.mark.parametrize(
    "arguments", [*READING, ("load", "--raw", str(ROOT / "raw"))], ids=lambda call: call[0]
)
def test_a_published_file_that_another_program_holds_is_told(held: Path, arguments: tuple[str, ...]) -> None:
    called = jixiao_here(*(argument.format(folder=held) for argument in arguments), "--warehouse", held)

    assert called.status == 4
    assert "jixiao.duckdb is held by another program" in called.err
    assert "Traceback" not in called.err


@pytest.mark.parametrize("arguments", READING[1:], ids=lambda call: call[0])
@pytest.mark.parametrize("kind", ["damaged", "of an earlier version"])
def test_a_published_file_that_cannot_be_used_is_told(
    tmp_path: Path, arguments: tuple[str, ...], kind: str
) -> None:
    file = tmp_path / "jixiao.duckdb"
    if kind == "damaged":
        file.write_bytes(b"no database" * 1_000)
    else:
        duckdb.connect(str(file)).close()
    called = jixiao_here(
        *(argument.format(folder=tmp_path) for argument in arguments), "--warehouse", tmp_path
    )

    assert called.status == 4
    assert "jixiao.duckdb" in called.err
    assert "Traceback" not in called.err


def test_a_warehouse_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    called = jixiao_here("load", "--raw", ROOT / "raw", "--warehouse", tmp_path / "file" / "warehouse")

    assert called.status == 4
    assert "cannot be written" in called.err


def test_output_into_a_closed_pipe_ends_quietly() -> None:
    command = f"{sys.executable} -m flows.cli read {REAL_DOCUMENT} --json | head -1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, encoding="utf-8", check=False)

    assert (done.stdout, done.stderr) == ("{\n", "")


def test_a_load_of_an_empty_folder_says_where_documents_belong(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    called = jixiao_here("load", "--raw", tmp_path / "raw", "--warehouse", tmp_path / "warehouse")

    assert called.status == 1
    assert (
        f"there is no document below {tmp_path / 'raw'}. Put one into the folder of its fiscal year"
        in called.err
    )
