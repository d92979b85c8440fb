"""What a load did and what a warehouse holds, in words for a person or as JSON."""

from __future__ import annotations

import json
import logging
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from decimal import Decimal

from rich.console import Console
from rich.text import Text

from flows.base.database import reading
from flows.base.errors import ExitStatus
from flows.base.paths import Warehouse
from flows.base.printing import called, code_and_name, lines, ten_thousands
from flows.publishing.history import origin, read_history
from flows.publishing.kept import kept_publications
from flows.warehouse.expected import Expected, read_expected
from flows.warehouse.reviews import Review, in_short, read_reviews
from flows.warehouse.state import (
    DocumentState,
    GateResult,
    LoadReport,
    Totals,
    no_warehouse,
    read_documents,
    read_report,
    read_totals,
)

_LOG = logging.getLogger(__name__)
_SHOWN_REASONS = 5
_SHOWN_REVIEWS = 20
_SHOWN_KINDS = 5
_KINDS = {
    "objective": "objectives",
    "self_evaluation": "self-evaluations",
    "department": "objectives of the whole department",
    "monitoring": "monitoring forms",
}
# Of more documents than these, only what is not current is listed.
_SHOWN_DOCUMENTS = 40
_QUERY = (
    "select unit_name, published_name, indicator_name, target_text from marts.wide_indicator "
    "where family = '成本' order by form_budget_yuan desc limit 10"
)


def print_load(report: LoadReport, warehouse: Warehouse) -> None:
    """The last words of a load: what was loaded, what is odd, where the file is, one query to try."""
    console = lines(stderr=True)
    console.print(Text(report.message))
    _print_documents(console, report.documents)
    _print_raw(console, report)
    _print_not_read(console, report)
    _print_odd(console, report, warehouse)
    if report.changed:
        what, option = ("Would change", " --preview") if report.is_preview else ("Changed", "")
        console.print(
            Text(f"{what}: {report.changed}. More: {called()} diff{option} --warehouse {warehouse.folder}")
        )
    if report.is_preview:
        return
    is_published = report.exit_status in (ExitStatus.PUBLISHED, ExitStatus.SET_ASIDE)
    if is_published and (reviews := read_reviews(warehouse.published)):
        console.print(Text(f"{in_short(reviews)}: {called()} status --warehouse {warehouse.folder}"))
    if report.totals and is_published:
        console.print(Text(f"The warehouse holds {_totals(report.totals)}."))
    if report.gates:
        console.print(Text(f"Why and what was judged: {warehouse.data_docs / 'index.html'}"))
    if is_published:
        console.print(Text("Try:"))
        console.print(
            Text(
                f"  {called()} explain --warehouse {warehouse.folder} 满意度    (an indicator back to its cells)"
            )
        )
        console.print(Text(f'  duckdb {warehouse.published} "{_QUERY}"    (where that client is installed)'))


def _print_raw(console: Console, report: LoadReport) -> None:
    """What below raw/ was not read, and why; what is gone from there; what was moved away or made again."""
    for line in _of_raw(report):
        console.print(Text(line))


def _of_raw(report: LoadReport) -> Iterator[str]:
    for each in report.unread:
        yield f"Cannot be read: {each.path} ({each.reason}). What was loaded from there stays as it was."
    for path in report.gone:
        yield f"Gone from raw/: {path}. What was read of it stays."
    if report.skipped:
        kinds = [f"{number} × {kind}" for kind, number in report.skipped.items()]
        shown = ", ".join(kinds[:_SHOWN_KINDS]) + (", …" if len(kinds) > _SHOWN_KINDS else "")
        yield f"Skipped {sum(report.skipped.values())} that are no documents: {shown}."
    for remark in report.remarks:
        yield f"{remark}."
    for warning in report.warnings:
        yield f"Note: {warning}"


def expected_documents(warehouse: Warehouse) -> tuple[Expected, ...]:
    """What is expected of publishers of last year; nothing if nothing is published."""
    return read_expected(warehouse.published) if warehouse.published.exists() else ()


def _expected_lines(warehouse: Warehouse) -> Iterator[str]:
    for each in expected_documents(warehouse):
        who = code_and_name(each.jurisdiction, each.publisher) or f"who published {each.previous_paths[0]}"
        when = (
            f"published on {each.previous_published_on}"
            if each.previous_published_on
            else "published on a day that documents.csv does not say"
        )
        yield (
            f"{who}: {_KINDS.get(each.form_kind, each.form_kind)} of {each.fiscal_year} "
            f"(those of {each.fiscal_year - 1} were {when}: {', '.join(each.previous_paths)})"
        )


def log_load(report: LoadReport) -> None:
    """The same as `print_load`, as an event for programs."""
    fields = asdict(report)
    message = fields.pop("message")
    _LOG.info("%s", message, extra={"event": "load finished", **fields})


def print_status(warehouse: Warehouse) -> None:
    """What is published, what is set aside and why, and how the latest load ended."""
    report = read_report(warehouse)
    is_published = warehouse.published.exists()
    if report is None and not is_published:
        raise no_warehouse(warehouse)
    console = lines()
    if is_published:
        console.print(Text(f"Published: {warehouse.published}, {_totals(read_totals(warehouse.published))}."))
        _print_documents(console, read_documents(warehouse.published))
        published_by = read_history(warehouse.published)
        console.print(
            Text(
                f"Published by load {published_by.load_no}, {published_by.started_at}. It changed: {published_by.essence}. "
                f"More, and of an earlier load: {called()} diff LOAD_NO --warehouse {warehouse.folder}"
            )
        )
        _print_publications(console, warehouse)
    else:
        console.print(Text("Nothing is published yet."))
    for line in _expected_lines(warehouse):
        console.print(Text(f"Expected: {line}."))
    if is_published:
        _print_reviews(console, read_reviews(warehouse.published), warehouse)
    if report is not None:
        console.print(
            Text(f"Latest load: {report.finished_at}, exit status {report.status}. {report.message}")
        )
        if report.exit_status is ExitStatus.REFUSED:
            _print_documents(console, report.documents)
        _print_raw(console, report)
        _print_not_read(console, report)
        _print_gates(console, report.gates)


def status_as_json(warehouse: Warehouse) -> str:
    """The same as `print_status`, for programs."""
    report = read_report(warehouse)
    is_published = warehouse.published.exists()
    content = {
        "published": str(warehouse.published) if is_published else None,
        "totals": asdict(read_totals(warehouse.published)) if is_published else None,
        "documents": [asdict(d) for d in read_documents(warehouse.published)] if is_published else [],
        "published_by_load": read_history(warehouse.published).load_no if is_published else None,
        "needs_review": [each.as_json() for each in read_reviews(warehouse.published)]
        if is_published
        else [],
        "expected": [asdict(each) for each in expected_documents(warehouse)],
        "latest_load": asdict(report) if report else None,
    }
    return json.dumps(content, ensure_ascii=False, indent=1)


def changes_as_rows(warehouse: Warehouse) -> list[dict[str, str | int | float | None]]:
    """What changed since the year before, a row a unit and fiscal year: counts of each change, money in 万元."""
    if not warehouse.published.exists():
        return []
    with reading(warehouse.published) as connection:
        rows = connection.execute(
            """
            select
                fiscal_year as "year",
                unit_name as "unit",
                change.change as "change",
                round(cast(difference_yuan as double) / 10000, 2) as "money, 万元",
                projects_added as "projects added",
                projects_dropped as "projects dropped",
                indicators_tightened as "tightened",
                indicators_relaxed as "relaxed",
                indicators_added as "added",
                indicators_dropped as "dropped",
                indicators_not_comparable as "not comparable"
            from marts.unit_year_over_year as change
            join marts.dim_unit on dim_unit.unit_id = change.unit_id and dim_unit.is_current
            order by fiscal_year desc, abs(difference_yuan) desc nulls last, change.unit_id
            limit 500
            """
        )
        names = [column[0] for column in rows.description or ()]
        return [dict(zip(names, row, strict=True)) for row in rows.fetchall()]


def report_as_markdown(report: LoadReport, warehouse: Warehouse) -> str:
    """One load as a page: documents, totals, what it changed, findings, and the expectations that are not met."""
    lines = [f"**{report.message}** ({report.finished_at}, {report.seconds} s)", ""]
    if report.totals:
        lines += [f"The warehouse holds {_totals(report.totals)}.", ""]
    lines += [f"Not read: {_cell(each)}." for each in report.not_read]
    if report.changed:
        lines += [f"Changed: {_cell(report.changed)}.", ""]
    shown = sorted(report.documents, key=lambda document: document.status == "current")
    lines += ["| document | year | status | forms | indicators | reason |", "|---|---|---|---|---|---|"]
    lines += [
        f"| {_cell(d.path)} | {d.fiscal_year or ''} | {d.status} | {d.forms} | {d.indicators} "
        f"| {_cell(d.status_reason or '')} |"
        for d in shown[:_SHOWN_DOCUMENTS]
    ]
    if len(report.documents) > _SHOWN_DOCUMENTS:
        lines += ["", f"… of {len(report.documents)} documents; all of them: `jixiao status`"]
    if of_raw := [f"- {_cell(line)}" for line in _of_raw(report)]:
        lines += ["", *of_raw]
    if expected := [f"- {_cell(line)}" for line in _expected_lines(warehouse)]:
        lines += ["", "Expected, published last year and not yet this year:", "", *expected]
    unmet = [gate for gate in report.gates if not gate.is_met]
    if unmet:
        lines += ["", "| gate | expectation | severity | times | first reason |", "|---|---|---|---|---|"]
        lines += [
            f"| {gate.gate} | {gate.expectation} | {gate.severity} | {gate.offending_rows} "
            f"| {_cell(gate.reasons[0] if gate.reasons else '')} |"
            for gate in unmet
        ]
    if report.totals and warehouse.published.exists():
        lines += ["", "| findings | error | warning | info |", "|---|---|---|---|", _findings_line(warehouse)]
    lines += [
        "",
        f"Data Docs (what was judged, and where): `{(warehouse.data_docs / 'index.html').resolve()}`",
    ]
    return "\n".join(lines)


def _findings_line(warehouse: Warehouse) -> str:
    with reading(warehouse.published) as connection:
        counts = dict(
            connection.execute("select severity, count(*) from marts.finding group by severity").fetchall()
        )
    return f"| on the published forms | {' | '.join(str(counts.get(s, 0)) for s in ('error', 'warning', 'info'))} |"


def _cell(text: str) -> str:
    """A text as a cell of a Markdown table; documents are not trusted to hold none of its marks."""
    return _shortened(text).replace("&", "&amp;").replace("<", "&lt;").replace("|", "\\|")


def _print_documents(console: Console, documents: tuple[DocumentState, ...]) -> None:
    shown = documents
    if len(documents) > _SHOWN_DOCUMENTS:
        shown = tuple(document for document in documents if document.status != "current")
        current = Counter(document.fiscal_year for document in documents if document.status == "current")
        for fiscal_year, number in sorted(current.items(), key=str):
            console.print(Text(f"  current     {fiscal_year}  {number} documents"))
    for document in shown:
        year = document.fiscal_year or "no year"
        line = f"  {document.status:<11} {year}  {document.path}: {document.forms} forms, {document.indicators} indicators"
        if document.status_reason:
            line += f". {_shortened(document.status_reason)}"
        console.print(Text(line))


def _print_not_read(console: Console, report: LoadReport) -> None:
    for each in report.not_read:
        console.print(Text(f"Not read: {_shortened(each)}"))


def _print_odd(console: Console, report: LoadReport, warehouse: Warehouse) -> None:
    """What is odd of what was judged; why documents are set aside stands beside them."""
    unmet = [gate for gate in report.gates if not gate.is_met]
    is_set_aside = any(document.status == "set_aside" for document in report.documents)
    needs_review = (
        warehouse.published.exists() and not report.is_preview and read_reviews(warehouse.published)
    )
    is_odd = unmet or is_set_aside or report.unread or report.not_read or needs_review
    if report.gates and not is_odd:
        console.print(Text("Nothing is odd: every expectation on documents and warehouse is met."))
    for gate in unmet:
        if gate.gate == "warehouse" and gate.severity == "critical":
            what = "Refused"
        elif gate.severity == "critical":
            continue
        else:
            # Years that are doubtful to compare are compared all the same.
            what = "Doubtful to compare" if gate.gate == "continuity" else "Odd"
        console.print(Text(f"{what} ({gate.expectation}, {gate.offending_rows} ×):"))
        for reason in gate.reasons[:_SHOWN_REASONS]:
            console.print(Text(f"  {_shortened(reason)}"))
        if (more := gate.offending_rows - _SHOWN_REASONS) > 0:
            console.print(
                Text(
                    f"  … and {more} more: {called()} status --json --warehouse {warehouse.folder} has them all"
                )
            )


def _print_reviews(console: Console, reviews: tuple[Review, ...], warehouse: Warehouse) -> None:
    """The fields to look at, each with what to type into the seed corrections."""
    if not reviews:
        return
    console.print(
        Text(
            f"{in_short(reviews)}. Compare each with the document; the line below it settles it in the seed corrections "
            "(write the right text in place of «confirmed» if it is wrong):"
        )
    )
    for each in reviews[:_SHOWN_REVIEWS]:
        console.print(
            Text(f"  {each.place}: {_shortened(each.text or 'nothing', 80)} ({each.locator}): {each.reason}")
        )
        console.print(Text(f"    {_shortened(each.correction)}"))
    if (more := len(reviews) - _SHOWN_REVIEWS) > 0:
        console.print(
            Text(f"  … and {more} more: {called()} status --json --warehouse {warehouse.folder} has them all")
        )


def _print_publications(console: Console, warehouse: Warehouse) -> None:
    published_by = origin(warehouse.published)
    if published_by and published_by[0] != published_by[1]:
        console.print(Text(f"That was a rollback to the publication of load {published_by[1]}."))
    present = published_by[0] if published_by else None
    kept = [str(each.load_no) for each in kept_publications(warehouse) if each.load_no != present]
    if kept:
        console.print(
            Text(
                f"Kept publications: of load {', '.join(kept)}. To publish one again: {called()} rollback LOAD "
                f"--warehouse {warehouse.folder}"
            )
        )


def _print_gates(console: Console, gates: tuple[GateResult, ...]) -> None:
    for gate in gates:
        verdict = "met" if gate.is_met else f"NOT met, {gate.offending_rows} ×"
        console.print(Text(f"  gate {gate.gate:<9} {gate.severity:<8} {gate.expectation}: {verdict}"))


def _totals(totals: Totals) -> str:
    return (
        f"{totals.projects} projects of {totals.units} units with {totals.indicators} indicators "
        f"and {ten_thousands(Decimal(totals.budget_yuan))} 万元"
    )


def _shortened(reason: str, limit: int = 400) -> str:
    line = " ".join(reason.split())
    return line if len(line) <= limit else f"{line[:limit]}…"
