"""A package whose rules nobody judges, or whose marts are no tables, is refused by name before a document is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.loading import jixiao
from tests.own_package import copy_example
from tests.places import ROOT

pytestmark = pytest.mark.slow

DOCUMENT = ROOT / "tests" / "documents" / "publishers" / "county_objectives_funding_lines_unit_in_name.docx"


def test_what_cannot_be_published_is_refused_at_once_by_name(tmp_path: Path) -> None:
    package = copy_example(tmp_path)
    rules = package / "vocabulary" / "finding_rules.csv"
    text = rules.read_text(encoding="utf-8")
    header, line = text.splitlines()
    nobody = line.replace("budget_in_round_millions", "judged_by_nobody")
    rules.write_text(f"{header}\n{nobody}\n", encoding="utf-8")
    model = package / "models" / "findings" / "jiangnan_judgements.sql"
    beside = model.read_text(encoding="utf-8").replace("budget_in_round_millions", "judged_beside")
    model.with_name("beside_judgements.sql").write_text(beside, encoding="utf-8")
    marts = package / "models" / "marts"
    (marts / "seen_mart.sql").write_text(
        "{{ config(materialized='view', contract={'enforced': false}) }}\nselect * from {{ ref('jixiao', 'dim_unit') }}\n"
    )
    (marts / "wide_mart.sql").write_text(
        "{{ config(materialized='view', contract={'enforced': false}, meta={'looks_across_jurisdictions': true}) }}\n"
        "select * from {{ ref('jixiao', 'dim_unit') }} cross join {{ ref('jixiao', 'money_units') }}\n"
    )
    raw = tmp_path / "raw"
    (raw / "2024").mkdir(parents=True)
    (raw / "2024" / DOCUMENT.name).write_bytes(DOCUMENT.read_bytes())

    called = jixiao("load", "--raw", raw, "--warehouse", tmp_path / "w", JIXIAO_EXTENSION=str(package))

    assert called.status == 2, called.err
    assert f"{rules}, line 2: no model judges by the rule judged_by_nobody" in called.err
    assert (
        "the model jiangnan_judgements (models/findings/jiangnan_judgements.sql) judges by the rule "
        "budget_in_round_millions, of which the seed finding_rules has no line"
    ) in called.err
    assert (
        "the model beside_judgements (models/findings/beside_judgements.sql) judges by the rule" in called.err
    )
    assert (
        "the mart seen_mart (models/marts/seen_mart.sql) is a view: marts are published as tables"
        in called.err
    )
    assert "the mart wide_mart (models/marts/wide_mart.sql) looks across jurisdictions" in called.err
    assert "may read marts only, not money_units" in called.err
    assert "Traceback" not in called.err
    assert not list((tmp_path / "w").glob("documents/*"))
