"""A warehouse folder in its years: what others leave in it, what is lost of it, what is published again."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from tests.clients import killed_while_writing, writing
from tests.loading import marts, query
from tests.warehouse.conftest import LivedIn

pytestmark = [pytest.mark.slow, pytest.mark.operated]

SPOILED = ("update marts.fact_budget set budget_yuan = 1.00", "create table main.scratch as select 1 as n")
COUNTY, BUREAU = "2024/county.docx", "2024/bureau.xlsx"


def money(published: Path) -> Decimal | None:
    return query(published, "select sum(budget_yuan) from marts.fact_budget where is_additive")[0][0]


def damage(file: Path) -> None:
    """Zeros in the place of all but the first quarter: it opens, and its rows cannot be read."""
    content = bytearray(file.read_bytes())
    content[len(content) // 4 :] = bytes(len(content) - len(content) // 4)
    file.write_bytes(content)


def test_a_warehouse_of_the_released_version_is_taken_over_and_says_so(past: LivedIn) -> None:
    said = (past.folder / "taken_over.txt").read_text(encoding="utf-8")

    assert "store.duckdb was made by another version of Jixiao. It is made again: 1 version(s)" in said
    assert "1 load(s) are taken over from what is published" in said
    assert query(past.published, "select load_no, outcome from operations.load_log order by 1") == [
        (1, "published"),
        (2, "published"),
        (3, "published"),
    ]
    assert query(past.published, "select version from operations.contract_version") == [(2,)]
    first = query(
        past.published, "select loaded_at from marts.dim_document where path = ? order by 1", COUNTY
    )
    of_released = query(
        past.warehouse / "publications" / "1.duckdb", "select loaded_at from marts.dim_document"
    )
    assert first[0] == of_released[0]


def test_what_a_load_changed_is_what_two_publications_differ_in(past: LivedIn) -> None:
    said = past.call("diff", "--json")
    changed = json.loads(said.out)

    assert said.status == 0
    assert {(d["path"], d["previous_status"], d["status"]) for d in changed["documents"]} == {
        (BUREAU, "current", "withdrawn"),
        (COUNTY, "current", "superseded"),
        (COUNTY, None, "current"),
    }
    budget = {change["mart"]: change for change in changed["marts"]}["fact_budget"]
    assert (budget["rows_added"], budget["rows_changed"]) == (0, 0)
    before = money(past.warehouse / "publications" / "2.duckdb")
    assert Decimal(budget["budget_difference_yuan"]) == (money(past.published) or 0) - (before or 0)


def test_a_log_of_a_killed_client_is_moved_away_though_nothing_is_new(lived_in: LivedIn) -> None:
    before = lived_in.marts()
    killed_while_writing(lived_in.published, *SPOILED)

    shown = lived_in.call("status")
    assert shown.status == 4
    assert "jixiao.duckdb.wal is of another program" in shown.err
    called = lived_in.load()
    assert called.status == 0, called.err
    assert "jixiao.duckdb.wal was of another program" in called.err
    assert "Nothing is new" in called.err
    assert lived_in.marts() == before
    assert query(lived_in.published, "select 1 from duckdb_tables() where table_name = 'scratch'") == []
    assert len(lived_in.files("jixiao.duckdb.wal.foreign-*")) == 1
    assert "Note: " in lived_in.call("status").out
    assert "jixiao.duckdb.wal was of another program" in lived_in.call("status").out
    assert not (lived_in.warehouse / "jixiao.duckdb.wal").exists()


@pytest.mark.parametrize(
    "name", ["store.duckdb", "working.duckdb", "refused.duckdb", "preview.duckdb", "publications/2.duckdb"]
)
def test_a_foreign_log_beside_any_file_of_the_folder_is_moved_away(lived_in: LivedIn, name: str) -> None:
    file = lived_in.warehouse / name
    killed_while_writing(file, "create table main.scratch as select 1 as n")
    called = lived_in.load()

    assert called.status == 0, called.err
    assert f"{file}.wal was of another program" in called.err
    assert query(file, "select 1 from duckdb_tables() where table_name = 'scratch'") == []


def test_a_client_that_still_writes_stops_a_load_and_keeps_its_log(lived_in: LivedIn) -> None:
    with writing(lived_in.published, *SPOILED):
        called = lived_in.load()

        assert called.status == 4
        assert "is held by another program" in called.err
        assert (lived_in.warehouse / "jixiao.duckdb.wal").exists()


def test_a_publication_is_rolled_back_and_forth(lived_in: LivedIn) -> None:
    latest = lived_in.marts()
    second = marts(lived_in.warehouse / "publications" / "2.duckdb")
    called = lived_in.call("rollback")

    assert called.status == 0, called.err
    assert "the publication of load 2 again" in called.out
    assert lived_in.marts() == second
    assert query(
        lived_in.published, "select outcome, of_load_no from operations.load_log where load_no = 4"
    ) == [("rolled_back", 2)]
    shown = lived_in.call("status").out
    assert "That was a rollback to the publication of load 2." in shown
    assert "Kept publications: of load 3, 2, 1." in shown
    assert "3 document(s)" in lived_in.call("diff").out

    assert lived_in.call("rollback", "3").status == 0
    assert lived_in.marts() == latest
    again = lived_in.load()
    assert again.status == 0, again.err
    assert "Nothing is new" in again.err


def test_a_rollback_to_the_released_version_says_its_contract(lived_in: LivedIn) -> None:
    called = lived_in.call("rollback", "1")

    assert called.status == 0, called.err
    assert query(lived_in.published, "select version from operations.contract_version") == [(1,)]
    assert lived_in.marts() == marts(lived_in.warehouse / "publications" / "1.duckdb")


@pytest.mark.parametrize("load_no", ["7", "3"])
def test_a_rollback_to_what_is_not_kept_names_what_is(lived_in: LivedIn, load_no: str) -> None:
    before = lived_in.published.read_bytes()
    called = lived_in.call("rollback", load_no)

    assert called.status == 2
    assert f"no publication of load {load_no} is kept in" in called.err
    assert "Choose one: load 2, load 1" in called.err
    assert lived_in.published.read_bytes() == before


def test_a_damaged_publication_is_not_published_again(lived_in: LivedIn) -> None:
    before = lived_in.published.read_bytes()
    damage(lived_in.warehouse / "publications" / "2.duckdb")
    called = lived_in.call("rollback", "2")

    assert called.status == 4
    assert "2.duckdb was damaged" in called.err
    assert "Traceback" not in called.err
    assert lived_in.published.read_bytes() == before


def test_a_rollback_takes_the_place_of_a_damaged_file(lived_in: LivedIn) -> None:
    damage(lived_in.published)
    called = lived_in.call("rollback")

    assert called.status == 0, called.err
    assert "jixiao.duckdb was damaged" in called.err
    assert len(lived_in.files("jixiao.duckdb.unusable-*")) == 1
    assert lived_in.marts() == marts(lived_in.warehouse / "publications" / "2.duckdb")


def test_a_linked_file_stays_a_link_and_the_load_after_a_rollback_says_what_it_does(
    lived_in: LivedIn, tmp_path: Path
) -> None:
    latest = lived_in.marts()
    real = tmp_path / "elsewhere" / "real.duckdb"
    real.parent.mkdir()
    lived_in.published.rename(real)
    lived_in.published.symlink_to(real)
    assert lived_in.call("rollback").status == 0
    assert lived_in.published.is_symlink()
    assert marts(real) == marts(lived_in.warehouse / "publications" / "2.duckdb")

    killed_while_writing(real, *SPOILED)
    called = lived_in.load(JIXIAO_KEPT_PUBLICATIONS="1")
    assert called.status == 0, called.err
    assert "rolled back to the publication of load 2" in called.err
    assert f"{real}.wal was of another program" in called.err
    assert lived_in.published.is_symlink()
    assert lived_in.published.readlink() == real
    assert marts(real) == lived_in.marts() == latest
    assert sorted(file.name for file in real.parent.glob("real.*")) == [
        "real.duckdb",
        *(file.name for file in real.parent.glob("real.duckdb.wal.foreign-*")),
    ]
    assert lived_in.files("publications/*") == ["4.duckdb"]


def test_a_link_into_a_folder_that_is_gone_is_said_before_anything_is_read(lived_in: LivedIn) -> None:
    lived_in.published.unlink()
    lived_in.published.symlink_to("gone/real.duckdb")
    called = lived_in.load()

    assert called.status == 2
    assert "Make the folder, or remove the link" in called.err
    assert "Reading" not in called.err


def test_a_warehouse_without_its_two_files_is_made_again_of_the_kept_documents(
    lived_in: LivedIn, tmp_path: Path
) -> None:
    """Gone are raw/'s documents, what a link leads to, and the store; the description of one version is damaged."""
    documents, rows = lived_in.documents(), lived_in.marts()
    for path in (COUNTY, BUREAU):
        (lived_in.raw / path).unlink()
    (tmp_path / "elsewhere").mkdir()
    lived_in.published.unlink()
    lived_in.published.symlink_to(tmp_path / "elsewhere" / "real.duckdb")
    (lived_in.warehouse / "store.duckdb").write_bytes(b"\0" * 20_000)
    kept = lived_in.warehouse / "documents"
    (kept / ("0" * 64)).write_bytes(b"bytes that nothing describes")
    (kept / f"{'1' * 64}.json").write_text('[{"path": "2024/half', encoding="utf-8")
    called = lived_in.load()

    assert called.status == 0, called.err
    assert "store.duckdb was damaged" in called.err
    assert "3 version(s) of documents are read again from" in called.err
    assert "1 kept document(s) in" in called.err
    assert "nothing says of which path and year they are" in called.err
    assert "1 description(s) of kept documents are damaged" in called.err
    told = json.loads(lived_in.call("status", "--json").out)["latest_load"]["warnings"]
    for words in ("store.duckdb was damaged", "nothing says", "description(s) of kept documents are damaged"):
        assert any(words in each for each in told)
    assert lived_in.published.is_symlink()
    assert lived_in.documents() == documents
    assert lived_in.marts() == rows
    assert query(lived_in.published, "select load_no from operations.load_log order by 1") == [
        (1,),
        (2,),
        (3,),
    ]


def test_a_damaged_published_file_alone_is_said_and_published_anew(lived_in: LivedIn) -> None:
    rows = lived_in.marts()
    damage(lived_in.published)
    called = lived_in.load()

    assert called.status == 0, called.err
    assert "jixiao.duckdb was damaged" in called.err
    assert lived_in.marts() == rows
    assert query(lived_in.published, "select load_no from operations.load_log order by 1") == [
        (1,),
        (2,),
        (3,),
        (4,),
    ]


def test_a_damaged_report_of_the_latest_load_heals_itself(lived_in: LivedIn) -> None:
    report = lived_in.warehouse / "last_load.json"
    report.write_text('{"status": 0', encoding="utf-8")

    shown = lived_in.call("status")
    assert shown.status == 0, shown.err
    assert "last_load.json is damaged" in shown.err
    assert "the next load writes it anew" in shown.err
    assert "Published: " in shown.out
    called = lived_in.load()
    assert called.status == 0, called.err
    assert json.loads(report.read_text(encoding="utf-8"))["status"] == 0
    assert lived_in.call("status").err == ""


def test_beside_the_bytes_of_each_version_stands_what_is_known_of_it(past: LivedIn) -> None:
    described = [
        version
        for file in (past.warehouse / "documents").glob("*.json")
        for version in json.loads(file.read_text(encoding="utf-8"))
    ]

    assert {(v["path"], v["status"], v["withdrawn_because"]) for v in described} == {
        (COUNTY, "superseded", None),
        (COUNTY, "current", None),
        (BUREAU, "withdrawn", "重复报送"),
    }
    assert {version["fiscal_year"] for version in described} == {2024}
