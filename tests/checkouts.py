"""Two checkouts beside each other: the output of every command and the rows of every mart, old and new.

    git worktree add /tmp/old TAG && make -C /tmp/old .venv/.synced
    python -m tests.checkouts /tmp/old . [RAW]

Each loads a copy of RAW (raw/ of the new one if it is not given) into a warehouse of its own, and is then asked what can be
asked. What differs is printed as a diff, old first; times and places are left out. Ends with 1 if anything differs. For two
years and a self-evaluation: `python -m tests.years.example DIR`, and DIR/raw as RAW.
"""

from __future__ import annotations

import difflib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

SHOWN_LINES = 60
SHOWN_ROWS = 3
# What is another in each call: moments, durations, sizes of a window of time.
_PASSING = (
    (re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?(\.\d+)?(Z|\+00:00)?( UTC)?"), "MOMENT"),
    (re.compile(r" *\b\d+(\.\d+)? (seconds|s)\b"), " SECONDS"),
    (re.compile(r"seconds: 1 × [\d.]+"), "seconds: SECONDS"),
)


@dataclass(frozen=True, slots=True)
class Checkout:
    """A checkout with its own environment, and the folder that its raw/ and warehouse/ are in."""

    root: Path
    folder: Path

    def call(self, *arguments: str) -> list[str]:
        """What a call of the command says and ends with, line by line, without what passes; JSON as a line a name."""
        done = subprocess.run(
            [self.root / ".venv" / "bin" / "python", "-m", "flows.cli", *arguments],
            cwd=self.folder,
            capture_output=True,
            encoding="utf-8",
            check=False,
            env=self._environment(),
        )
        told = "\n".join(_names_of(done.stdout)) if "--json" in arguments else done.stdout
        said = f"{told}\n-- messages, and exit status {done.returncode}\n{done.stderr}"
        for place in (self.folder, self.root):
            said = said.replace(str(place), "PLACE")
        for passing, instead in _PASSING:
            said = passing.sub(instead, said)
        return said.splitlines()

    def _environment(self) -> dict[str, str]:
        others = {name: text for name, text in os.environ.items() if not name.startswith("JIXIAO_")}
        return {
            **others,
            "PYTHONPATH": str(self.root),
            "XDG_CACHE_HOME": str(self.folder / "cache"),
            "COLUMNS": "200",
        }

    def files(self) -> list[str]:
        """The files that the calls wrote, by their names; those in a folder named by a digest or a moment count once."""
        names = (
            str(file.relative_to(self.folder)) for file in sorted(self.folder.rglob("*")) if file.is_file()
        )
        told = (re.sub(r"[0-9a-f]{32,64}|\d{8}T\d{6}[^/]*", "…", name) for name in names)
        return sorted({name for name in told if not name.startswith(("cache/", "warehouse/."))})


def calls(raw: Path) -> Iterator[tuple[str, ...]]:
    """Every question that can be asked of a warehouse of these documents, in an order that builds on itself."""
    documents = sorted(
        file for file in raw.rglob("*") if file.is_file() and file.parent != raw and file.suffix != ".csv"
    )
    years = sorted({file.parent.name for file in documents if file.parent.name.isdigit()})
    yield ("--help",)
    yield ("load",)
    yield ("load",)
    yield ("load", "--preview")
    for document in documents:
        path = str(Path("raw") / document.relative_to(raw))
        yield ("read", path)
        yield ("read", path, "--json")
        yield ("check", path)
    for options in ((), ("--json",)):
        yield ("status", *options)
        yield ("diff", *options)
        yield ("diff", "1", *options)
        yield ("findings", *options)
        yield ("explain", "满意度", *options)
        yield ("explain", "设备故障率", *options)
        for year in years:
            yield ("changes", year, *options)
            yield ("outcomes", year, *options)
    for file_format in ("csv", "parquet", "xlsx", "datapackage"):
        yield ("export", "--to", f"exported/{file_format}", "--format", file_format)
    yield ("report",)
    if documents:
        gone = str(documents[-1].relative_to(raw))
        yield ("withdraw", gone, "--reason", "重复报送")
        yield ("load", "--preview")
        yield ("load",)
        yield ("status",)
        yield ("diff",)


def main(old: Path, new: Path, raw: Path) -> int:
    """Print what differs; 1 if anything does, else 0."""
    with tempfile.TemporaryDirectory() as folder:
        both = [Checkout(root.resolve(), Path(folder) / name) for name, root in (("old", old), ("new", new))]
        for each in both:
            shutil.copytree(raw, each.folder / "raw")
        differing = asked = 0
        for arguments in calls(raw):
            said = [each.call(*arguments) for each in both]
            asked += 1
            differing += _print_difference(f"jixiao {' '.join(arguments)}", *said)
            if arguments == ("load",) and asked <= len(("--help", "load")):
                differing += _print_marts(*(each.folder / "warehouse" / "jixiao.duckdb" for each in both))
        differing += _print_difference("files", *(each.files() for each in both))
    sys.stdout.write(f"{asked} calls, the marts and the files were compared: {differing} differences.\n")
    return 1 if differing else 0


def _names_of(text: str) -> list[str]:
    """The names in JSON, wherever they stand in lists, each with how often it has which value; the text if it is none."""
    try:
        document = json.loads(text)
    except ValueError:
        return text.splitlines()
    values: dict[str, Counter[str]] = {}
    to_see: list[tuple[str, object]] = [("", document)]
    while to_see:
        name, value = to_see.pop()
        if isinstance(value, dict):
            to_see += [(f"{name}.{key}", inner) for key, inner in value.items()]
        elif isinstance(value, list):
            to_see += [(f"{name}[]", inner) for inner in value]
            values.setdefault(name, Counter())[f"a list of {len(value)}"] += 1
        else:
            values.setdefault(name, Counter())[json.dumps(value, ensure_ascii=False)] += 1
    return [
        f"{name}: " + ", ".join(f"{number} × {value}" for value, number in sorted(counted.items()))
        for name, counted in sorted(values.items())
    ]


def _print_difference(what: str, old: list[str], new: list[str]) -> int:
    difference = list(difflib.unified_diff(old, new, "old", "new", lineterm="", n=0))[2:]
    if not difference:
        return 0
    sys.stdout.write(f"\n## {what}\n")
    for line in difference[:SHOWN_LINES]:
        sys.stdout.write(f"{line[:300]}\n")
    if len(difference) > SHOWN_LINES:
        sys.stdout.write(f"… and {len(difference) - SHOWN_LINES} lines more\n")
    sys.stdout.flush()
    return 1


def _print_marts(old: Path, new: Path) -> int:
    differing = 0
    with duckdb.connect() as connection:
        for name, file in (("old", old), ("new", new)):
            connection.execute(f"attach '{file}' as {name} (read_only)")
        columns = {name: _columns(connection, name) for name in ("old", "new")}
        for mart in sorted(columns["old"].keys() | columns["new"].keys()):
            said = list(
                _mart_differences(connection, mart, columns["old"].get(mart), columns["new"].get(mart))
            )
            if said:
                differing += 1
                sys.stdout.write(f"\n## marts.{mart}\n" + "".join(f"{line}\n" for line in said))
    return differing


def _columns(connection: duckdb.DuckDBPyConnection, database: str) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for mart, column, kind in connection.execute(
        """
        select table_name, column_name, data_type from duckdb_columns()
        where database_name = ? and schema_name = 'marts' order by table_name, column_index
        """,
        [database],
    ).fetchall():
        found.setdefault(mart, {})[column] = kind
    return found


def _mart_differences(
    connection: duckdb.DuckDBPyConnection, mart: str, old: dict[str, str] | None, new: dict[str, str] | None
) -> Iterator[str]:
    if old is None or new is None:
        yield "only in new" if old is None else "only in old"
        return
    for name in [*old, *(name for name in new if name not in old)]:
        if old.get(name) != new.get(name):
            yield f"column {name}: {old.get(name, 'not there')} → {new.get(name, 'not there')}"
    shared = [name for name in old if name in new and not name.endswith("_at")]
    counts = {side: _count(connection, f"{side}.marts.{mart}") for side in ("old", "new")}
    if counts["old"] != counts["new"]:
        yield f"rows: {counts['old']} → {counts['new']}"
    for name in shared:
        only_old, only_new = (_only(connection, mart, [name], side) for side in ("old", "new"))
        if only_old or only_new:
            yield f"values of {name}: {_few(only_old)} → {_few(only_new)}"
    rows = _only(connection, mart, shared, "new")
    if rows:
        yield f"rows that are not in old: {len(rows)}"


def _count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    [(count,)] = connection.execute(f"select count(*) from {table}").fetchall()
    return count


def _only(
    connection: duckdb.DuckDBPyConnection, mart: str, columns: list[str], side: str
) -> list[tuple[object, ...]]:
    """What one side has in columns, and the other has not so often."""
    other = "new" if side == "old" else "old"
    chosen = ", ".join(f"cast({name} as varchar) as {name}" for name in columns)
    return connection.execute(
        f"select {chosen} from {side}.marts.{mart} except all select {chosen} from {other}.marts.{mart} order by all"
    ).fetchall()


def _few(rows: list[tuple[object, ...]]) -> str:
    shown = ", ".join(str(row[0])[:80] for row in rows[:SHOWN_ROWS])
    return f"{len(rows)} ({shown}{', …' if len(rows) > SHOWN_ROWS else ''})" if rows else "none"


if __name__ == "__main__":
    of_old, of_new = (Path(argument) for argument in sys.argv[1:3])
    sys.exit(main(of_old, of_new, Path(sys.argv[3]) if sys.argv[3:] else of_new / "raw"))
