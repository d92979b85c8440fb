"""What is exported is what is published, in every format, and no text of a document becomes a formula."""

from __future__ import annotations

import csv
import datetime as dt
import json
import shutil
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

import duckdb
import frictionless
import pytest
from python_calamine import CalamineWorkbook

from flows.base.errors import NotFoundError, UsageError
from flows.base.paths import Warehouse
from flows.export import Format, export
from flows.export.datapackage import read_keys
from flows.export.workbook import LONGEST_TEXT
from flows.warehouse.tables import read_tables
from tests.loading import jixiao, query

HOSTILE = (
    "=1+1",
    '=HYPERLINK("http://x.invalid","点击")',
    "+86 22",
    "-5",
    "-",
    "=",
    "@SUM(A1)",
    "＝1+1",
    "\t=1",
    "\r=1",
    "'quoted",
    "''twice",
    'a,b;"c"\n第二行',
    "<script>alert(1)</script>",
    "\u202ertl\u202c",
    "_x0041_",
    "甲" * 10_000,
)


@pytest.fixture(scope="module")
def warehouse(real_load: Path) -> Warehouse:
    return Warehouse(real_load / "warehouse")


@pytest.fixture
def hostile(warehouse: Warehouse, tmp_path: Path) -> Warehouse:
    """The published file with hostile texts in the place of the first targets."""
    copy = Warehouse(tmp_path / "hostile")
    copy.folder.mkdir()
    shutil.copyfile(warehouse.published, copy.published)
    with duckdb.connect(str(copy.published)) as connection:
        for row_no, text in enumerate(HOSTILE):
            connection.execute(
                "update marts.fact_indicator set target_text = ? where (form_no, row_no) = ("
                "select (form_no, row_no) from marts.fact_indicator order by all limit 1 offset ?)",
                [text, row_no],
            )
    return copy


def hostile_texts(warehouse: Warehouse) -> list[str | None]:
    return [
        text
        for (text,) in query(
            warehouse.published, "select target_text from marts.fact_indicator order by rowid"
        )
    ]


def sheet(file: Path, table: str) -> tuple[list[str], list[list[Any]]]:
    """The column names and rows of a sheet."""
    heading, *rows = CalamineWorkbook.from_path(file).get_sheet_by_name(table).to_python()
    return [str(name).split("\n")[1] for name in heading], rows


@pytest.mark.parametrize("file_format", ["parquet", "csv", "datapackage"])
def test_files_have_every_row_of_every_table_with_its_exact_values(
    warehouse: Warehouse, tmp_path: Path, file_format: Format
) -> None:
    export(warehouse, tmp_path, file_format)

    with duckdb.connect(str(warehouse.published), read_only=True) as connection:
        for table in read_tables(connection):
            file = next(tmp_path.glob(f"{table.name}.*"))
            types = {column.name: column.type for column in table.columns}
            source = (
                f"read_parquet('{file}')"
                if file_format == "parquet"
                else f"read_csv('{file}', header = true, columns = {types}, delim = ',', quote = '\"', escape = '\"')"
            )
            texts = ", ".join(
                f"regexp_replace(\"{name}\", '^''', '') as \"{name}\""
                for name, its_type in types.items()
                if its_type == "VARCHAR" and file_format != "parquet"
            )
            exported = f"select * {f'replace ({texts})' if texts else ''} from {source}"
            published = f"select * from marts.{table.name}"
            missing = connection.execute(f"({published}) except all ({exported})").fetchall()
            added = connection.execute(f"({exported}) except all ({published})").fetchall()
            assert (table.name, missing, added) == (table.name, [], [])


def test_the_workbook_has_every_row_and_the_sums_of_the_marts(warehouse: Warehouse, tmp_path: Path) -> None:
    export(warehouse, tmp_path, "xlsx")

    file = tmp_path / "jixiao.xlsx"
    with duckdb.connect(str(warehouse.published), read_only=True) as connection:
        tables = read_tables(connection)
    assert CalamineWorkbook.from_path(file).sheet_names == ["说明", *(table.name for table in tables)]
    for table in tables:
        names, rows = sheet(file, table.name)
        assert (names, len(rows)) == ([column.name for column in table.columns], table.rows)
    names, rows = sheet(file, "fact_budget")
    money = [row[names.index("budget_yuan")] for row in rows if row[names.index("is_additive")]]
    [(total,)] = query(
        warehouse.published, "select sum(budget_yuan) from marts.fact_budget where is_additive"
    )
    assert sum(Decimal(str(each)) for each in money) == total == Decimal(204086400)


def test_ten_rows_of_the_workbook_are_those_of_the_mart(warehouse: Warehouse, tmp_path: Path) -> None:
    export(warehouse, tmp_path, "xlsx", ["fact_indicator"])

    columns = "form_no, row_no, indicator_name, target_text, target_value, canonical_value, due_on, is_additive, locator"
    names, rows = sheet(tmp_path / "jixiao.xlsx", "fact_indicator")
    found = {
        (row[names.index("form_no")], row[names.index("row_no")]): [
            row[names.index(name)] for name in columns.split(", ")
        ]
        for row in rows
    }
    expected = query(
        warehouse.published, f"select {columns} from marts.fact_indicator using sample 10 rows (reservoir, 7)"
    )
    assert len(expected) == 10
    for row in expected:
        cells = [
            "" if value is None else float(value) if isinstance(value, Decimal) else value for value in row
        ]
        assert found[row[0], row[1]] == cells


def test_the_first_sheet_explains_every_table_and_column_in_chinese_and_english(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    export(warehouse, tmp_path, "xlsx", ["dim_unit", "fact_budget"])

    explained = {
        row[0]: row
        for row in CalamineWorkbook.from_path(tmp_path / "jixiao.xlsx").get_sheet_by_name("说明").to_python()
    }
    with duckdb.connect(str(warehouse.published), read_only=True) as connection:
        tables = [table for table in read_tables(connection) if table.name in ("dim_unit", "fact_budget")]
    for table in tables:
        assert explained[table.name][3] == table.description
        for column in table.columns:
            assert explained[column.name][3]
    assert explained["budget_yuan"][1] == "预算数"
    assert explained["fact_budget"][2] == "56 行 rows"


def test_csv_opens_in_excel_as_utf_8_and_says_times_in_utc(warehouse: Warehouse, tmp_path: Path) -> None:
    export(warehouse, tmp_path, "csv", ["dim_document"])

    text = (tmp_path / "dim_document.csv").read_bytes()
    [row] = csv.DictReader(text.decode("utf-8-sig").splitlines())
    assert text.startswith(b"\xef\xbb\xbf")
    [(loaded_at,)] = query(warehouse.published, "select epoch_us(loaded_at) from marts.dim_document")
    told = dt.datetime.strptime(row["loaded_at"], "%Y-%m-%dT%H:%M:%S.%f%z")
    assert round(told.timestamp() * 1_000_000) == loaded_at


def test_no_text_of_a_document_is_a_formula_in_csv_and_each_comes_back_exactly(
    hostile: Warehouse, tmp_path: Path
) -> None:
    export(hostile, tmp_path, "csv", ["fact_indicator"])

    with (tmp_path / "fact_indicator.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    printed = [row["target_text"] for row in rows]
    assert not [text for text in printed if len(text) > 1 and text[0] in "=+-@＝＋－＠\t\r"]
    assert sorted(text.removeprefix("'") for text in printed) == sorted(
        text or "" for text in hostile_texts(hostile)
    )


def test_no_text_of_a_document_is_a_formula_or_a_link_in_the_workbook(
    hostile: Warehouse, tmp_path: Path
) -> None:
    export(hostile, tmp_path, "xlsx", ["fact_indicator"])

    names, rows = sheet(tmp_path / "jixiao.xlsx", "fact_indicator")
    # XML has one end of line.
    expected = sorted((text or "").replace("\r", "\n") for text in hostile_texts(hostile))
    assert sorted(row[names.index("target_text")].replace("\r", "\n") for row in rows) == expected
    with zipfile.ZipFile(tmp_path / "jixiao.xlsx") as package:
        for name in package.namelist():
            if "sheet2" in name:
                content = package.read(name)
                assert b"<f>" not in content
                assert b"<hyperlink" not in content


def test_a_text_longer_than_a_cell_is_cut_and_said(
    hostile: Warehouse, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with duckdb.connect(str(hostile.published)) as connection:
        connection.execute("update marts.fact_budget set objective = repeat('长', 40_000) where form_no = 1")

    export(hostile, tmp_path, "xlsx", ["fact_budget"])

    names, rows = sheet(tmp_path / "jixiao.xlsx", "fact_budget")
    longest = max((row[names.index("objective")] for row in rows), key=len)
    assert len(longest) == LONGEST_TEXT
    assert longest.endswith("……（全文见 CSV 或 Parquet）")
    assert "fact_budget: 1 texts are longer than the 32,767 characters of a cell" in capsys.readouterr().err


def test_a_number_with_more_digits_than_excel_keeps_is_a_text(hostile: Warehouse, tmp_path: Path) -> None:
    with duckdb.connect(str(hostile.published)) as connection:
        connection.execute(
            "update marts.fact_budget set budget_yuan = 12345678901234567.89 where form_no = 1"
        )

    export(hostile, tmp_path, "xlsx", ["fact_budget"])

    names, rows = sheet(tmp_path / "jixiao.xlsx", "fact_budget")
    money = {row[names.index("form_no")]: row[names.index("budget_yuan")] for row in rows}
    assert Decimal(money[1]) == Decimal("12345678901234567.89")
    assert isinstance(money[2], float)


def test_a_table_larger_than_a_sheet_is_refused_before_anything_is_written(
    hostile: Warehouse, tmp_path: Path
) -> None:
    with duckdb.connect(str(hostile.published)) as connection:
        connection.execute(
            "create or replace table marts.fact_funding as select range as form_no from range(1_048_576)"
        )

    with pytest.raises(
        UsageError, match="fact_funding has 1,048,576 rows, and a sheet of Excel holds 1,048,575"
    ):
        export(hostile, tmp_path / "out", "xlsx")
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.parametrize("file_format", ["parquet", "csv", "datapackage", "xlsx"])
def test_a_mart_of_an_own_package_may_have_other_types_than_ours(
    hostile: Warehouse, tmp_path: Path, file_format: Format
) -> None:
    with duckdb.connect(str(hostile.published)) as connection:
        connection.execute(
            "create table marts.own as select sum(form_no) as total, list(form_no) as forms, "
            "cast(1 as utinyint) as small, timestamp '2024-01-01' as at from marts.fact_budget"
        )
    export(hostile, tmp_path / "out", file_format, ["own"])

    assert len(list((tmp_path / "out").iterdir())) >= 1


def test_a_name_that_is_too_long_for_a_sheet_is_refused(hostile: Warehouse, tmp_path: Path) -> None:
    with duckdb.connect(str(hostile.published)) as connection:
        connection.execute(f"create table marts.{'n' * 32} as select 1 as one")

    with pytest.raises(UsageError, match="up to 31 characters"):
        export(hostile, tmp_path / "out", "xlsx")


def test_parquet_files_say_what_they_hold(warehouse: Warehouse, tmp_path: Path) -> None:
    export(warehouse, tmp_path, "parquet", ["dim_unit"])

    said = {
        key.decode(): value.decode()
        for key, value in duckdb.sql(
            f"select key, value from parquet_kv_metadata('{tmp_path}/dim_unit.parquet')"
        ).fetchall()
    }
    assert said["description"].startswith("Budget units (预算单位)")
    assert "预算单位编码" in json.loads(said["columns"])["unit_code"]


def test_the_data_package_is_valid_and_its_keys_are_those_that_dbt_tests(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    export(warehouse, tmp_path, "datapackage")

    assert frictionless.validate(str(tmp_path / "datapackage.json")).valid
    package = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    schemas = {resource["name"]: resource["schema"] for resource in package["resources"]}
    assert schemas["fact_indicator"]["primaryKey"] == ["document_id", "form_no", "row_no"]
    assert schemas["dim_unit"]["primaryKey"] == ["unit_key"]
    assert {"fields": ["unit_key"], "reference": {"resource": "dim_unit", "fields": ["unit_key"]}} in schemas[
        "fact_budget"
    ]["foreignKeys"]
    # A key that is in no dimension is found: the schema does say something.
    units = tmp_path / "dim_unit.csv"
    units.write_text("\n".join(units.read_text(encoding="utf-8").splitlines()[:-1]) + "\n", encoding="utf-8")
    assert not frictionless.validate(str(tmp_path / "datapackage.json")).valid


def test_every_mart_has_a_primary_key_or_is_one_of_those_that_have_none(warehouse: Warehouse) -> None:
    with duckdb.connect(str(warehouse.published), read_only=True) as connection:
        marts = {table.name for table in read_tables(connection)}

    keys = read_keys()
    assert keys.keys() == marts
    assert {name for name, its in keys.items() if not its.primary} == {
        "finding",
        "rejected_text",
    }


def test_files_of_other_names_stay_and_nothing_is_left_of_an_export_that_failed(
    hostile: Warehouse, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    export(hostile, out, "csv", ["dim_unit"])
    (out / "mine.txt").write_text("mine", encoding="utf-8")
    before = (out / "dim_unit.csv").read_bytes()

    with pytest.raises(NotFoundError, match="there is no table dim_units in the warehouse"):
        export(hostile, out, "csv", ["dim_units"])
    assert sorted(file.name for file in out.iterdir()) == ["dim_unit.csv", "mine.txt"]
    assert (out / "dim_unit.csv").read_bytes() == before


def test_the_command_says_what_it_wrote_and_what_is_wrong(warehouse: Warehouse, tmp_path: Path) -> None:
    done = jixiao(
        "export",
        "--warehouse",
        warehouse.folder,
        "--to",
        tmp_path / "a",
        "--format",
        "parquet",
        "--table",
        "dim_unit",
    )
    assert (done.status, done.out) == (0, "")
    assert done.err == f"Wrote 1 table with 12 rows into {tmp_path}/a: dim_unit.parquet\n"

    no_format = jixiao("export", "--warehouse", warehouse.folder, "--to", tmp_path, "--format", "pdf")
    assert no_format.status == 2
    assert all(name in no_format.err for name in get_args(Format))

    no_warehouse = jixiao("export", "--warehouse", tmp_path / "none", "--to", tmp_path, "--format", "csv")
    assert (no_warehouse.status, "Make one: jixiao load" in no_warehouse.err) == (2, True)

    no_folder = jixiao(
        "export",
        "--warehouse",
        warehouse.folder,
        "--to",
        tmp_path / "a" / "dim_unit.parquet",
        "--format",
        "csv",
    )
    assert (no_folder.status, "is a file. Name a folder: --to DIR" in no_folder.err) == (2, True)
