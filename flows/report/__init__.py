"""`jixiao report`: the published file as pages that open from disk, in Chinese and English."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from flows.base.database import reading
from flows.base.errors import CouldNotRunError, NotFoundError
from flows.base.files import replaced_folder
from flows.base.paths import Warehouse
from flows.report.evidence import FOLDER, MOST, Views, write_views
from flows.report.facts import read_facts
from flows.report.pages import write_pages
from flows.warehouse.state import published_file

_SAID = 5
_STATIC = Path(__file__).parent / "static"


@dataclass(frozen=True, slots=True)
class Report:
    """The report as written: its first page, and the documents to which its numbers lead."""

    page: Path
    views: Views

    def in_words(self) -> str:
        """What was written, and what a reader should know of its evidence, a line each."""
        return "".join(f"{line}\n" for line in (*self._remarks(), f"Wrote the report. Open {self.page}"))

    def _remarks(self) -> Iterator[str]:
        if self.views.left_out:
            shown = len(self.views.links) + len(self.views.missing)
            every = shown + self.views.left_out
            yield f"It shows the latest {shown} of {every} documents. For all of them: --evidence {every}"
        yield from (f"It cannot show {missing}" for missing in self.views.missing[:_SAID])
        if more := len(self.views.missing[_SAID:]):
            yield f"It cannot show {more} more documents"


def write_report(warehouse: Warehouse, to: Path | None = None, evidence: int = MOST) -> Report:
    """Write the report of the published file into a folder, whose old content goes; into the warehouse's if none is named.

    At most `evidence` documents are shown as they were read, so that the numbers lead to their cells.

    Raises NotFoundError if there is no warehouse or no form in it, UsageError if the folder holds files of others,
    SettingsError if a line of the vocabulary is wrong, CouldNotRunError if the disk takes no more. Then the old report is
    still there.
    """
    destination = to or warehouse.report
    with reading(published_file(warehouse)) as connection:
        facts = read_facts(connection)
    if not facts.years:
        raise NotFoundError(
            f"no form is published in {warehouse.folder}. What became of the documents says jixiao status"
        )
    try:
        with replaced_folder(destination, "assets/jixiao.js") as folder:
            shutil.copytree(_STATIC, folder / "assets")
            kept, earlier = warehouse.documents, destination / FOLDER
            views = write_views(facts.documents, kept, folder / FOLDER, earlier, evidence)
            write_pages(facts, views, folder)
    except OSError as error:
        raise CouldNotRunError(
            f"the report cannot be written to {destination}: {error}. Free space there, or name another folder: --to DIR"
        ) from error
    return Report(destination / "index.html", views)
