"""Each rule finds in the real document of 2024 what a careful reading finds, form by form, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.findings.pinned import PINNED
from tests.loading import jixiao, query
from tests.pages.findings import rules

pytestmark = pytest.mark.slow

FORMS = 56


def test_every_rule_of_the_seed_is_pinned() -> None:
    assert [rule["rule"] for rule in rules()] == list(PINNED)


@pytest.mark.parametrize("rule", PINNED)
def test_a_rule_hits_the_forms_that_it_should(published: Path, rule: str) -> None:
    forms = query(
        published / "jixiao.duckdb",
        "select distinct form_no from marts.finding where rule = ? order by form_no",
        rule,
    )

    assert tuple(form_no for (form_no,) in forms) == PINNED[rule].forms


@pytest.mark.parametrize("rule", [rule for rule, pin in PINNED.items() if pin.forms])
def test_a_finding_quotes_the_document_and_says_what_is_odd(published: Path, rule: str) -> None:
    pin = PINNED[rule]
    found = query(
        published / "jixiao.duckdb",
        "select evidence, message from marts.finding where rule = ? and form_no = ? and row_no is not distinct from ?",
        rule,
        pin.form_no,
        pin.row_no,
    )

    assert (pin.evidence, pin.message) in found


def test_every_rule_has_one_verdict_on_every_form(published: Path) -> None:
    verdicts = query(
        published / "jixiao.duckdb",
        """
        select count(*), count(distinct (rule, form_no)),
            count_if((verdict = 'finding') <> ((rule, form_no) in (select (rule, form_no) from marts.finding))),
            count_if((verdict = 'ok') <> (reason is null))
        from marts.rule_verdict
        """,
    )

    assert verdicts == [(FORMS * len(PINNED), FORMS * len(PINNED), 0, 0)]


def test_every_finding_names_its_place_in_the_document(published: Path, real_lines: list[str]) -> None:
    found = query(
        published / "jixiao.duckdb",
        """
        select finding.locator, row.target_text from marts.finding as finding
        inner join marts.fact_indicator as row using (document_id, form_no, row_no) where row.target_text is not null
        """,
    )

    assert found
    for locator, target in found:
        line = real_lines[int(locator.removeprefix("line ")) - 1]
        assert target.split("\n")[0].strip() in line, locator


@pytest.mark.parametrize(
    ("rule", "form_no", "verdict"),
    [
        ("cost_covers_part_of_budget", 24, "ok"),
        ("cost_exceeds_budget", 25, "not_applicable"),
        ("cost_exceeds_budget", 47, "ok"),
        ("amount_against_description", 4, "ok"),
        ("amount_against_description", 50, "ok"),
        ("price_times_volume_exceeds_budget", 11, "ok"),
        ("price_times_volume_exceeds_budget", 26, "not_applicable"),
        ("cost_without_number", 54, "ok"),
        ("execution_rate_against_amounts", 1, "not_applicable"),
        ("identity_not_clear", 1, "not_applicable"),
    ],
)
def test_a_rule_says_when_all_is_well_and_when_it_has_nothing_to_say(
    published: Path, rule: str, form_no: int, verdict: str
) -> None:
    found = query(
        published / "jixiao.duckdb",
        "select verdict from marts.rule_verdict where rule = ? and form_no = ?",
        rule,
        form_no,
    )

    assert found == [(verdict,)]


def test_findings_are_filtered_by_unit_rule_year_and_severity(published: Path) -> None:
    def found(*options: str) -> list[dict[str, object]]:
        called = jixiao("findings", "--warehouse", published, "--json", *options)
        assert called.status == 0, called.err
        return json.loads(called.out)

    everything = found()
    errors = found("--severity", "error")
    unit = everything[0]["unit_code"]
    of_unit = found("--unit", str(unit))

    assert len(everything) == query(published / "jixiao.duckdb", "select count(*) from marts.finding")[0][0]
    assert {finding["severity"] for finding in errors} == {"error"}
    assert {finding["form_no"] for finding in found("--rule", "name_cut_off")} == {3, 23, 33}
    assert of_unit == [finding for finding in everything if finding["unit_code"] == unit]
    assert found("--year", "2024") == everything


def test_findings_are_printed_with_place_basis_and_suggestion(published: Path) -> None:
    called = jixiao("findings", "--warehouse", published, "--rule", "cost_exceeds_budget")

    assert called.status == 0
    assert "成本指标合计4.49万元，超过预算4.47万元" in called.out
    # documents.csv names no jurisdiction, so nobody knows whether it is of a central department.
    assert "财预〔2015〕88号：相应匹配，与预算资金量相匹配（中央部门适用，地方参照）" in called.out


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--rule", "no_such_rule"), "there is no rule"),
        (("--year", "2023"), "no form of 2023 is published; there are 2024"),
        (("--severity", "fatal"), "is not one of 'error', 'warning', 'info'"),
    ],
)
def test_a_filter_that_does_not_exist_is_wrong_usage(
    published: Path, options: tuple[str, ...], says: str
) -> None:
    called = jixiao("findings", "--warehouse", published, *options)

    assert called.status == 2
    assert says in called.err
