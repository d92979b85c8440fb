"""The command `jixiao`. Data go to stdout, messages to stderr; every command says what to do next."""

from __future__ import annotations

import datetime as dt
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Annotated, Literal

import typer

from flows.base.errors import ExitStatus, JixiaoError, StoppedBySignal, UsageError
from flows.base.paths import DEFAULT_RAW, DEFAULT_WAREHOUSE, Warehouse
from flows.base.streams import prepare_streams
from flows.raw.descriptions import YEARS

app = typer.Typer(
    name="jixiao",
    help="The open warehouse of what Chinese government departments promise for their money (绩效目标).",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

WarehouseOption = Annotated[
    Path,
    typer.Option("--warehouse", metavar="DIR", help="The folder of the warehouse; jixiao.duckdb is in it."),
]
RawOption = Annotated[
    Path,
    typer.Option("--raw", metavar="DIR", help="The folder of the published documents, one folder a year."),
]
UnitOption = Annotated[
    str | None, typer.Option("--unit", metavar="WORDS", help="Only units whose code or name holds this.")
]
ProjectOption = Annotated[
    str | None, typer.Option("--project", metavar="WORDS", help="Only projects whose name holds this.")
]
YearOption = Annotated[
    int | None,
    typer.Option(
        "--year",
        min=YEARS.start,
        max=YEARS[-1],
        help="The fiscal year; else that of the file's folder, else the one that the document prints.",
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]


@app.command()
def load(
    raw: RawOption = DEFAULT_RAW,
    warehouse: WarehouseOption = DEFAULT_WAREHOUSE,
    preview: Annotated[  # noqa: FBT002
        bool,
        typer.Option(
            "--preview", help="Publish nothing: say what would change, and keep it as preview.duckdb."
        ),
    ] = False,
) -> None:
    """Bring the published file up to date with the documents below raw/.

    Exit status: 0 everything is published, by this load or an earlier one; 1 gate 2 refused, or no document could enter;
    2 wrong usage; 3 the same as 0, but some documents are set aside or cannot be read; 4 the load could not run. Whatever
    happens, the published file is whole: the new one or the one before.
    """
    from flows.base.logs import start_logging  # noqa: PLC0415
    from flows.base.settings import read_settings  # noqa: PLC0415
    from flows.commands.progress import shown_steps  # noqa: PLC0415
    from flows.commands.status import log_load, print_load  # noqa: PLC0415
    from flows.loading.load import load as run_load  # noqa: PLC0415 (each command loads only what it needs)

    settings = read_settings()
    start_logging(settings)
    as_events = settings.log_format == "json"
    with shown_steps(as_events=as_events) as run:
        report = run_load(raw, Warehouse(warehouse), run, is_preview=preview)
    if as_events:
        log_load(report)
    else:
        print_load(report, Warehouse(warehouse))
    raise typer.Exit(report.exit_status)


@app.command()
def add(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="The documents to add.")],
    year: Annotated[
        int,
        typer.Option(
            "--year", min=YEARS.start, max=YEARS[-1], help="The fiscal year that is planned or evaluated."
        ),
    ],
    publisher: Annotated[
        str | None, typer.Option("--publisher", help="The department that published it.")
    ] = None,
    jurisdiction: Annotated[
        str | None,
        typer.Option("--jurisdiction", help="The jurisdiction (行政区划) whose unit codes it uses."),
    ] = None,
    source_url: Annotated[str | None, typer.Option("--source-url", help="Where it was published.")] = None,
    published_on: Annotated[
        dt.datetime | None,
        typer.Option("--published-on", formats=["%Y-%m-%d"], help="When it was published."),
    ] = None,
    replace: Annotated[  # noqa: FBT002 (an option of the command line)
        bool, typer.Option("--replace", help="Replace other bytes of the same name: a restatement.")
    ] = False,
    raw: RawOption = DEFAULT_RAW,
) -> None:
    """Put documents into raw/YEAR/ and describe them in documents.csv. The next load reads them.

    Only what is given of --publisher and the like is written; the rest of the line stays as it is.
    """
    from flows.commands.intake import Origin  # noqa: PLC0415
    from flows.commands.intake import add as run_add  # noqa: PLC0415

    origin = Origin(publisher, jurisdiction, source_url, published_on.date() if published_on else None)
    run_add(files, raw, year, origin, replace=replace)


@app.command()
def withdraw(
    path: Annotated[
        str, typer.Argument(metavar="PATH", help="The document's path below raw/, as status shows it.")
    ],
    reason: Annotated[str, typer.Option("--reason", help="Why; it is published as its status_reason.")],
    raw: RawOption = DEFAULT_RAW,
    warehouse: WarehouseOption = DEFAULT_WAREHOUSE,
) -> None:
    """Take a document out of the marts: said in documents.csv, done by the next load, undone by clearing it there."""
    from flows.commands.intake import withdraw as run_withdraw  # noqa: PLC0415

    run_withdraw(path, raw, Warehouse(warehouse), reason)


@app.command()
def read(
    file: Annotated[Path, typer.Argument(help="The document to read.", metavar="FILE")],
    out: Annotated[
        Path | None,
        typer.Argument(
            help="With --html: the page to write, or a folder for it; NAME.reading.html here by default.",
            metavar="OUT",
        ),
    ] = None,
    year: YearOption = None,
    as_json: JsonOption = False,  # noqa: FBT002 (an option of the command line)
    as_html: Annotated[  # noqa: FBT002
        bool,
        typer.Option(
            "--html",
            help="Write a page for a browser: the document with each cell coloured by what it was taken for, its fields "
            "beside it.",
        ),
    ] = False,
) -> None:
    """Show what the readers see in a file, each text with its place, without loading anything.

    Exit status: 0 read; 1 no form found, or the file is refused; 2 wrong usage.
    """
    from flows.commands.read import show_file  # noqa: PLC0415

    reading = show_file(file, out, year, as_json=as_json, as_html=as_html)
    raise typer.Exit(0 if reading.parsed.forms else 1)


@app.command()
def status(
    warehouse: WarehouseOption = DEFAULT_WAREHOUSE,
    as_json: JsonOption = False,  # noqa: FBT002
) -> None:
    """Show what is loaded, published and set aside, why, when, and what the gates said last."""
    from flows.commands.status import print_status, status_as_json  # noqa: PLC0415

    if as_json:
        sys.stdout.write(status_as_json(Warehouse(warehouse)) + "\n")
    else:
        print_status(Warehouse(warehouse))


@app.command()
def diff(
    load_no: Annotated[
        int | None,
        typer.Argument(metavar="LOAD_NO", help="The load, as status numbers it; the latest by default."),
    ] = None,
    document: Annotated[
        str | None,
        typer.Option("--document", metavar="PATH", help="Compare two versions of this document instead."),
    ] = None,
    preview: Annotated[  # noqa: FBT002
        bool, typer.Option("--preview", help="What the latest load --preview would have changed.")
    ] = False,
    version: Annotated[
        list[str] | None,
        typer.Option(
            "--version",
            metavar="SHA",
            help="With --document, twice: the beginnings of two SHA-256, the earlier first. Default: the latest two.",
        ),
    ] = None,
    warehouse: WarehouseOption = DEFAULT_WAREHOUSE,
    as_json: JsonOption = False,  # noqa: FBT002
) -> None:
    """Show what a load changed against the file published before, or what a restatement changed in a document."""
    if document is None and version:
        raise UsageError("--version compares versions of one document: say which with --document PATH")
    if document is not None and (load_no is not None or preview):
        raise UsageError("--document compares versions of a document, whatever the load: leave out the other")
    if document is None:
        from flows.commands.diff import print_load_diff  # noqa: PLC0415

        print_load_diff(Warehouse(warehouse), load_no, is_preview=preview, as_json=as_json)
    else:
        from flows.commands.restatement import print_document_diff  # noqa: PLC0415

        print_document_diff(Warehouse(warehouse), document, version or [], as_json=as_json)


@app.command()
def rollback(
    load_no: Annotated[
        int | None,
        typer.Argument(
            metavar="LOAD",
            help="The load whose publication it is, as status numbers it; by default the latest before the present one.",
        ),
    ] = None,
    warehouse: WarehouseOption = DEFAULT_WAREHOUSE,
) -> None:
    """Make an earlier publication the published file again; the last ones are kept (setting kept_publications).

    Exit status: 0 published; 2 that publication is not kept; 4 it could not be published, the file is as before. The next
    load publishes what raw/ says then.
    """
    from flows.base.logs import start_logging  # noqa: PLC0415
    from flows.base.settings import read_settings  # noqa: PLC0415
    from flows.commands.rollback import roll_back  # noqa: PLC0415

    start_logging(read_settings())
    roll_back(Warehouse(warehouse), load_no)


@app.command()
def explain(
    words: Annotated[
        list[str],
        typer.Argument(metavar="WORDS", help="Words of unit, project or indicator, or an indicator's key."),
    ],
    warehouse: WarehouseOption = DEFAULT_WAREHOUSE,
    as_json: JsonOption = False,  # noqa: FBT002
) -> None:
    """Follow an indicator back to its cells: what is printed where, in each year, and how it was read."""
    from flows.commands.explain import print_explanation  # noqa: PLC0415

    print_explanation(Warehouse(warehouse), " ".join(words), as_json=as_json)


@app.command()
def changes(
    year: Annotated[
        int, typer.Argument(metavar="YEAR", help="The fiscal year that is compared with an earlier one.")
    ],
    unit: UnitOption = None,
    project: ProjectOption = None,
    warehouse: WarehouseOption = DEFAULT_WAREHOUSE,
    as_json: JsonOption = False,  # noqa: FBT002
) -> None:
    """Show what changed since the year before: both years' texts side by side, by unit and project."""
    from flows.commands.changes import print_changes  # noqa: PLC0415

    print_changes(Warehouse(warehouse), year, unit, project, as_json=as_json)


@app.command()
def findings(
    unit: UnitOption = None,
    rule: Annotated[str | None, typer.Option("--rule", metavar="RULE", help="Only this rule.")] = None,
    year: Annotated[int | None, typer.Option("--year", metavar="YEAR", help="Only this fiscal year.")] = None,
    severity: Annotated[
        Literal["error", "warning", "info"] | None,
        typer.Option("--severity", metavar="SEVERITY", help="Only error, warning or info."),
    ] = None,
    warehouse: WarehouseOption = DEFAULT_WAREHOUSE,
    as_json: JsonOption = False,  # noqa: FBT002
) -> None:
    """Show what the rules of quality find odd in the published forms, each with its place, basis and suggestion."""
    from flows.commands.findings import print_findings  # noqa: PLC0415

    print_findings(Warehouse(warehouse), unit=unit, rule=rule, year=year, severity=severity, as_json=as_json)


@app.command()
def check(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="The documents to check.")],
    year: YearOption = None,
    xlsx: Annotated[
        Path | None,
        typer.Option("--xlsx", metavar="OUT", help="Write the findings (审核意见) to this Excel file, too."),
    ] = None,
    as_json: JsonOption = False,  # noqa: FBT002
) -> None:
    """Check files before they are published: what is odd, where, by which rule, and what to do. Nothing is kept.

    Exit status: 0 no error among the findings; 1 there are errors; 2 wrong usage; 4 the check could not run.
    """
    from flows.commands.check import check as run_check  # noqa: PLC0415

    raise typer.Exit(0 if run_check(files, year, as_json=as_json, xlsx=xlsx) else 1)


@app.command()
def outcomes(
    year: Annotated[int, typer.Argument(metavar="YEAR", help="The fiscal year that was evaluated.")],
    unit: UnitOption = None,
    project: ProjectOption = None,
    warehouse: WarehouseOption = DEFAULT_WAREHOUSE,
    as_json: JsonOption = False,  # noqa: FBT002
) -> None:
    """Show what was promised and what was done: targets, actual values, outcomes, scores printed and recomputed."""
    from flows.commands.outcomes import print_outcomes  # noqa: PLC0415

    print_outcomes(Warehouse(warehouse), year, unit, project, as_json=as_json)


@app.command()
def export(
    to: Annotated[
        Path, typer.Option("--to", metavar="DIR", help="The folder to write into; made where missing.")
    ],
    file_format: Annotated[
        Literal["parquet", "csv", "xlsx", "datapackage"],
        typer.Option(
            "--format", help="csv is for Excel, datapackage the same for programs, with datapackage.json."
        ),
    ],
    table: Annotated[
        list[str] | None,
        typer.Option("--table", metavar="TABLE", help="Only this table; may be given several times."),
    ] = None,
    warehouse: WarehouseOption = DEFAULT_WAREHOUSE,
) -> None:
    """Write the published tables as files: Parquet, CSV, an Excel workbook, or a Frictionless data package."""
    from flows.export import export as run_export  # noqa: PLC0415

    run_export(Warehouse(warehouse), to, file_format, table or ())


@app.command()
def report(
    to: Annotated[
        Path | None,
        typer.Option("--to", metavar="DIR", help="The folder to write; report/ in the warehouse by default."),
    ] = None,
    evidence: Annotated[int, typer.Option(metavar="N", min=0, help="Show the latest N documents.")] = 100,
    warehouse: WarehouseOption = DEFAULT_WAREHOUSE,
) -> None:
    """Write the published file as pages that open in any browser; numbers lead into the documents that print them."""
    from flows.report import write_report  # noqa: PLC0415

    sys.stderr.write(write_report(Warehouse(warehouse), to, evidence).in_words())


def _stop(_number: int, _frame: FrameType | None) -> None:
    """SIGTERM ends a command as Ctrl-C does: what it started ends with it."""
    raise StoppedBySignal


def main() -> None:
    """Run the command; an error is one message on stderr and an exit status, never a traceback."""
    prepare_streams()
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, _stop)
    try:
        app()
    except JixiaoError as error:
        label = "Wrong usage" if error.exit_status is ExitStatus.USAGE else "Stopped"
        sys.stderr.write(f"{label}: {error}.\n")
        sys.exit(error.exit_status)
    except StoppedBySignal:
        sys.stderr.write(
            "Stopped by a signal. The published file is whole: as it was, unless it was said to be new.\n"
        )
        sys.exit(ExitStatus.COULD_NOT_RUN)
    except OSError as error:  # of a file that no step has named: a folder that may not be written to
        sys.stderr.write(f"Stopped: {error}. Mend this and start again.\n")
        sys.exit(ExitStatus.COULD_NOT_RUN)


if __name__ == "__main__":
    main()
