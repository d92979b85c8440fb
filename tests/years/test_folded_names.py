"""Names that are equal under NFKC are one name: what a typist of the next year prints otherwise goes on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.loading import jixiao, query
from tests.years.publications import Form, first_year, next_year, printed, with_form, with_row

pytestmark = pytest.mark.slow

PROJECT = ("政务云平台（Ⅱ期）", "政务云平台（II期）")
# Name of the indicator and target, in two years.
ROWS = (
    (("机房改造面积（㎡）", "≥120㎡"), ("机房改造面积（m2）", "≥120m2")),
    (("①类设备更新", "≥31台"), ("1类设备更新", "≥31台")),
    (("Ⅲ级等保系统", "≥7个"), ("III级等保系统", "≥7个")),
    (("回收电池（㎏）", "≥450㎏"), ("回收电池（kg）", "≥450kg")),
    (("机房温度（℃）", "≤26℃"), ("机房温度（°C）", "≤26°C")),
    (("云资源使用率（﹪）", "≥85﹪"), ("云资源使用率（%）", "≥85%")),
    (("系统培训（线上）", "≥12期"), ("系统培训(线上)", "≥12期")),
    (("迁移\u2009业务系统", "≥64套"), ("迁移 业务系统", "≥64套")),
)


def documents() -> tuple[tuple[Form, ...], tuple[Form, ...]]:
    """One project in two years; the second prints each of the names the other way."""
    form = next(form for form in first_year() if form.origin == 1)
    rows = tuple(
        replace(form.rows[0], level3=name, description=name, target=target, origin=(1, row_no))
        for row_no, ((name, target), _) in enumerate(ROWS, 1)
    )
    first = (replace(form, name=PROJECT[0], rows=rows),)
    second = with_form(next_year(first), 1, lambda form: replace(form, name=PROJECT[1]))
    for row_no, (_, (name, target)) in enumerate(ROWS, 1):
        second = with_row(second, (1, row_no), "unchanged", level3=name, description=name, target=target)
    return first, second


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("folded")
    for year, forms in zip((2024, 2025), documents(), strict=True):
        file = folder / "raw" / str(year) / "a.txt"
        file.parent.mkdir(parents=True)
        file.write_text(printed(forms), encoding="utf-8")
    called = jixiao("load", "--raw", folder / "raw", "--warehouse", folder / "warehouse")
    assert called.status == 0, called.err
    return folder / "warehouse" / "jixiao.duckdb"


def test_a_project_whose_name_is_printed_in_another_form_is_continued(database: Path) -> None:
    assert query(database, "select form_no, previous_form_no, change from marts.project_year_over_year") == [
        (1, 1, "continued")
    ]


def test_indicators_whose_names_and_units_are_printed_in_another_form_are_unchanged(database: Path) -> None:
    changes = query(
        database,
        "select previous_row_no, row_no, change, match_method from marts.indicator_year_over_year order by all",
    )

    assert [change[:3] for change in changes] == [
        (number, number, "unchanged") for number in range(1, len(ROWS) + 1)
    ]
    assert {method for *_, method in changes} <= {"name", "name_and_description", "description"}


def test_both_spellings_of_a_unit_are_one_unit_of_measure(database: Path) -> None:
    units = query(
        database,
        """
        select fiscal_year, list(measure_unit order by row_no) from marts.fact_indicator group by all order by all
        """,
    )

    assert units[0][1] == units[1][1]
    assert units[0][1][0] == "平方米"
