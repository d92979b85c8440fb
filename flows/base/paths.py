"""Where things are: the folders of the project, and the files of a warehouse folder."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DBT_PROJECT = ROOT / "dbt_project"
EXPECTATIONS = ROOT / "expectations"
DEFAULT_RAW = Path("raw")
DEFAULT_WAREHOUSE = Path("warehouse")
WRITTEN_IN_PLACE = frozenset({"store.duckdb", "working.duckdb"})
"""The files of a warehouse folder that a load opens for writing; every other one is replaced as a whole."""
CALLED_IN = "JIXIAO_SERVE_CALLED_IN"
"""Tells Prefect's processes, which stand in a folder of their own, in which one the operator called."""


def folder_of_call() -> Path:
    """The folder in which the operator called: there is jixiao.toml, and its paths are relative to it."""
    return Path(os.environ.get(CALLED_IN) or Path.cwd())


@dataclass(frozen=True, slots=True)
class Warehouse:
    """The files of one warehouse folder."""

    folder: Path

    @property
    def published(self) -> Path:
        """The file that BI tools read; replaced as a whole, never written in place."""
        return self.folder / "jixiao.duckdb"

    @property
    def store(self) -> Path:
        """What was read of every version of every document, and what loads did; nobody else's business."""
        return self.folder / "store.duckdb"

    @property
    def working(self) -> Path:
        """What the latest load built: landing, models and marts of the jurisdictions that had changed."""
        return self.folder / "working.duckdb"

    @property
    def refused(self) -> Path:
        """The marts that gate 2 refused last, kept to be looked at."""
        return self.folder / "refused.duckdb"

    @property
    def preview(self) -> Path:
        """The published file as it would be, of a load that was told not to publish."""
        return self.folder / "preview.duckdb"

    @property
    def duckdb_files(self) -> tuple[Path, ...]:
        """All of those."""
        return (self.published, self.store, self.working, self.refused, self.preview)

    @property
    def folders(self) -> tuple[Path, ...]:
        """The folder itself, and those in it that a load writes to."""
        within = (self.documents, self.publications, self.data_docs, self.dbt_target)
        return (self.folder, *within, self.temporary, self.temporary_of_dbt)

    @property
    def documents(self) -> Path:
        """The bytes of every version ever landed, named by their SHA-256; what is known of each is in a `.json` beside."""
        return self.folder / "documents"

    @property
    def publications(self) -> Path:
        """The publications before the present one, each the file as it was, named by its load: `12.duckdb`."""
        return self.folder / "publications"

    @property
    def data_docs(self) -> Path:
        """The pages on which Great Expectations show what was judged."""
        return self.folder / "data_docs"

    @property
    def report(self) -> Path:
        """The pages that `jixiao report` writes, unless it is told another folder."""
        return self.folder / "report"

    @property
    def dbt_target(self) -> Path:
        """What dbt parsed and compiled, so that the next load parses only what changed."""
        return self.folder / ".dbt"

    @property
    def last_load(self) -> Path:
        """What the latest load did, as JSON, whether it published or not."""
        return self.folder / "last_load.json"

    @property
    def temporary(self) -> Path:
        """What does not fit into DuckDB's memory in the process of a load; gone after it."""
        return self.folder / ".duckdb"

    @property
    def temporary_of_dbt(self) -> Path:
        """Likewise in the process of dbt, where DuckDB names it by the working file."""
        return self.folder / "working.duckdb.tmp"

    @property
    def lock(self) -> Path:
        """Held by the one load that may write here."""
        return self.folder / ".lock"
