"""The documents below raw/, and what documents.csv says of them."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import os
import socket
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from flows.base.errors import NotFoundError, SettingsError
from flows.raw.descriptions import Description
from flows.raw.listing import Unread, list_raw
from tests.unprivileged import without_privileges

MakeRaw = Callable[..., Path]


def test_a_file_takes_its_fiscal_year_from_its_folder(make_raw: MakeRaw) -> None:
    (file,) = list_raw(make_raw({"2024/a/b.txt": "text"})).files

    assert file.path == "2024/a/b.txt"
    assert file.description.fiscal_year == 2024
    assert not file.is_listed
    assert file.sha256 == hashlib.sha256(b"text").hexdigest()


def test_documents_csv_says_what_the_file_does_not(make_raw: MakeRaw) -> None:
    listed = (
        "\ufeffpath,fiscal_year,publisher,jurisdiction,source_url,published_on\n"
        "2024/a.txt,2025,某局,120000,https://example.org/a,2025-02-28\n"
    )
    (file,) = list_raw(make_raw({"2024/a.txt": "text", "documents.csv": listed})).files

    assert file.description == Description(
        "2024/a.txt", 2025, "某局", "120000", "https://example.org/a", dt.date(2025, 2, 28)
    )
    assert file.is_listed


def test_a_listed_file_that_is_gone_keeps_its_line_without_bytes(make_raw: MakeRaw) -> None:
    (file,) = list_raw(make_raw({"documents.csv": "path,fiscal_year\n2024/a.txt,2024\n"})).files

    assert (file.path, file.sha256) == ("2024/a.txt", None)


def test_hidden_files_and_readmes_are_no_documents(make_raw: MakeRaw) -> None:
    folder = make_raw(
        {"2024/.a.txt": "", "2024/~$a.docx": "", "README.md": "", ".git/x": "", "2024/b.txt": "b"}
    )

    assert [file.path for file in list_raw(folder).files] == ["2024/b.txt"]


def test_a_file_outside_of_a_years_folder_has_no_fiscal_year(make_raw: MakeRaw) -> None:
    (file,) = list_raw(make_raw({"drafts/a.txt": "text"})).files

    assert file.description.fiscal_year is None


def test_a_link_out_of_raw_is_not_followed(make_raw: MakeRaw, tmp_path: Path) -> None:
    folder = make_raw({"2024/a.txt": "text"})
    (tmp_path / "secret.txt").write_text("secret")
    (folder / "2024" / "link.txt").symlink_to(tmp_path / "secret.txt")
    good, link = list_raw(folder).files

    assert good.problem is None
    assert link.problem == f"the file is a link that leads out of {folder}; put the document itself there"
    assert link.sha256 != hashlib.sha256(b"secret").hexdigest()


def test_a_link_to_itself_is_a_problem_of_its_own(make_raw: MakeRaw) -> None:
    folder = make_raw({"2024/a.txt": "text"})
    (folder / "2024" / "loop.txt").symlink_to(folder / "2024" / "loop.txt")
    good, loop = list_raw(folder).files

    assert good.problem is None
    assert loop.problem is not None
    assert loop.problem.endswith("remove it")


def test_a_name_that_is_no_utf_8_is_told_and_the_others_go_on(make_raw: MakeRaw) -> None:
    folder = make_raw({"2024/a.txt": "text"})
    name = os.fsdecode("绩.txt".encode("gbk"))
    try:
        (folder / "2024" / name).write_text("text")
    except OSError:
        pytest.skip("this file system takes no name that is no UTF-8")
    odd, good = sorted(list_raw(folder).files, key=lambda file: file.problem is None)

    assert good.problem is None
    assert odd.path == r"2024/\udcbc\udca8.txt"
    assert odd.problem == "its name is no UTF-8 (GBK, as Windows wrote it?); rename the file"


def test_a_missing_folder_is_named_with_the_option_to_give(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match=r"there is no folder .*nowhere.*jixiao load --raw DIR"):
        list_raw(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "path,year\na,2024\n",
            "documents.csv, line 1: the columns are path, year; they may be path, fiscal_year",
        ),
        ("", "line 1: the columns are missing"),
        ("path,publisher,publisher\na,x,y\n", "line 1: the columns are path, publisher, publisher"),
        ("path,fiscal_year\n,2024\n", "line 2: the path is empty"),
        ("path\n../a\n", "line 2: ../a leads out of raw/"),
        ("path\n..\\a\n", "line 2: ../a leads out of raw/"),
        ("path\n/etc/passwd\n", "line 2: /etc/passwd leads out of raw/"),
        ("path\nC:\\raw\\2024\\b.txt\n", "line 2: C:/raw/2024/b.txt leads out of raw/"),
        ("path,fiscal_year\n2024/b,c.txt,2024\n", "line 2: the line has more cells than the header"),
        ('path,publisher\n2024/b.txt,"某局\n', "is no CSV file in UTF-8: unexpected end of data"),
    ],
)
def test_what_leaves_open_which_document_is_meant_stops_the_load_with_its_remedy(
    make_raw: MakeRaw, text: str, message: str
) -> None:
    with pytest.raises(SettingsError) as error:
        list_raw(make_raw({"2024/b.txt": "b", "documents.csv": text}))

    assert message in str(error.value)


def test_a_documents_csv_in_another_encoding_is_named(make_raw: MakeRaw) -> None:
    with pytest.raises(SettingsError, match=r"documents\.csv is no CSV file in UTF-8"):
        list_raw(make_raw({"documents.csv": "path,publisher\na,某局\n".encode("gb18030")}))


@pytest.mark.parametrize(
    ("lines", "number", "reason"),
    [
        ("2024/a.txt,24,某局", 2, "the fiscal year is «24»; write it as 2024"),
        ("2024/a.txt,2024,某局,2024-02-30", 2, "published_on is «2024-02-30»; write it as 2024-02-29"),
        ("2024/a.txt,,某局\n./2024/a.txt,,另一局", 3, "2024/a.txt stands there twice; keep one line"),
        ("2024\\a.txt,,某局\n2024/a.txt,24,另一局", 3, "2024/a.txt stands there twice; keep one line"),
        (
            "2024/a.txt,2024,某局,,x",
            2,
            "the line has more cells than the header; quote texts that hold commas",
        ),
    ],
)
def test_a_wrong_line_holds_back_its_own_document_alone(
    make_raw: MakeRaw, lines: str, number: int, reason: str
) -> None:
    header = "path,fiscal_year,publisher,published_on"
    raw = make_raw(
        {
            "2024/a.txt": "a",
            "2024/b.txt": "b",
            "documents.csv": f"{header}\n{lines}\n,,,\n2024/b.txt,2024,第三局,\n",
        }
    )
    listed = list_raw(raw)

    assert [(file.path, file.description.publisher) for file in listed.files] == [("2024/b.txt", "第三局")]
    assert listed.unread == (Unread("2024/a.txt", f"{raw}/documents.csv, line {number}: {reason}"),)


def test_where_every_document_has_a_wrong_line_the_line_is_the_error(make_raw: MakeRaw) -> None:
    with pytest.raises(SettingsError, match=r"documents\.csv, line 2: the fiscal year is «24»"):
        list_raw(make_raw({"2024/a.txt": "a", "documents.csv": "path,fiscal_year\n2024/a.txt,24\n"}))


def test_a_windows_path_in_documents_csv_describes_the_file(make_raw: MakeRaw) -> None:
    listed = "path,publisher\n2024\\更多\\a.docx,某局\n"
    (file,) = list_raw(make_raw({"2024/更多/a.docx": "a", "documents.csv": listed})).files

    assert (file.path, file.description.publisher) == ("2024/更多/a.docx", "某局")


def test_a_file_with_a_backslash_in_its_name_is_described_by_that_name(make_raw: MakeRaw) -> None:
    listed = "path,fiscal_year\n2024\\a.txt,2024\n"
    (file,) = list_raw(make_raw({"2024\\a.txt": "a", "documents.csv": listed})).files

    assert (file.path, file.description.fiscal_year) == ("2024\\a.txt", 2024)
    assert file.sha256


LITTER = ("Thumbs.db", "desktop.ini", ".DS_Store", "~$a.docx", "~wrl0001.TMP", "来源.url", "a.lnk", "._a.txt")


def test_litter_is_skipped_and_counted_by_kind(make_raw: MakeRaw) -> None:
    listed = list_raw(make_raw({"2024/a.txt": "a", **{f"2024/{name}": "x" for name in LITTER}, ".git/x": ""}))

    assert [file.path for file in listed.files] == ["2024/a.txt"]
    assert listed.skipped == {
        "Thumbs.db": 1,
        "desktop.ini": 1,
        ".DS_Store": 1,
        ".git": 1,
        "~$…": 1,
        "._…": 1,
        "*.tmp": 1,
        "*.url": 1,
        "*.lnk": 1,
    }


def test_what_documents_csv_lists_is_a_document_whatever_its_name(make_raw: MakeRaw) -> None:
    listed = list_raw(make_raw({"2024/a.tmp": "a", "documents.csv": "path\n2024/a.tmp\n"}))

    assert [(file.path, file.sha256 is not None) for file in listed.files] == [("2024/a.tmp", True)]
    assert listed.skipped == {}


def test_control_characters_of_a_name_are_written_out_and_the_file_is_read(make_raw: MakeRaw) -> None:
    name = "2024/a\x1b[31m\x9b\u202e.txt"
    (file,) = list_raw(make_raw({name: "a", "documents.csv": f"path,publisher\n{name},某局\n"})).files

    assert file.path == r"2024/a\u001b[31m\u009b\u202e.txt"
    assert file.name == name
    assert file.sha256 == hashlib.sha256(b"a").hexdigest()
    assert file.description.publisher == "某局"


def test_control_characters_of_documents_csv_are_left_out_and_told(make_raw: MakeRaw) -> None:
    raw = make_raw(
        {"2024/a.txt": "a", "documents.csv": "path,publisher\n2024/a.txt,某\x1b]0;x\x07局\u202e\n"}
    )
    listed = list_raw(raw)

    assert listed.files[0].description.publisher == "某]0;x局"
    assert listed.remarks == (f"{raw}/documents.csv, line 2: control characters of publisher were left out",)


def _pipe(file: Path) -> None:
    os.mkfifo(file)


def _link(file: Path) -> None:
    (file.parent / "other.csv").write_text("path\n", encoding="utf-8")
    file.symlink_to("other.csv")


def _link_to_nothing(file: Path) -> None:
    file.symlink_to("nowhere")


def _device(file: Path) -> None:
    try:
        os.mknod(file, 0o644 | stat.S_IFCHR, os.makedev(1, 5))  # /dev/zero, which never ends
    except PermissionError:
        pytest.skip("only root makes a device")


def _socket(file: Path) -> None:
    with socket.socket(socket.AF_UNIX) as bound, contextlib.chdir(file.parent):
        bound.bind(file.name)


@pytest.mark.parametrize(
    ("make", "what"),
    [
        (_pipe, r"is a pipe \(FIFO\)"),
        (_link, "is a link"),
        (_link_to_nothing, "is a link"),
        (_device, "is a device"),
        (_socket, "is a socket"),
        (Path.mkdir, "is a folder"),
    ],
)
def test_a_documents_csv_that_is_no_plain_file_is_refused_by_name(
    make_raw: MakeRaw, make: Callable[[Path], None], what: str
) -> None:
    raw = make_raw({"2024/a.txt": "a"})
    make(raw / "documents.csv")

    with pytest.raises(SettingsError, match=rf"documents\.csv {what}"):
        list_raw(raw)


def test_a_link_to_nothing_is_a_problem_of_its_own(make_raw: MakeRaw) -> None:
    raw = make_raw({"2024/a.txt": "text"})
    (raw / "2024" / "b.txt").symlink_to("nowhere")
    _, link = list_raw(raw).files

    assert link.problem == "it is a link that leads to nothing; remove it"


UNREADABLE = """
import sys
from pathlib import Path
from flows.base.errors import JixiaoError
from flows.raw.listing import list_raw
try:
    listed = list_raw(Path(sys.argv[1]))
except JixiaoError as error:
    print(int(error.exit_status), error)
else:
    print([file.path for file in listed.files if not file.is_unread])
    print([(each.path, each.reason) for each in listed.unread])
"""


def _listed_without_privileges(raw: Path) -> str:
    command = [*without_privileges(), sys.executable, "-c", UNREADABLE, str(raw)]
    return subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout


def test_a_file_and_a_folder_that_may_not_be_read_are_told_with_their_reason(make_raw: MakeRaw) -> None:
    raw = make_raw(
        dict.fromkeys(("2024/a.txt", "2024/b.txt", "2024/more/c.txt", "2024/seen/d.txt"), "x")
        | {"documents.csv": "path\n2024/more/c.txt\n2024/b.txt\n"}
    )
    (raw / "2024" / "b.txt").chmod(0)
    (raw / "2024" / "more").chmod(0)
    (raw / "2024" / "seen").chmod(0o444)  # its names may be listed, its files not opened
    told = _listed_without_privileges(raw)

    assert told.splitlines() == [
        "['2024/a.txt']",
        str([(path, "permission denied") for path in ("2024/b.txt", "2024/more", "2024/seen/d.txt")]),
    ]


def test_a_documents_csv_that_may_not_be_read_stops_the_load(make_raw: MakeRaw) -> None:
    raw = make_raw({"2024/a.txt": "x", "documents.csv": "path\n"})
    (raw / "documents.csv").chmod(0)

    assert _listed_without_privileges(raw).startswith(
        f"4 {raw}/documents.csv cannot be read: Permission denied"
    )


@pytest.mark.parametrize("place", ["", "2024", "2024/a.txt"])
def test_where_nothing_can_be_read_that_is_the_error(make_raw: MakeRaw, place: str) -> None:
    raw = make_raw({"2024/a.txt": "x"})
    (raw / place).chmod(0)
    try:
        told = _listed_without_privileges(raw)
    finally:
        (raw / place).chmod(0o755)

    assert told.startswith(f"4 nothing below {raw} can be read ({raw / (place or '.')}: permission denied)")
