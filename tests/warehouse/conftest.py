"""A warehouse with a past: made by the released version, taken over by this one, then a restatement and a withdrawal."""

from __future__ import annotations

import fcntl
import os
import shutil
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.loading import Called, jixiao, marts, query
from tests.places import ROOT

RELEASED = ROOT / "tests" / "documents" / "released" / "county_2024.tar.xz"
"""raw/ and warehouse/ as version 0.1.0 (marts of contract 1) left them after one load of 2024/county.docx."""
OTHER = ROOT / "tests" / "documents" / "publishers" / "county_bureau_2024_objectives.xlsx"


@dataclass(frozen=True, slots=True)
class LivedIn:
    """raw/ and warehouse/ in a folder."""

    folder: Path

    @property
    def raw(self) -> Path:
        return self.folder / "raw"

    @property
    def warehouse(self) -> Path:
        return self.folder / "warehouse"

    @property
    def published(self) -> Path:
        return self.warehouse / "jixiao.duckdb"

    def call(self, *arguments: str | Path, **environment: str) -> Called:
        return jixiao(*arguments, "--warehouse", self.warehouse, **environment)

    def load(self, **environment: str) -> Called:
        return self.call("load", "--raw", self.raw, **environment)

    def marts(self) -> dict[str, list[tuple[Any, ...]]]:
        return marts(self.published)

    def documents(self) -> list[tuple[Any, ...]]:
        """Every version with all that is published of it, its time of first reading, too."""
        return query(self.published, "from marts.dim_document order by path, loaded_at, sha256")

    def files(self, pattern: str) -> list[str]:
        return sorted(file.name for file in self.warehouse.glob(pattern))


def _begin(folder: Path) -> None:
    with tarfile.open(RELEASED) as archive:
        archive.extractall(folder, filter="data")
    lived_in = LivedIn(folder)
    shutil.copy(OTHER, lived_in.raw / "2024" / "bureau.xlsx")
    called = lived_in.load()
    assert called.status == 0, called.err
    (folder / "taken_over.txt").write_text(called.err, encoding="utf-8")
    with zipfile.ZipFile(lived_in.raw / "2024" / "county.docx", "a") as archive:
        archive.comment = b"other bytes, the same text"
    withdrawn = lived_in.call("withdraw", "2024/bureau.xlsx", "--reason", "重复报送", "--raw", lived_in.raw)
    assert withdrawn.status == 0, withdrawn.err
    called = lived_in.load()
    assert called.status == 0, called.err


@pytest.fixture(scope="session")
def past(tmp_path_factory: pytest.TempPathFactory) -> LivedIn:
    """The same for all tests and their processes; a test that changes anything takes `lived_in`, a copy."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    folder = shared / "lived_in"
    with (shared / "lived_in.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            beginning = shared / "lived_in.partial"
            _begin(beginning)
            beginning.rename(folder)
    return LivedIn(folder)


@pytest.fixture
def lived_in(past: LivedIn, tmp_path: Path) -> LivedIn:
    shutil.copytree(past.folder, tmp_path / "copy", symlinks=True)
    return LivedIn(tmp_path / "copy")
