"""Opening DuckDB files: what is wrong with one is told to a person, the same way everywhere."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from flows.errors import BusyError, UnusableFileError


@contextmanager
def reading(file: Path) -> Generator[duckdb.DuckDBPyConnection]:
    """A file of a warehouse, open for reading only.

    Raises BusyError where another program holds it for writing, UnusableFileError where it is damaged, or lacks a table or
    column because another version of Jixiao made it.
    """
    with _told(file):
        connection = duckdb.connect(str(file), read_only=True)
    try:
        with connection:
            yield connection
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        what = str(error).partition("\n")[0]
        raise UnusableFileError(
            f"{file} was made by another version of Jixiao ({what}). Make it anew: jixiao load"
        ) from error
    except duckdb.Error as error:
        what = str(error).partition("\n")[0]
        raise UnusableFileError(
            f"{file} cannot be read ({what}). If it is damaged, remove it and make it anew: jixiao load"
        ) from error


def open_for_writing(file: Path) -> duckdb.DuckDBPyConnection:
    """A file of the warehouse folder, open for writing.

    Raises BusyError where another program holds it, UnusableFileError where it cannot be opened at all.
    """
    with _told(file):
        return duckdb.connect(str(file))


@contextmanager
def _told(file: Path) -> Generator[None]:
    try:
        yield
    except duckdb.Error as error:
        # DuckDB has no error of its own for a lock.
        if isinstance(error, duckdb.IOException) and "lock" in str(error):
            raise BusyError(
                f"{file} is held by another program: {error}\n"
                "Close it there, or open it there for reading only, and start again"
            ) from error
        raise UnusableFileError(f"{file} cannot be opened: {error}") from error
