"""`jixiao findings`: what the rules of quality found odd in the published file, for a person or as JSON."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from pathlib import Path

from rich.console import Console
from rich.text import Text

from flows.base.database import objects, reading
from flows.base.errors import NotFoundError
from flows.base.paths import Warehouse
from flows.base.printing import code_and_name, lines
from flows.warehouse.state import published_file

SEVERITIES = ("error", "warning", "info")
REVIEW_GROUPS = ("完整性", "相关性", "适当性", "可行性")
"""What a review asks (财预〔2015〕88号), in its order: completeness, relevance, appropriateness, feasibility."""

_COLOURS = {"error": "red", "warning": "yellow", "info": "cyan"}


@dataclass(frozen=True, slots=True)
class Finding:
    """A remark on a form or one of its rows; `row_no` and `form_no` are None where it is about the whole above them.

    Texts are as printed. `message`, `basis` and `suggestion` are Chinese, `message_en` and `suggestion_en` English.
    """

    rule: str
    severity: str
    review_group: str
    fiscal_year: int | None
    path: str
    unit_code: str | None
    unit_name: str | None
    project_name: str | None
    form_no: int | None
    row_no: int | None
    locator: str | None
    evidence: str | None
    message: str
    message_en: str
    basis: str | None
    suggestion: str | None
    suggestion_en: str | None


_FINDINGS = """
    select
        findings.rule, findings.severity, findings.review_group, findings.fiscal_year, documents.path, units.unit_code,
        units.unit_name, budgets.published_name as project_name, findings.form_no, findings.row_no, findings.locator,
        findings.evidence, findings.message, findings.message_en, findings.basis, findings.suggestion,
        findings.suggestion_en
    from marts.finding as findings
    inner join marts.dim_document as documents using (document_id)
    inner join marts.dim_unit as units using (unit_key)
    inner join marts.fact_budget as budgets using (document_id, form_no)
    where
        contains(concat_ws(' ', units.unit_code, units.unit_name), $unit)
        and ($rule = '' or findings.rule = $rule)
        and ($severity = '' or findings.severity = $severity)
        and ($year is null or findings.fiscal_year = $year)
    order by documents.path, findings.form_no, findings.row_no nulls first, findings.rule, findings.message
"""


def findings_of(
    database: Path,
    *,
    unit: str | None = None,
    rule: str | None = None,
    year: int | None = None,
    severity: str | None = None,
) -> list[Finding]:
    """The findings of a warehouse file in the order of its documents; `unit` keeps what holds these words.

    `severity` is one of SEVERITIES. Raises NotFoundError for a rule or a year that there is none of, naming those that
    there are.
    """
    with reading(database) as connection:
        rules = connection.execute("select distinct rule from marts.rule_verdict order by rule").fetchall()
        if rule and (rule,) not in rules:
            raise NotFoundError(
                f"there is no rule «{rule}»; there are {', '.join(name for (name,) in rules)}"
            )
        years = connection.execute("select distinct fiscal_year from marts.fact_budget order by 1").fetchall()
        if year and (year,) not in years:
            raise NotFoundError(
                f"no form of {year} is published; there are {', '.join(str(known) for (known,) in years) or 'none'}"
            )
        asked = {"unit": unit or "", "rule": rule or "", "severity": severity or "", "year": year}
        return [*objects(connection, Finding, _FINDINGS, asked)]


def print_findings(
    warehouse: Warehouse,
    *,
    unit: str | None,
    rule: str | None,
    year: int | None,
    severity: str | None,
    as_json: bool,
) -> None:
    """Print the findings of the published file, form by form.

    Raises NotFoundError if nothing is published, and as `findings_of` does.
    """
    database = published_file(warehouse)
    findings = findings_of(database, unit=unit, rule=rule, year=year, severity=severity)
    if as_json:
        sys.stdout.write(findings_as_json(findings) + "\n")
    elif unit and not findings and not _is_held(database, unit):
        lines().print(Text("0 findings: no unit holds these words"))
    else:
        print_by_form(findings)


def _is_held(database: Path, unit: str) -> bool:
    with reading(database) as connection:
        held = connection.execute(
            "select 1 from marts.dim_unit where contains(concat_ws(' ', unit_code, unit_name), ?) limit 1",
            [unit],
        ).fetchone()
    return held is not None


def findings_as_json(findings: Sequence[Finding]) -> str:
    """The findings as a list of objects with the field names of `Finding`."""
    return json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=1)


def print_by_form(findings: Sequence[Finding]) -> None:
    """Each form with its findings: severity, place, what is odd, the printed text, and what to do."""
    console = lines()
    for path, of_document in groupby(findings, lambda finding: finding.path):
        console.print(Text(path, style="bold"))
        for _, of_form in groupby(of_document, lambda finding: finding.form_no):
            _print_form(console, list(of_form))
    counts = Counter(finding.severity for finding in findings)
    summary = ", ".join(f"{counts[severity]} {severity}" for severity in SEVERITIES if counts[severity])
    console.print(Text(f"{len(findings)} findings: {summary}" if findings else "Nothing is odd."))


def _print_form(console: Console, findings: list[Finding]) -> None:
    form = findings[0]
    if form.form_no is not None:
        unit = code_and_name(form.unit_code, form.unit_name)
        console.print(Text(f"  {form.form_no}. {form.project_name or '(no name)'} ({unit})", style="bold"))
    for finding in findings:
        row = f"row {finding.row_no}, " if finding.row_no else ""
        place = f"[{row}{finding.locator}]" if finding.locator else ""
        line = Text(f"    {finding.severity:<8}", style=_COLOURS.get(finding.severity, ""))
        line.append(f"{finding.review_group} {finding.message} ", style="default")
        line.append(place, style="dim")
        console.print(line)
        if finding.suggestion:
            console.print(
                Text(
                    f"            {finding.suggestion}。依据：{finding.basis}（{finding.rule}）", style="dim"
                )
            )
