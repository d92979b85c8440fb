"""What is published is the last good file or the next one, whatever happens to a load (at random: `make torture`)."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from flows.base.paths import Warehouse
from flows.report import write_report
from tests.loading import ends, jixiao, marts, query
from tests.years.publications import first_year, printed

pytestmark = [pytest.mark.slow, pytest.mark.operated]

COMMAND = [sys.executable, "-m", "flows.cli"]


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with raw/ and a warehouse of it."""
    folder = tmp_path_factory.mktemp("loaded")
    write(folder, 3)
    assert jixiao("load", "--raw", folder / "raw", "--warehouse", folder / "warehouse").status == 0
    return folder


@pytest.fixture
def folder(loaded: Path, tmp_path: Path) -> Path:
    shutil.copytree(loaded, tmp_path / "copy")
    return tmp_path / "copy"


def write(folder: Path, forms: int) -> None:
    (folder / "raw" / "2024").mkdir(parents=True, exist_ok=True)
    (folder / "raw" / "2024" / "a.txt").write_text(printed(first_year()[:forms]), encoding="utf-8")


def started(folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*COMMAND, "load", "--raw", folder / "raw", "--warehouse", folder / "warehouse"],
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


def until(load: subprocess.Popen[str], words: str) -> None:
    assert load.stderr is not None
    assert any(words in line for line in load.stderr)


def test_a_load_that_is_killed_leaves_the_old_file_and_the_next_needs_no_hand(folder: Path) -> None:
    published = folder / "warehouse" / "jixiao.duckdb"
    before = published.read_bytes()
    write(folder, 2)
    load = started(folder)
    until(load, "Building the models")
    load.kill()
    load.wait()
    assert published.read_bytes() == before
    assert jixiao("load", "--raw", folder / "raw", "--warehouse", folder / "warehouse").status == 0
    assert query(published, "select count(*) from marts.fact_budget") == [(2,)]


def test_sigterm_ends_a_load_with_one_message_and_its_children(folder: Path) -> None:
    before = (folder / "warehouse" / "jixiao.duckdb").read_bytes()
    write(folder, 2)
    load = started(folder)
    until(load, "Building the models")
    children = Path(f"/proc/{load.pid}/task/{load.pid}/children")
    started_by_it = [int(child) for child in children.read_text().split()] if children.exists() else []
    assert started_by_it or sys.platform != "linux"
    load.send_signal(signal.SIGTERM)
    said = load.communicate(timeout=60)[1]

    assert load.returncode == 4
    assert "Stopped by a signal" in said
    assert "Traceback" not in said
    assert (folder / "warehouse" / "jixiao.duckdb").read_bytes() == before
    assert all(ends(child) for child in started_by_it)


def test_a_second_load_says_that_the_first_is_at_work_and_readers_are_not_disturbed(folder: Path) -> None:
    published = folder / "warehouse" / "jixiao.duckdb"
    old, new = len(first_year()[:3]), len(first_year()[:2])
    write(folder, 2)
    load = started(folder)
    until(load, "Reading")
    second = jixiao("load", "--raw", folder / "raw", "--warehouse", folder / "warehouse")
    assert second.status == 4
    assert "another load is at work" in second.err

    # Ten readers keep the file open through the publication; each keeps its answer, a new one sees the new file.
    readers = [duckdb.connect(str(published), read_only=True) for _ in range(10)]
    forms = "select count(*) from marts.fact_budget"
    try:
        while load.poll() is None:
            assert {reader.execute(forms).fetchall()[0][0] for reader in readers} == {old}
            seen = reader_in_a_process(published, forms)
            assert seen in (old, new)
        assert load.returncode == 0
        assert {reader.execute(forms).fetchall()[0][0] for reader in readers} == {old}
    finally:
        for reader in readers:
            reader.close()
    assert query(published, forms) == [(new,)]


def test_a_report_made_during_a_load_is_of_one_file(folder: Path, tmp_path: Path) -> None:
    warehouse = Warehouse(folder / "warehouse")
    write(folder, 2)
    seen = [projects_of(write_report(warehouse, tmp_path / "report").page.parent)]
    load = started(folder)
    while load.poll() is None:
        seen.append(projects_of(write_report(warehouse, tmp_path / "report").page.parent))
    assert load.returncode == 0
    seen.append(projects_of(write_report(warehouse, tmp_path / "report").page.parent))

    assert len(seen) > 3
    # What the pages say of the projects, and how many pages of projects there are: both of the old file or of the new one.
    assert list(dict.fromkeys(seen)) == [(3, 3), (2, 2)]


def projects_of(report: Path) -> tuple[int, int]:
    rows = (report / "data" / "projects-0.js").read_text(encoding="utf-8")
    return rows.count("projects/"), len(list((report / "projects").iterdir()))


def reader_in_a_process(published: Path, sql: str) -> int:
    code = "import duckdb, sys; print(duckdb.connect(sys.argv[1], read_only=True).execute(sys.argv[2]).fetchall()[0][0])"
    return int(
        subprocess.run([sys.executable, "-c", code, published, sql], capture_output=True, check=True).stdout
    )


def test_damaged_files_of_the_folder_are_made_again(folder: Path) -> None:
    published = folder / "warehouse" / "jixiao.duckdb"
    before = marts(published)
    for name in ("store.duckdb", "working.duckdb", ".dbt/partial_parse.msgpack"):
        file = folder / "warehouse" / name
        file.write_bytes(b"\0" * 10_000 + file.read_bytes()[:5_000])
    (folder / "warehouse" / "jixiao.partial").write_bytes(b"half")
    # The document is gone from raw/: only its kept bytes tell what it says.
    (folder / "raw" / "2024" / "a.txt").rename(folder / "raw" / "2024" / "b.txt")
    called = jixiao("load", "--raw", folder / "raw", "--warehouse", folder / "warehouse")
    assert called.status == 0, called.err
    assert query(published, "select path, status from marts.dim_document order by path") == [
        ("2024/a.txt", "superseded"),
        ("2024/b.txt", "current"),
    ]
    assert marts(published)["dim_project"] == before["dim_project"]


@pytest.fixture
def small_disk(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Path]:
    """A file system of 12 MiB, or as many as the test says, if the user may mount one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    size = getattr(request, "param", 12)
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}m", "tmpfs", disk], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("a file system can be mounted by root only")
    yield disk
    subprocess.run(["umount", "-l", disk], check=True)


def test_a_full_disk_stops_a_load_and_leaves_the_file_as_it_was(folder: Path, small_disk: Path) -> None:
    warehouse = small_disk / "warehouse"
    warehouse.mkdir()
    shutil.copy(folder / "warehouse" / "jixiao.duckdb", warehouse)
    before = (warehouse / "jixiao.duckdb").read_bytes()
    write(folder, 2)
    called = jixiao("load", "--raw", folder / "raw", "--warehouse", warehouse)

    assert called.status == 4, called.err
    assert "Traceback" not in called.err
    assert "space" in called.err.lower()
    assert (warehouse / "jixiao.duckdb").read_bytes() == before


def fill(file: Path) -> None:
    """Write to a file until no space is left."""
    with file.open("wb", buffering=0) as content:
        try:
            while True:
                content.write(bytes(100_000))
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise


@pytest.mark.parametrize("small_disk", [60], indirect=True)
def test_a_disk_that_gets_full_while_the_models_are_built_is_said_in_one_sentence(
    folder: Path, small_disk: Path
) -> None:
    shutil.copytree(folder, small_disk / "copy", ignore=shutil.ignore_patterns("data_docs"))
    write(small_disk / "copy", 2)
    before = (small_disk / "copy" / "warehouse" / "jixiao.duckdb").read_bytes()
    load = started(small_disk / "copy")
    until(load, "Building the models")
    fill(small_disk / "filler")
    said = load.communicate(timeout=300)[1]

    assert load.returncode == 4, said
    assert said == (
        f"Stopped: no space is left on the disk of {small_disk / 'copy' / 'warehouse'} to build the models; "
        "nothing was published. Make room and load again.\n"
    )
    assert (small_disk / "copy" / "warehouse" / "jixiao.duckdb").read_bytes() == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_said(folder: Path) -> None:
    write(folder, 2)
    (folder / "warehouse").chmod(0o500)
    try:
        called = jixiao("load", "--raw", folder / "raw", "--warehouse", folder / "warehouse")
    finally:
        (folder / "warehouse").chmod(0o700)
    assert called.status == 4
    assert "cannot be written" in called.err
