"""Lines of documents.csv, as `jixiao add` and `withdraw` write them: one line, and every other byte as it was."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from flows.base.errors import SettingsError, UsageError
from flows.base.paths import Warehouse
from flows.commands.intake import Origin, add, withdraw
from flows.raw.descriptions import DESCRIPTIONS, read_descriptions
from flows.raw.register import describe
from tests.places import REAL_DOCUMENT

PATH = "2024/a.txt"


def described(raw: Path, text: str) -> str:
    """What is in documents.csv after the line of PATH was given a publisher."""
    (raw / DESCRIPTIONS).write_bytes(text.encode())
    describe(raw, {PATH: {"publisher": "财政局"}})
    return (raw / DESCRIPTIONS).read_bytes().decode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("path,publisher\n2024/a.txt,x\n", "path,publisher\n2024/a.txt,财政局\n"),
        ("path,publisher\n./2024/a.txt,x\n", "path,publisher\n./2024/a.txt,财政局\n"),
        ("path,publisher\n2024\\a.txt,x\n", "path,publisher\n2024\\a.txt,财政局\n"),
        ("path,publisher,fiscal_year\nb,y,24\n", "path,publisher,fiscal_year\nb,y,24\n2024/a.txt,财政局,\n"),
        ("path,publisher\r\nb,y\r\n", "path,publisher\r\nb,y\r\n2024/a.txt,财政局\r\n"),
        ("path,publisher\nb,y", "path,publisher\nb,y\n2024/a.txt,财政局\n"),
        ("\ufeffpath\nb\n", "\ufeffpath,publisher\nb\n2024/a.txt,财政局\n"),
        (
            'path,publisher\nb,"two\nlines"\n2024/a.txt,x\n',
            'path,publisher\nb,"two\nlines"\n2024/a.txt,财政局\n',
        ),
        (
            "path,publisher\nb,天津\x0b局\u2028x\x85\n2024/a.txt,x\n",
            "path,publisher\nb,天津\x0b局\u2028x\x85\n2024/a.txt,财政局\n",
        ),
    ],
    ids=[
        "there",
        "with a dot",
        "of Windows",
        "another line is wrong",
        "crlf",
        "no end",
        "byte order mark",
        "quoted break",
        "other breaks",
    ],
)
def test_one_line_is_written_and_every_other_byte_stays(tmp_path: Path, before: str, after: str) -> None:
    assert described(tmp_path, before) == after
    assert read_descriptions(tmp_path).lines[PATH].publisher == "财政局"


def test_a_text_of_two_lines_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="write it in one line"):
        describe(tmp_path, {PATH: {"publisher": "天津\x0b局"}})

    assert not (tmp_path / DESCRIPTIONS).exists()


def test_nothing_is_copied_beside_a_documents_csv_that_a_load_would_refuse(tmp_path: Path) -> None:
    (tmp_path / DESCRIPTIONS).write_text("path,foo\n", encoding="utf-8")

    with pytest.raises(SettingsError, match="line 1: the columns are path, foo"):
        add([REAL_DOCUMENT], tmp_path, 2024, Origin("财政局"), replace=False)

    assert [file.name for file in tmp_path.iterdir()] == [DESCRIPTIONS]


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_withdrawal_without_a_reason_is_wrong_usage(tmp_path: Path, reason: str) -> None:
    (tmp_path / "2024").mkdir()
    (tmp_path / PATH).write_text("x", encoding="utf-8")

    with pytest.raises(UsageError, match="the reason is empty"):
        withdraw(PATH, tmp_path, Warehouse(tmp_path / "warehouse"), reason)

    assert not (tmp_path / DESCRIPTIONS).exists()


def test_a_line_that_is_wrong_as_it_stands_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "2024").mkdir()
    (tmp_path / PATH).write_text("x", encoding="utf-8")
    text = "path,publisher\n2024/a.txt,某局,分局\n"

    with pytest.raises(SettingsError, match="line 2: the line has more cells than the header"):
        described(tmp_path, text)

    assert (tmp_path / DESCRIPTIONS).read_text(encoding="utf-8") == text


def test_the_mode_of_documents_csv_stays(tmp_path: Path) -> None:
    (tmp_path / DESCRIPTIONS).touch(mode=0o640)
    (tmp_path / DESCRIPTIONS).chmod(0o640)
    described(tmp_path, "path\n")

    assert stat.S_IMODE((tmp_path / DESCRIPTIONS).stat().st_mode) == 0o640
