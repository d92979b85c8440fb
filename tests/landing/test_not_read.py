"""Versions that could not be read this time: what is said of them, and which of them stop a load."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import duckdb
import pytest

from flows import landing
from flows.base.errors import CouldNotRunError
from flows.landing import Landed
from flows.landing.rows import read_rows
from flows.landing.versions import ReadVersion, Version, keep
from flows.raw.listing import list_raw
from tests.findings.made import CASES
from tests.scale.formats import as_html

PATH = "2024/objectives.html"
OLD = as_html([CASES[0].form])
NEW = OLD + b"<!-- restated -->"
WHY = "the reader failed on the file (KeyError: 1)"


class Folder:
    """A raw/ folder of one document and the landing of it; the reader fails on the contents in `failing`."""

    def __init__(self, folder: Path) -> None:
        self.raw, self.documents = folder / "raw", folder / "documents"
        (self.raw / "2024").mkdir(parents=True)
        self.documents.mkdir()
        self.failing: tuple[bytes, ...] = ()
        self.connection = duckdb.connect()
        landing.create_landing(self.connection)

    def put(self, content: bytes) -> None:
        (self.raw / PATH).write_bytes(content)

    def withdraw(self) -> None:
        (self.raw / "documents.csv").write_text(
            f"path,withdrawn_because\n{PATH},重复报送\n", encoding="utf-8"
        )

    def land(self, reader_version: str) -> Landed:
        return landing.land(
            self.connection,
            list_raw(self.raw),
            self.raw,
            self.documents,
            reader_version,
            "limits",
            self._read,
        )

    def lose_the_store(self, **statuses: str) -> None:
        """Each content, by its name here, had a status in the last publication."""
        for name, status in statuses.items():
            content = {"old": OLD, "new": NEW}[name]
            sha256 = hashlib.sha256(content).hexdigest()
            said = dict.fromkeys(
                (
                    "publisher",
                    "jurisdiction",
                    "source_url",
                    "published_on",
                    "withdrawn_because",
                    "status_reason",
                )
            )
            said |= {
                "path": PATH,
                "sha256": sha256,
                "fiscal_year": 2024,
                "is_listed": False,
                "status": status,
            }
            said |= {"first_read_at": "2024-03-01T08:00:00.123456Z"}
            (self.documents / f"{sha256}.json").write_text(json.dumps([said]), encoding="utf-8")
        self.connection = duckdb.connect()
        landing.create_landing(self.connection)
        landing.take_over_versions(self.connection, self.documents / "no.duckdb", self.documents)

    def forms_and_problems(self) -> list[tuple[int, str | None]]:
        """Of each version, in the order of their bytes' length."""
        return self.connection.execute(
            """
            select (select count(*) from landing.form where form.document_id = document.document_id), problem
            from landing.document order by sha256 = ?
            """,
            [hashlib.sha256(NEW).hexdigest()],
        ).fetchall()

    def moves(self) -> list[tuple[str, str | None]]:
        return self.connection.execute("select path, moved_to from landing.document order by path").fetchall()

    def _read(self, versions: Iterable[Version], documents: Path) -> Iterator[ReadVersion]:
        digests = {hashlib.sha256(content).hexdigest() for content in self.failing}
        for version in versions:
            if version.sha256 in digests:
                yield ReadVersion(version, 1, None, not_read=WHY)
            else:
                kept = keep(version, documents)
                rows = read_rows(kept.content or b"", version.document_id, version.fiscal_year)
                yield ReadVersion(version, kept.byte_size, rows)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def test_what_was_read_before_stays_and_every_call_tries_again(folder: Folder) -> None:
    folder.put(OLD)
    assert folder.land("first readers").not_read == ()
    before = folder.connection.execute("from landing.indicator_row").fetchall()
    folder.failing = (OLD,)

    for _ in range(2):
        assert folder.land("next readers").not_read == ((PATH, WHY),)
        assert folder.connection.execute("from landing.indicator_row").fetchall() == before

    folder.failing = ()
    assert folder.land("next readers") == Landed((PATH,), (), ())
    assert folder.forms_and_problems() == [(1, None)]


def test_an_earlier_version_that_cannot_be_read_is_no_matter_of_what_lies_below_raw_now(
    folder: Folder,
) -> None:
    for content in (OLD, NEW):
        folder.put(content)
        folder.land("first readers")
    folder.failing = (OLD,)

    landed = folder.land("next readers")

    assert landed == Landed((PATH,), (), ())
    assert folder.connection.execute("select reason from landing.not_read").fetchall() == [(WHY,)]
    assert folder.forms_and_problems() == [(1, None), (1, None)]


def test_a_file_that_is_gone_and_counts_is_said(folder: Folder) -> None:
    folder.put(OLD)
    folder.land("first readers")
    (folder.raw / PATH).unlink()
    folder.failing = (OLD,)

    assert folder.land("next readers") == Landed((), ((PATH, WHY),), (PATH,))


def test_a_file_that_was_moved_speaks_from_its_earlier_path_until_it_is_read_at_the_new_one(
    folder: Folder,
) -> None:
    moved_to = "2024/moved.html"
    folder.put(OLD)
    folder.land("first readers")
    (folder.raw / PATH).rename(folder.raw / moved_to)
    folder.failing = (OLD,)

    landed = folder.land("first readers")
    assert (landed.not_read, landed.gone) == (((moved_to, WHY),), (PATH,))
    assert folder.moves() == [(PATH, None)]

    folder.failing = ()
    assert folder.land("first readers").read == (moved_to,)
    assert folder.moves() == [(moved_to, None), (PATH, moved_to)]


def test_a_published_document_that_cannot_be_read_after_the_store_was_lost_stops_the_load_until_it_is_withdrawn(
    folder: Folder,
) -> None:
    folder.put(OLD)
    folder.land("first readers")
    folder.lose_the_store(old="current")
    folder.failing = (OLD,)

    for _ in range(2):
        with pytest.raises(CouldNotRunError) as error:
            folder.land("next readers")
        assert f"the store was lost, and {PATH} could not be read again: {WHY}" in str(error.value)
        assert "withdraw the document to go on without it" in str(error.value)

    folder.withdraw()
    assert folder.land("next readers").not_read == ()
    assert folder.forms_and_problems() == [(0, WHY)]

    (folder.raw / "documents.csv").unlink()
    folder.failing = ()
    folder.land("next readers")
    assert folder.forms_and_problems() == [(1, None)]


def test_an_earlier_version_that_cannot_be_read_after_the_store_was_lost_stops_nothing(
    folder: Folder,
) -> None:
    for content in (OLD, NEW):
        folder.put(content)
        folder.land("first readers")
    folder.lose_the_store(old="superseded", new="current")
    folder.failing = (OLD,)

    assert folder.land("next readers") == Landed((PATH,), (), ())
    assert folder.forms_and_problems() == [(0, WHY), (1, None)]
