"""The charts as Vega-Lite specifications, made with Altair, each in both languages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import altair as alt

from flows.report.facts import Facts, Row
from flows.report.wording import WORDS

Chart = dict[str, dict[str, Any]]
"""The specification of a chart by language: zh, en."""

MOST_UNITS = 20
_TEN_THOUSAND = 10_000
_BLUE, _PALE, _AMBER = "#1f6f8b", "#b7cdd6", "#c77d0a"
_FONT = "system-ui, 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif"
_GOOD, _BAD, _OTHER = "#2a7f62", "#b3541e", "#7d8b96"
_CHANGE_COLOURS = {
    "added": _BLUE,
    "quantified": _GOOD,
    "tightened": _GOOD,
    "changed": _OTHER,
    "relaxed": _BAD,
    "unquantified": _BAD,
    "dropped": _BAD,
    "not_comparable": _OTHER,
}
_LANGUAGES = {"zh": 0, "en": 1}


def overview_charts(facts: Facts) -> dict[str, Chart]:
    """The charts of the first page by name; one that would have nothing to show is not among them."""
    charts = {"money": _both(_money_by_unit, facts), "families": _both(_families, facts)}
    if any(row["change"] != "unchanged" for row in _latest_changes(facts)):
        charts["changes"] = _both(_changes, facts)
    return charts


def budget_chart(years: Sequence[tuple[int, float]]) -> Chart:
    """The money of a project or unit over years; `years` holds year and yuan."""
    return {language: _with_data(_budget(language), years) for language in _LANGUAGES}


def _both(make: Any, facts: Facts) -> Chart:  # noqa: ANN401 (a function of this module)
    return {language: make(facts, language) for language in _LANGUAGES}


def _say(language: str, chinese: str, english: str) -> str:
    return (chinese, english)[_LANGUAGES[language]]


def _finished(chart: alt.Chart, height: int, values: Sequence[Row] = ()) -> dict[str, Any]:
    """The chart as a specification. Its data are put in afterwards: Altair would look through each of them."""
    specification = (
        chart.properties(width="container", height=height, background="transparent")
        .configure(font=_FONT)
        .configure_axis(
            labelFontSize=12,
            titleFontSize=12,
            titleFontWeight="normal",
            labelColor="#33414d",
            gridColor="#e3e8ec",
        )
        .configure_view(stroke=None)
        .configure_legend(labelFontSize=12, titleFontSize=12, orient="top")
        .to_dict(validate=False)
    )
    return specification | {"data": {"values": list(values)}}


def _bar(width: int | None = None) -> alt.MarkDef:
    if width:
        return alt.MarkDef(type="bar", color=_BLUE, cornerRadiusEnd=2, width=width)
    return alt.MarkDef(type="bar", color=_BLUE, cornerRadiusEnd=2)


def _money_title(language: str) -> str:
    return _say(language, "预算（万元）", "Budget (million yuan)")


def _money_of(yuan: float, language: str) -> float:
    return yuan / (_TEN_THOUSAND if language == "zh" else _TEN_THOUSAND * 100)


def _money_by_unit(facts: Facts, language: str) -> dict[str, Any]:
    years = [year for year in (facts.previous, facts.latest) if year]
    units = sorted(facts.units, key=lambda unit: -_budget_of(unit, facts.latest))[:MOST_UNITS]
    labels = _labels(units)
    values = [
        {
            "unit": labels[unit["unit_id"]],
            "year": str(year),
            "money": _money_of(_budget_of(unit, year), language),
        }
        for unit in units
        for year in years
    ]
    order = list(labels.values())
    chart = alt.Chart(mark=_bar()).encode(
        y=alt.Y("unit:N", sort=order, title=None, axis=alt.Axis(labelLimit=220)),
        yOffset=alt.YOffset("year:N", sort=[str(year) for year in years]),
        x=alt.X(
            "money:Q",
            title=_money_title(language),
            axis=alt.Axis(format=",.0f" if language == "zh" else ",.1f"),
        ),
        color=alt.Color(
            "year:N",
            title=None,
            scale=alt.Scale(domain=[str(year) for year in years], range=[_PALE, _BLUE][-len(years) :]),
            legend=alt.Legend() if len(years) > 1 else None,
        ),
        tooltip=[
            alt.Tooltip("unit:N", title=_say(language, "单位", "Unit")),
            alt.Tooltip("year:N", title=_say(language, "年度", "Year")),
            alt.Tooltip("money:Q", title=_money_title(language), format=",.2f"),
        ],
    )
    return _finished(chart, 24 * len(units), values)


def _labels(units: Sequence[Row]) -> dict[str, str]:
    """What each unit is called, in order; units of one name are told apart by code or place."""
    counts = Counter(unit["unit_name"] for unit in units)
    return {
        unit["unit_id"]: unit["unit_name"]
        if counts[unit["unit_name"]] == 1
        else f"{unit['unit_name']} ({unit['unit_code'] or unit['jurisdiction'] or unit['unit_id'][:6]})"
        for unit in units
    }


def _budget_of(unit: Row, year: int) -> float:
    return float((unit["years"].get(year) or {}).get("budget_yuan") or 0)


def _families(facts: Facts, language: str) -> dict[str, Any]:
    rows = [row for row in facts.families if row["fiscal_year"] == facts.latest]
    is_number, is_words = _say(language, "可量化", "A number or a day"), _say(language, "文字", "Words")
    name = "family" if language == "zh" else "family_en"
    values = [
        {"family": row[name], "kind": kind, "indicators": count}
        for row in rows
        for kind, count in ((is_number, row["quantified"]), (is_words, row["indicators"] - row["quantified"]))
    ]
    chart = alt.Chart(mark=_bar()).encode(
        y=alt.Y("family:N", sort=[row[name] for row in rows], title=None, axis=alt.Axis(labelLimit=180)),
        x=alt.X(
            "indicators:Q",
            title=_say(language, "指标数", "Indicators"),
            axis=alt.Axis(format="d", tickMinStep=1),
        ),
        color=alt.Color(
            "kind:N", title=None, scale=alt.Scale(domain=[is_number, is_words], range=[_BLUE, _AMBER])
        ),
        order=alt.Order("kind:N", sort="descending" if is_number > is_words else "ascending"),
        tooltip=[alt.Tooltip("family:N"), alt.Tooltip("kind:N"), alt.Tooltip("indicators:Q")],
    )
    return _finished(chart, 22 * len(rows), values)


def _latest_changes(facts: Facts) -> list[Row]:
    return [row for row in facts.changes if row["fiscal_year"] == facts.latest]


def _changes(facts: Facts, language: str) -> dict[str, Any]:
    counts: dict[str, int] = {}
    for row in _latest_changes(facts):
        counts[row["change"]] = counts.get(row["change"], 0) + row["indicators"]
    shown = [change for change in _CHANGE_COLOURS if counts.get(change)]
    names = [WORDS[change][_LANGUAGES[language]] for change in shown]
    values = [
        {"change": name, "indicators": counts[change]} for change, name in zip(shown, names, strict=True)
    ]
    chart = alt.Chart(mark=_bar()).encode(
        y=alt.Y("change:N", sort=names, title=None),
        x=alt.X(
            "indicators:Q",
            title=_say(language, "指标数", "Indicators"),
            axis=alt.Axis(format="d", tickMinStep=1),
        ),
        color=alt.Color(
            "change:N",
            scale=alt.Scale(domain=names, range=[_CHANGE_COLOURS[change] for change in shown]),
            legend=None,
        ),
        tooltip=[alt.Tooltip("change:N"), alt.Tooltip("indicators:Q")],
    )
    return _finished(chart, 22 * len(shown), values)


_budget_templates: dict[str, dict[str, Any]] = {}


def _budget(language: str) -> dict[str, Any]:
    """The chart of money over years without its data: made once, filled for each page."""
    if language not in _budget_templates:
        chart = alt.Chart(mark=_bar(48)).encode(
            x=alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0)),
            y=alt.Y("money:Q", title=_money_title(language)),
            tooltip=[
                alt.Tooltip("year:O"),
                alt.Tooltip("money:Q", title=_money_title(language), format=",.2f"),
            ],
        )
        _budget_templates[language] = _finished(chart, 140)
    return _budget_templates[language]


def _with_data(template: dict[str, Any], years: Sequence[tuple[int, float]]) -> dict[str, Any]:
    language = "zh" if template is _budget_templates.get("zh") else "en"
    values = [{"year": str(year), "money": _money_of(yuan, language)} for year, yuan in years]
    return template | {"data": {"values": values}}
