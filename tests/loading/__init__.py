"""Helpers of tests that load: the command as a user calls it, and what a warehouse holds."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from flows import cli


@dataclass(frozen=True, slots=True)
class Called:
    """What a call of the command ended with and printed."""

    status: int
    out: str
    err: str


class _Kept(io.BytesIO):
    """Bytes that stay when the stream on them ends."""

    def close(self) -> None:
        """Nothing: what was written is asked for later."""


def jixiao(*arguments: str | Path, **environment: str) -> Called:
    """Call the command in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "flows.cli", *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, **environment},
    )
    return Called(done.returncode, done.stdout, done.stderr)


def jixiao_here(*arguments: str | Path) -> Called:
    """The same in this process, for what starts none of its own: a tenth of the time."""
    out, err = _Kept(), _Kept()
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    argv, sys.argv = sys.argv, ["jixiao", *map(str, arguments)]
    status: object = 0
    try:
        with (
            redirect_stdout(io.TextIOWrapper(out, encoding="utf-8", write_through=True)),
            redirect_stderr(io.TextIOWrapper(err, encoding="utf-8", write_through=True)),
        ):
            cli.main()
    except SystemExit as ended:
        status = ended.code or 0
    finally:
        sys.argv = argv
        for number, handler in handlers.items():
            signal.signal(number, handler)
    return Called(int(str(status)), out.getvalue().decode(), err.getvalue().decode())


def query(database: Path, sql: str, *parameters: object, **named: object) -> list[tuple[Any, ...]]:
    """The rows of a query on a warehouse file; its parameters stand as `?`, or as `$name`."""
    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.execute(sql, named or list(parameters)).fetchall()


def marts(database: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every mart as rows in a total order, without the columns of time (`…_at`)."""
    with duckdb.connect(str(database), read_only=True) as connection:
        tables = connection.execute(
            "select table_name from duckdb_tables() where schema_name = 'marts' order by table_name"
        ).fetchall()
        return {
            table: connection.execute(
                f"select columns(lambda c: not c.ends_with('_at')) from marts.{table} order by all"
            ).fetchall()
            for (table,) in tables
        }


def ends(process_id: int, seconds: int = 60) -> bool:
    """Whether a process that is no child of ours ends in time."""
    for _ in range(seconds * 10):
        try:
            os.kill(process_id, 0)
        except ProcessLookupError:
            return True
        if _is_zombie(process_id):
            return True
        time.sleep(0.1)
    return False


def _is_zombie(process_id: int) -> bool:
    """Whether it has ended and nobody has asked how; false where the system does not say."""
    try:
        stat = Path(f"/proc/{process_id}/stat").read_text(encoding="utf-8")
    except OSError:
        return False
    return stat.rsplit(")", 1)[1].split()[0] == "Z"
