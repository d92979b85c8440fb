"""`jixiao check FILE…`: the findings on files before anyone publishes them; nothing of it is kept.

The same steps as those of a load, on a warehouse in a temporary folder: without gate 2, which judges a warehouse and no
document, without the tests of our own code, and without publishing.
"""

from __future__ import annotations

import hashlib
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from flows.base.database import reading
from flows.base.errors import CouldNotRunError, NotFoundError, UsageError
from flows.base.paths import Warehouse
from flows.commands.findings import Finding, findings_as_json, findings_of, print_by_form
from flows.raw.descriptions import Description
from flows.raw.listing import RawFile, RawFolder, year_of_folder

if TYPE_CHECKING:
    from flows.loading.steps import Landing
    from flows.workers.auditor import ExpectationResult

_FROM_GATE_1 = {"critical": "error", "warning": "warning"}


def check(files: Sequence[Path], year: int | None, *, as_json: bool, xlsx: Path | None) -> bool:
    """Print what is odd in the files, write it to `xlsx` where one is named; whether there is no error among it.

    Raises NotFoundError if a file is missing, UsageError if no fiscal year is known or `xlsx` cannot be written.
    """
    if xlsx is not None and not xlsx.parent.is_dir():
        raise NotFoundError(f"{xlsx} cannot be written: there is no folder {xlsx.parent}")
    findings = findings_in(files, year)
    if xlsx is not None:
        from flows.commands.review_sheet import write_review_sheet  # noqa: PLC0415

        write_review_sheet(xlsx, findings)
        sys.stderr.write(f"Written: {xlsx}\n")
    if as_json:
        sys.stdout.write(findings_as_json(findings) + "\n")
    else:
        print_by_form(findings)
    return not any(finding.severity == "error" for finding in findings)


def findings_in(files: Sequence[Path], year: int | None = None) -> list[Finding]:
    """The findings on the files, those of gate 1 first.

    The fiscal year is `year`, else the folder's (`…/2024/…`), else the one that the document prints. Raises
    NotFoundError if a file is missing, UsageError if no year is known, CouldNotRunError where the check cannot run.
    """
    missing = [file for file in files if not file.is_file()]
    if missing:
        raise NotFoundError(f"there is no file {', '.join(map(str, missing))}")
    try:
        with tempfile.TemporaryDirectory(prefix="jixiao-check-") as folder:
            return _findings(Path(folder), files, year)
    except (OSError, duckdb.Error) as error:
        raise CouldNotRunError(f"the check stopped: {error}") from error


def _findings(folder: Path, files: Sequence[Path], year: int | None) -> list[Finding]:
    # Only here: dbt and Great Expectations load while the documents are read.
    from flows.loading import steps  # noqa: PLC0415
    from flows.loading.context import beginning, reading_here  # noqa: PLC0415

    warehouse = Warehouse(folder / "warehouse")
    warehouse.folder.mkdir()
    named = {f"{number}/{file.name}": file for number, file in enumerate(files, 1)}
    raw_files = tuple(_raw_file(folder / "raw", path, file, year) for path, file in named.items())
    with beginning(
        warehouse, folder / "raw", RawFolder(raw_files), warehouse.preview, read=reading_here()
    ) as load:
        _require_read(steps.land_documents(load))
        if any(file.description.fiscal_year is None for file in raw_files):
            dated = RawFolder(_with_printed_years(warehouse, raw_files))
            _require_read(steps.land_documents(replace(load, listed=dated)))
        gate = load.auditor.judge("documents", warehouse.working)
        if not _has_forms(warehouse):
            return _of_gate_1(gate, named)
        load.builder.build_findings()
    shown = {path: str(file) for path, file in named.items()}
    found = [replace(finding, path=shown[finding.path]) for finding in findings_of(warehouse.working)]
    return [*_of_gate_1(gate, named), *found]


def _require_read(landed: Landing) -> None:
    """Raise CouldNotRunError if reading a file failed for a reason that is none of its own."""
    for path, reason in landed.documents.not_read:
        raise CouldNotRunError(f"{path.partition('/')[2]} could not be read: {reason}")


def _raw_file(raw: Path, path: str, file: Path, year: int | None) -> RawFile:
    copy = raw / path
    copy.parent.mkdir(parents=True)
    shutil.copyfile(file, copy)
    with copy.open("rb") as content:
        sha256 = hashlib.file_digest(content, "sha256").hexdigest()
    description = Description(path, fiscal_year=year or year_of_folder(file.resolve()))
    return RawFile(description, is_listed=False, sha256=sha256)


def _with_printed_years(warehouse: Warehouse, files: Sequence[RawFile]) -> tuple[RawFile, ...]:
    """The files with the year that each prints, where nothing else says it.

    Raises UsageError where a file with forms prints none: dates of its targets could not be judged.
    """
    with reading(warehouse.store) as connection:
        rows = connection.execute(
            """
            select path, printed_year, document_id in (select document_id from landing.form) from landing.document
            """
        ).fetchall()
    printed = {path: (year, has_forms) for path, year, has_forms in rows}
    dated = []
    for file in files:
        year, has_forms = printed[file.path]
        if file.description.fiscal_year is None:
            if year is None and has_forms:
                name = file.path.partition("/")[2]
                raise UsageError(
                    f"{name} prints no fiscal year, and its folder names none, so its dates cannot be judged: give --year"
                )
            file = replace(file, description=replace(file.description, fiscal_year=year))  # noqa: PLW2901
        dated.append(file)
    return tuple(dated)


def _has_forms(warehouse: Warehouse) -> bool:
    with reading(warehouse.working) as connection:
        return connection.execute("select 1 from landing.form limit 1").fetchone() is not None


def _of_gate_1(gate: Sequence[ExpectationResult], named: dict[str, Path]) -> list[Finding]:
    """What gate 1 says of the documents, as findings; a load would set aside what has an error of these."""
    return [
        Finding(
            rule=result.name,
            severity=_FROM_GATE_1[result.severity],
            review_group="完整性",
            fiscal_year=None,
            path=str(named[offence.path]) if offence.path in named else "",
            unit_code=None,
            unit_name=offence.unit_text,
            project_name=offence.project_name,
            form_no=offence.form_no,
            row_no=None,
            locator=offence.locator,
            evidence=None,
            message=offence.reason,
            message_en=offence.reason,
            basis="gate 1",
            suggestion=None,
            suggestion_en=None,
        )
        for result in gate
        for offence in result.offences
    ]
