"""`jixiao report`: the published file as pages that open from disk, in Chinese and English."""

from __future__ import annotations

import shutil
from pathlib import Path

from flows.base.database import reading
from flows.base.errors import CouldNotRunError, NotFoundError
from flows.base.files import replaced_folder
from flows.base.paths import Warehouse
from flows.report.facts import read_facts
from flows.report.pages import write_pages
from flows.warehouse.state import published_file

_STATIC = Path(__file__).parent / "static"


def write_report(warehouse: Warehouse, destination: Path) -> Path:
    """Write the report of the published file into the folder, whose old content goes; returns its first page.

    Raises NotFoundError if there is no warehouse or no form in it, UsageError if the folder holds files of others,
    CouldNotRunError if the disk takes no more. Then the old report is still there.
    """
    with reading(published_file(warehouse)) as connection:
        facts = read_facts(connection)
    if not facts.years:
        raise NotFoundError(
            f"no form is published in {warehouse.folder}. What became of the documents says jixiao status"
        )
    try:
        with replaced_folder(destination, "assets/jixiao.js") as folder:
            shutil.copytree(_STATIC, folder / "assets")
            write_pages(facts, folder)
    except OSError as error:
        raise CouldNotRunError(
            f"the report cannot be written to {destination}: {error}. Free space there, or name another folder: --to DIR"
        ) from error
    return destination / "index.html"
