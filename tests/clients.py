"""Other programs that have a file of a warehouse open: real processes, which are killed or go on."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

_CLIENT = """
import duckdb, sys, time
connection = duckdb.connect(sys.argv[1])
for statement in sys.argv[2:]:
    connection.execute(statement)
print("written", flush=True)
time.sleep(600)
"""


@contextmanager
def writing(file: Path, *statements: str) -> Generator[subprocess.Popen[str]]:
    """A client that has run the statements on a file and holds it open for writing; killed at the end."""
    client = subprocess.Popen(
        [sys.executable, "-c", _CLIENT, file, *statements], stdout=subprocess.PIPE, encoding="utf-8"
    )
    try:
        assert client.stdout is not None
        assert client.stdout.readline() == "written\n"
        yield client
    finally:
        client.kill()
        client.communicate()


def killed_while_writing(file: Path, *statements: str) -> None:
    """Run the statements on a file and kill the client before it closes: its write-ahead log is left beside the file."""
    with writing(file, *statements):
        pass
    assert Path(f"{file.resolve()}.wal").exists()
