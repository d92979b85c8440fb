"""What stands beside kept bytes is enough to know their versions again; what cannot be used is said."""

from __future__ import annotations

import hashlib
import json
import logging
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows import landing
from flows.landing.versions import Version, keep
from flows.warehouse.sidecars import read_sidecars

FIRST, SECOND, OTHER = (hashlib.sha256(content).hexdigest() for content in (b"first", b"second", b"other"))


def described(sha256: str, path: str = "2024/a.docx", **said: str | int | bool | None) -> dict[str, Any]:
    return {
        "path": path,
        "sha256": sha256,
        "fiscal_year": 2024,
        "publisher": "甲局",
        "jurisdiction": None,
        "source_url": None,
        "published_on": "2024-02-29",
        "withdrawn_because": None,
        "is_listed": True,
        "status": "current",
        "status_reason": None,
        "first_read_at": "2024-03-01T08:00:00.123456Z",
        **said,
    }


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    """The bytes of two versions of a path, described."""
    for content, said in (
        (b"first", described(FIRST, status="superseded", publisher="甲局旧名")),
        (b"second", described(SECOND, first_read_at="2024-04-01T08:00:00.000000Z")),
    ):
        sha256 = hashlib.sha256(content).hexdigest()
        (tmp_path / sha256).write_bytes(content)
        (tmp_path / f"{sha256}.json").write_text(json.dumps([said]), encoding="utf-8")
    return tmp_path


def taken_over(documents: Path) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    with duckdb.connect() as connection:
        landing.create_landing(connection)
        landing.take_over_versions(connection, documents / "no.duckdb", documents)
        versions = connection.execute(
            "select path, sha256, read_at at time zone 'UTC' from landing.document order by read_at, path"
        ).fetchall()
        files = connection.execute(
            "select path, fiscal_year, publisher, published_on, withdrawn_because from landing.raw_file order by 1"
        ).fetchall()
    return [(path, sha256, str(read_at)) for path, sha256, read_at in versions], files


def test_versions_come_back_in_the_order_in_which_they_were_read(documents: Path) -> None:
    versions, files = taken_over(documents)

    assert versions == [
        ("2024/a.docx", FIRST, "2024-03-01 08:00:00.123456"),
        ("2024/a.docx", SECOND, "2024-04-01 08:00:00"),
    ]
    assert [(file[0], file[1], file[2], str(file[3])) for file in files] == [
        ("2024/a.docx", 2024, "甲局", "2024-02-29")
    ]


def test_one_file_at_two_paths_is_two_versions(documents: Path) -> None:
    both = [described(SECOND), described(SECOND, "2025/b.docx", fiscal_year=2025, withdrawn_because="重复")]
    (documents / f"{SECOND}.json").write_text(json.dumps(both), encoding="utf-8")
    versions, files = taken_over(documents)

    assert len(versions) == 3
    assert [(file[0], file[1], file[4]) for file in files] == [
        ("2024/a.docx", 2024, None),
        ("2025/b.docx", 2025, "重复"),
    ]


@pytest.mark.parametrize(
    "content",
    [
        "",
        '[{"path": "2024/a.docx"',
        "[]x",
        "{}",
        json.dumps([described(SECOND, fiscal_year="2024")]),
        json.dumps([{k: v for k, v in described(SECOND).items() if k != "first_read_at"}]),
        "\udcff",
    ],
)
def test_a_damaged_description_is_named_and_the_others_go_on(
    documents: Path, caplog: pytest.LogCaptureFixture, content: str
) -> None:
    (documents / f"{SECOND}.json").write_bytes(content.encode(errors="surrogateescape"))
    with caplog.at_level(logging.WARNING):
        versions, _ = taken_over(documents)

    assert [sha256 for _, sha256, _ in versions] == [FIRST]
    assert (
        f"1 description(s) of kept documents are damaged and were passed over: {SECOND}.json" in caplog.text
    )
    assert f"1 kept document(s) in {documents} cannot be used" in caplog.text


def test_a_description_without_bytes_or_of_other_bytes_is_no_version(documents: Path) -> None:
    (documents / f"{OTHER}.json").write_text(json.dumps([described(OTHER)]), encoding="utf-8")
    (documents / f"{SECOND}.json").write_text(json.dumps([described(OTHER)]), encoding="utf-8")
    versions, _ = taken_over(documents)

    assert [sha256 for _, sha256, _ in versions] == [FIRST]


def test_what_a_later_version_of_jixiao_adds_is_passed_over(documents: Path) -> None:
    later = described(SECOND, pages=12)
    (documents / f"{SECOND}.json").write_text(json.dumps([later]), encoding="utf-8")

    assert len(read_sidecars(documents)[0]) == 2
    assert read_sidecars(documents)[1] == ()


def test_kept_bytes_that_are_damaged_are_a_problem_of_that_version_alone(documents: Path) -> None:
    (documents / FIRST).write_bytes(b"fir")
    kept = keep(Version("2024/a.docx", FIRST, documents / FIRST, 2024), documents)

    assert kept.content is None
    assert "are damaged; put the document into raw/ again" in (kept.problem or "")


def test_the_document_in_raw_mends_kept_bytes_that_were_cut_off(documents: Path, tmp_path: Path) -> None:
    (documents / FIRST).write_bytes(b"fir")
    raw = tmp_path / "a.docx"
    raw.write_bytes(b"first")

    assert keep(Version("2024/a.docx", FIRST, raw, 2024), documents).content == b"first"
    assert (documents / FIRST).read_bytes() == b"first"
