"""The documents below raw/, and what documents.csv says of them."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from flows.base.errors import NotFoundError, SettingsError
from flows.raw.listing import Description, list_raw

MakeRaw = Callable[..., Path]


def test_a_file_takes_its_fiscal_year_from_its_folder(make_raw: MakeRaw) -> None:
    (file,) = list_raw(make_raw({"2024/a/b.txt": "text"}))

    assert file.path == "2024/a/b.txt"
    assert file.description.fiscal_year == 2024
    assert not file.is_listed
    assert file.sha256 == hashlib.sha256(b"text").hexdigest()


def test_documents_csv_says_what_the_file_does_not(make_raw: MakeRaw) -> None:
    listed = (
        "\ufeffpath,fiscal_year,publisher,jurisdiction,source_url,published_on\n"
        "2024/a.txt,2025,某局,120000,https://example.org/a,2025-02-28\n"
    )
    (file,) = list_raw(make_raw({"2024/a.txt": "text", "documents.csv": listed}))

    assert file.description == Description(
        "2024/a.txt", 2025, "某局", "120000", "https://example.org/a", dt.date(2025, 2, 28)
    )
    assert file.is_listed


def test_a_listed_file_that_is_gone_keeps_its_line_without_bytes(make_raw: MakeRaw) -> None:
    (file,) = list_raw(make_raw({"documents.csv": "path,fiscal_year\n2024/a.txt,2024\n"}))

    assert (file.path, file.sha256) == ("2024/a.txt", None)


def test_hidden_files_and_readmes_are_no_documents(make_raw: MakeRaw) -> None:
    folder = make_raw(
        {"2024/.a.txt": "", "2024/~$a.docx": "", "README.md": "", ".git/x": "", "2024/b.txt": "b"}
    )

    assert [file.path for file in list_raw(folder)] == ["2024/b.txt"]


def test_a_file_outside_of_a_years_folder_has_no_fiscal_year(make_raw: MakeRaw) -> None:
    (file,) = list_raw(make_raw({"drafts/a.txt": "text"}))

    assert file.description.fiscal_year is None


def test_a_link_out_of_raw_is_not_followed(make_raw: MakeRaw, tmp_path: Path) -> None:
    folder = make_raw({"2024/a.txt": "text"})
    (tmp_path / "secret.txt").write_text("secret")
    (folder / "2024" / "link.txt").symlink_to(tmp_path / "secret.txt")
    good, link = list_raw(folder)

    assert good.problem is None
    assert link.problem == f"the file is a link that leads out of {folder}; put the document itself there"
    assert link.sha256 != hashlib.sha256(b"secret").hexdigest()


def test_a_link_to_itself_is_a_problem_of_its_own(make_raw: MakeRaw) -> None:
    folder = make_raw({"2024/a.txt": "text"})
    (folder / "2024" / "loop.txt").symlink_to(folder / "2024" / "loop.txt")
    good, loop = list_raw(folder)

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
    odd, good = sorted(list_raw(folder), key=lambda file: file.problem is None)

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
        ("path,fiscal_year\n,2024\n", "line 2: the path is empty"),
        ("path,fiscal_year\na,24\n", "line 2: the fiscal year is «24»; write it as 2024"),
        ("path,published_on\na,2024-02-30\n", "line 2: published_on is «2024-02-30»; write it as 2024-02-29"),
        ("path\na\na\n", "line 3: a stands there twice; keep one line"),
        ("path\n../a\n", "line 2: ../a leads out of raw/"),
        ("path\n/etc/passwd\n", "line 2: /etc/passwd leads out of raw/"),
        ("path,fiscal_year\na,2024,x\n", "line 2: the line has more cells than the header"),
    ],
)
def test_a_wrong_line_of_documents_csv_is_named_with_its_remedy(
    make_raw: MakeRaw, text: str, message: str
) -> None:
    with pytest.raises(SettingsError) as error:
        list_raw(make_raw({"documents.csv": text}))

    assert message in str(error.value)


def test_a_documents_csv_in_another_encoding_is_named(make_raw: MakeRaw) -> None:
    with pytest.raises(SettingsError, match=r"documents\.csv is no CSV file in UTF-8"):
        list_raw(make_raw({"documents.csv": "path,publisher\na,某局\n".encode("gb18030")}))
