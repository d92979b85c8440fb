"""Transfer payments and mid-year monitoring in the published file: what counts, and what it says of the year."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from tests.kinds.made import KINDS
from tests.loading import jixiao, query

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def published(corpus: Callable[[str], Path]) -> Path:
    return corpus("kinds")


def test_a_column_a_region_is_a_form_a_region_and_only_their_total_is_counted(published: Path) -> None:
    forms = query(
        published,
        """
        select form_no, fact_budget.form_kind, unit_name, budget_yuan, is_transfer, is_additive
        from marts.fact_budget inner join marts.dim_unit using (unit_key) inner join marts.dim_document using (document_id)
        where path = '2025/k1_transfer_payment_a_column_a_county.docx' order by form_no
        """,
    )

    assert forms == [
        (1, "objective", "未列明", Decimal(26_000_000), True, True),
        (2, "objective", "清河县", Decimal(12_500_000), True, False),
        (3, "objective", "桐山区", Decimal(9_000_000), True, False),
        (4, "objective", "市本级", Decimal(4_500_000), True, False),
    ]
    names = query(
        published, "select distinct published_name from marts.fact_budget where is_transfer order by all"
    )
    assert names == [("2025年省级水利发展资金",), ("城乡义务教育补助经费",)]


def test_a_region_without_a_target_has_no_such_indicator(published: Path) -> None:
    rows = query(
        published,
        """
        select unit_name, target_text from marts.wide_indicator
        where indicator_name = '新增淤地坝座数' order by form_no
        """,
    )

    assert rows == [("未列明", "≥4座"), ("清河县", "≥3座"), ("桐山区", "≥1座")]


def test_monitoring_belongs_to_the_projects_of_the_objectives_and_is_never_added_or_compared(
    published: Path,
) -> None:
    monitored = query(
        published,
        """
        select path[6:7], monitored.form_no, monitored.is_additive, monitored.mid_year_through, monitored.executed_yuan,
            monitored.mid_year_forecast_yuan, objectives.published_name
        from marts.fact_budget as monitored inner join marts.dim_document using (document_id)
        left join marts.fact_budget as objectives
            on monitored.project_key = objectives.project_key and objectives.form_kind = 'objective'
        where monitored.form_kind = 'monitoring' order by all
        """,
    )
    compared = query(published, "select count(*) from marts.project_year_over_year")

    pipes, floods = "农村供水管网维护", "防汛物资储备"
    assert [(*keys, int(executed), int(forecast), name) for *keys, executed, forecast, name in monitored] == [
        ("k3", 1, False, 7, 665_000, 1_180_000, pipes),
        ("k4", 1, False, 9, 952_000, 1_200_000, pipes),
        ("k4", 2, False, 9, 120_000, 450_000, floods),
        ("k5", 1, False, 8, 406_000, 850_000, None),
        ("k5", 2, False, 8, 87_500, 260_000, None),
    ]
    assert compared == [(0,)]


def test_rows_of_monitoring_say_what_was_reached_and_what_is_expected(published: Path) -> None:
    rows = query(
        published,
        """
        select indicator_name, actual_text, mid_year_actual_text, mid_year_actual_value, mid_year_forecast_text,
            mid_year_forecast_value, likelihood, deviation_reason
        from marts.fact_indicator inner join marts.dim_document using (document_id)
        where path = '2025/k3_monitoring_prescribed_template.docx' order by row_no
        """,
    )

    assert rows[0] == ("维修管网长度", None, "22公里", Decimal(22), "41公里", Decimal(41), "确定能", None)
    assert rows[1][-2:] == ("有可能", "硬件条件保障\n消毒设备待更新")
    assert rows[2][2:6] == ("正在实施", None, "2025年11月底前", None)


def test_the_outcome_of_an_indicator_has_the_latest_monitoring_beside_it(published: Path) -> None:
    rows = query(
        published,
        """
        select indicator_name, is_evaluated, promised_target_text, actual_text, outcome, mid_year_through,
            mid_year_actual_text, mid_year_forecast_text, mid_year_forecast_value
        from marts.indicator_outcome inner join marts.dim_indicator using (indicator_key)
        where mid_year_through = 9 order by is_evaluated desc, indicator_outcome.promised_row_no
        """,
    )

    assert rows[0] == (
        ("维修管网长度", True, "≥40公里", "38公里", "not_met", 9, "31公里", "40公里", Decimal(40))
    )
    assert [row[0] for row in rows] == [
        "维修管网长度", "水质合格率", "完成时限", "用水户满意度", "储备编织袋数量", "物资验收合格率",
    ]  # fmt: skip
    assert rows[4] == (
        ("储备编织袋数量", False, "≥20000条", None, "not_available", 9, "5000条", "15000条", Decimal(15_000))
    )


def test_monitoring_is_no_evaluation(published: Path) -> None:
    evaluated = query(published, "select count(*) from marts.project_outcome where fiscal_year = 2025")
    judged = query(
        published,
        """
        select distinct verdict from marts.rule_verdict
        inner join marts.fact_budget using (document_id, form_no) where fact_budget.form_kind = 'monitoring'
        """,
    )
    shown = jixiao("outcomes", "2025", "--warehouse", published.parent)

    assert evaluated == [(1,)]
    assert judged == [("not_applicable",)]
    assert "维修管网长度" in shown.out
    assert "储备编织袋数量" not in shown.out


def test_a_forecast_that_was_wrong_is_found(published: Path) -> None:
    found = query(
        published,
        "select path, row_no, message from marts.finding inner join marts.dim_document using (document_id) "
        "where rule = 'forecast_was_wrong'",
    )

    assert found == [
        (
            "2025/evaluation.html",
            1,
            "「维修管网长度」指标值「≥40公里」，年中预计完成「40公里」，实际完成「38公里」",
        )
    ]


def test_persons_below_the_table_are_named_nowhere() -> None:
    texts = [
        jixiao("read", file, "--json").out for file in (*KINDS.glob("k1_*.docx"), *KINDS.glob("k3_*.docx"))
    ]

    assert [json.loads(text)["form_kind"] for text in texts] == ["objective", "monitoring"]
    assert not any(name in text for text in texts for name in ("王某某", "李某某", "0570-88888888"))
