"""Only the jurisdictions that changed are built anew, and the published file is the same as if all had been."""

from __future__ import annotations

import csv
import json
from functools import partial
from pathlib import Path

import duckdb
import pytest

from flows.landing import Limits, create_landing, land, read_versions
from flows.raw.listing import list_raw
from tests.loading import jixiao, marts, query
from tests.places import REAL_DOCUMENT
from tests.scale import corpus
from tests.years.publications import first_year, next_year, printed

pytestmark = [pytest.mark.slow, pytest.mark.operated]

EAST, WEST, NORTH, SOUTH = "东县", "西县", "北县", "南县"


class Raw:
    """A raw/ folder whose lines of documents.csv are written anew with each change."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.lines: dict[str, tuple[int, str, str]] = {}

    def put(self, path: str, forms: tuple[int, ...], jurisdiction: str, years_later: int = 0) -> None:
        """A document with these forms of the real one."""
        chosen = tuple(form for form in first_year() if form.origin in forms)
        for _ in range(years_later):
            chosen = next_year(chosen)
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(printed(chosen), encoding="utf-8")
        self.describe(path, jurisdiction)

    def describe(self, path: str, jurisdiction: str, publisher: str = "财政局") -> None:
        self.lines[path] = (int(path[:4]), publisher, jurisdiction)
        with (self.folder / "documents.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(("path", "fiscal_year", "publisher", "jurisdiction"))
            writer.writerows((path, *line) for path, line in sorted(self.lines.items()))


@pytest.fixture(scope="module")
def after_changes(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, list[list[str]]]:
    """A warehouse loaded before and after changes, one loaded once at the end, and what each load built."""
    folder = tmp_path_factory.mktemp("scopes")
    raw, warehouse = Raw(folder / "raw"), folder / "warehouse"
    built: list[list[str]] = []

    def load() -> None:
        called = jixiao("load", "--raw", raw.folder, "--warehouse", warehouse)
        assert called.status in (0, 3), called.err
        rows = query(
            warehouse / "working.duckdb",
            "select distinct coalesce(jurisdiction, '') from landing.raw_file order by 1",
        )
        built.append([scope for (scope,) in rows])

    raw.put("2024/east.txt", (1, 2, 3, 11, 12), EAST)
    raw.put("2024/west.txt", (4, 5, 6), WEST)
    raw.put("2024/north.txt", (7, 8), NORTH)
    raw.put("2024/south.txt", (1, 9, 10), SOUTH)  # a unit of the same code and name as in the east
    raw.put("2025/south.txt", (1, 9), SOUTH, years_later=1)
    load()
    # A year comes, a project goes and one comes.
    raw.put("2025/east.txt", (1, 2, 11, 12, 20), EAST, years_later=1)
    raw.put("2024/west.txt", (4, 6), WEST)  # restated with a form less
    raw.put("2025/unknown.txt", (30,), "")  # a jurisdiction comes, and it is none
    raw.describe("2024/north.txt", WEST)  # a document moves from one jurisdiction to another
    (raw.folder / "2024" / "broken.txt").write_bytes(REAL_DOCUMENT.read_bytes()[:3000])
    raw.describe("2024/broken.txt", NORTH)
    load()
    once = folder / "once"
    assert jixiao("load", "--raw", raw.folder, "--warehouse", once).status == 3
    return warehouse / "jixiao.duckdb", once / "jixiao.duckdb", built


def test_a_load_builds_only_the_jurisdictions_that_changed(
    after_changes: tuple[Path, Path, list[list[str]]],
) -> None:
    assert after_changes[2] == [sorted((EAST, WEST, NORTH, SOUTH)), sorted(("", EAST, WEST, NORTH))]


def test_loads_of_parts_publish_what_one_load_of_all_does(
    after_changes: tuple[Path, Path, list[list[str]]],
) -> None:
    in_parts, at_once = marts(after_changes[0]), marts(after_changes[1])
    # What only the loads in parts have seen: the version of 2024/west.txt that was restated.
    restated = {row[0] for row in in_parts["dim_document"]} - {row[0] for row in at_once["dim_document"]}
    assert len(restated) == 1
    for table, rows in in_parts.items():
        assert [row for row in rows if not restated & set(map(str, row))] == at_once[table], table


def test_verdicts_of_jurisdictions_that_were_not_built_stay(
    after_changes: tuple[Path, Path, list[list[str]]],
) -> None:
    in_parts, at_once = (
        query(file, "from operations.gate_result order by all") for file in after_changes[:2]
    )

    assert {scope for scope, *_ in in_parts} == {"", EAST, WEST, NORTH, SOUTH}
    assert {(scope, name) for scope, _, name, _, is_met, _ in in_parts if not is_met} >= {
        (NORTH, "no_row_is_cut_off")
    }
    assert in_parts == at_once


def test_units_of_one_code_and_name_in_two_jurisdictions_are_shown_apart(
    after_changes: tuple[Path, Path, list[list[str]]],
) -> None:
    warehouse = after_changes[0].parent
    text = jixiao("changes", "2025", "--warehouse", warehouse).out.splitlines()
    rows = json.loads(jixiao("changes", "2025", "--json", "--warehouse", warehouse).out)["changes"]
    shared = {(row["unit_code"], row["unit_name"]) for row in rows if row["jurisdiction"] == EAST} & {
        (row["unit_code"], row["unit_name"]) for row in rows if row["jurisdiction"] == SOUTH
    }

    assert shared
    for code, name in shared:
        for jurisdiction in (EAST, SOUTH):
            assert sum(line.startswith(f"{jurisdiction} {code} {name} (") for line in text) == 1


def test_the_log_counts_what_is_published_not_what_was_built(
    after_changes: tuple[Path, Path, list[list[str]]],
) -> None:
    [logged, current, forms] = zip(
        *query(
            after_changes[0],
            """
            select
                (select documents_current from operations.load_log order by load_no desc limit 1),
                (select count(*) from marts.dim_document where is_current),
                (select forms from operations.load_log order by load_no desc limit 1)
                    - (select count(*) from marts.fact_budget)
            """,
        ),
        strict=True,
    )
    assert logged == current
    assert forms == (0,)


def test_the_corpus_says_what_its_documents_print(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    truth = corpus.write(raw, corpus.documents(6))
    with duckdb.connect(":memory:") as connection:
        create_landing(connection)
        land(
            connection,
            list_raw(raw),
            raw,
            tmp_path / "kept",
            "test",
            "",
            partial(read_versions, limits=Limits(60, 1024**3, 1)),
        )
        [found] = connection.execute(
            """
            select (select count(*) from landing.document), (select count(*) from landing.form),
                (select count(*) from landing.indicator_row)
            """
        ).fetchall()
    assert found == (truth.documents, truth.forms, truth.indicators)
