"""`jixiao export`: the published tables as files for those who do not open a DuckDB file.

Files are written beside their place and moved there when they are whole; files of other names in the folder stay.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import duckdb

from flows.base.database import reading
from flows.base.errors import CouldNotRunError, NotFoundError, UnusableFileError, UsageError
from flows.base.files import replace_durably
from flows.base.paths import Warehouse
from flows.export.csv_files import write_csv_files
from flows.export.datapackage import write_datapackage
from flows.export.parquet import write_parquet_files
from flows.export.workbook import write_workbook
from flows.warehouse.state import published_file
from flows.warehouse.tables import Table, read_tables

Format = Literal["parquet", "csv", "xlsx", "datapackage"]

_WRITERS = {
    "parquet": write_parquet_files,
    "csv": write_csv_files,
    "xlsx": write_workbook,
    "datapackage": write_datapackage,
}


def export(warehouse: Warehouse, folder: Path, file_format: Format, names: Sequence[str] = ()) -> None:
    """Write the tables of `marts` (those named, or all) into the folder, and say what was written.

    Raises NotFoundError if the warehouse or a table is missing, UsageError if the folder cannot be made or a table does
    not fit the format, CouldNotRunError if the disk takes no more. Then no file of the folder has changed.
    """
    with reading(published_file(warehouse)) as connection:
        tables = _chosen(read_tables(connection), names)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(prefix=".export-", dir=folder) as partial:
                remarks = _WRITERS[file_format](connection, tables, Path(partial))
                # The description of a data package comes last: it never names a file that is not there yet.
                written = sorted(
                    Path(partial).iterdir(), key=lambda file: (file.suffix == ".json", file.name)
                )
                for file in written:
                    replace_durably(file, folder / file.name)
        except FileExistsError as error:
            raise UsageError(f"{folder} is a file. Name a folder: --to DIR") from error
        except PermissionError as error:
            raise UsageError(
                f"{error.filename or folder} may not be written. Name another folder: --to DIR"
            ) from error
        except (OSError, duckdb.IOException) as error:
            raise CouldNotRunError(
                f"the export into {folder} stopped: {error}. Free space there, then export again"
            ) from error
    for remark in remarks:
        sys.stderr.write(f"{remark}\n")
    rows = sum(table.rows for table in tables)
    tables_counted = "1 table" if len(tables) == 1 else f"{len(tables)} tables"
    sys.stderr.write(f"Wrote {tables_counted} with {rows:,} rows into {folder}: {_shortened(written)}\n")


def _chosen(tables: tuple[Table, ...], names: Sequence[str]) -> tuple[Table, ...]:
    if not tables:
        raise UnusableFileError(
            "the published jixiao.duckdb has no table of marts. Make it anew: jixiao load"
        )
    known = {table.name for table in tables}
    unknown = [name for name in names if name not in known]
    if unknown:
        raise NotFoundError(
            f"there is no table {', '.join(unknown)} in the warehouse. --table takes one of {', '.join(sorted(known))}"
        )
    return tuple(table for table in tables if not names or table.name in names)


def _shortened(files: list[Path]) -> str:
    names = [file.name for file in files]
    return ", ".join(names) if len(names) <= 3 else f"{names[0]}, {names[1]} … {names[-1]}"  # noqa: PLR2004 (what a line holds)
