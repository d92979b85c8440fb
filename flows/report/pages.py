"""The pages, from templates that escape whatever a document prints."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment

from flows.report.charts import Chart, budget_chart, overview_charts
from flows.report.environment import templates, write_page
from flows.report.evidence import Views
from flows.report.facts import Facts, Row, grouped
from flows.report.lists import DataList, ListColumn, write_list, write_words
from flows.report.quality import write_quality

_TOP = 20
_SHOWN_YEARS = 2


def write_pages(facts: Facts, views: Views, folder: Path) -> None:
    """Write every page, and the data of the long lists, into a folder that has at most the views of documents."""
    for name in ("units", "projects", "findings", "data"):
        (folder / name).mkdir()
    environment = templates(facts, views)
    write_words(folder, {row["family"]: row["family_en"] for row in facts.families})
    write_page(folder / "index.html", environment.get_template("index.html.jinja"), _overview(facts))
    _write_units(facts, folder, environment)
    _write_projects(facts, folder, environment)
    _write_indicators(facts, views, folder, environment)
    _write_findings(facts, views, folder, environment)
    write_quality(facts, views, folder, environment)


def _overview(facts: Facts) -> Row:
    latest = facts.latest
    units = [unit for unit in facts.units if latest in unit["years"]]
    units.sort(key=lambda unit: -(unit["years"][latest]["budget_yuan"] or 0))
    projects = [project for project in facts.projects if project["budgets"].get(latest) is not None]
    projects.sort(key=lambda project: -project["budgets"][latest])
    return {
        "charts": overview_charts(facts),
        "top_units": units[:_TOP],
        "top_projects": projects[:_TOP],
        "publishers": sorted(
            {row["publisher"] for row in facts.documents if row["publisher"] and row["status"] == "current"}
        ),
        "doubts": [
            row
            for row in facts.comparability
            if row["verdict"] == "doubtful" and row["fiscal_year"] == latest
        ],
    }


def _write_units(facts: Facts, folder: Path, environment: Environment) -> None:
    template = environment.get_template("unit.html.jinja")
    projects = grouped(facts.projects, "unit_id")
    for unit in facts.units:
        years = list(unit["years"].values())
        values = {
            "root": "../",
            "unit": unit,
            "years": years,
            "shown_years": _newest(unit["years"]),
            "projects": projects.get(unit["unit_id"], []),
            "chart_spec": _over_years((row["fiscal_year"], row["budget_yuan"]) for row in years),
        }
        write_page(folder / "units" / f"{unit['unit_id']}.html", template, values)
    latest = facts.latest
    columns = (
        ListColumn("单位", "Unit", "link"),
        ListColumn("预算单位编码", "Code", "short"),
        ListColumn("行政区划", "Jurisdiction", is_filter=True),
        ListColumn(f"{latest} 预算（万元）", f"Budget {latest} (yuan)", "money"),
        ListColumn("项目", "Projects", "number"),
        ListColumn("指标", "Indicators", "number"),
        ListColumn("审核意见", "Findings", "number"),
    )
    rows = (
        [
            [unit["unit_name"], f"units/{unit['unit_id']}.html"],
            unit["unit_code"],
            unit["jurisdiction"],
            *(
                (unit["years"].get(latest) or {}).get(name)
                for name in ("budget_yuan", "projects", "indicators", "findings")
            ),
        ]
        for unit in facts.units
    )
    _write_list_page(
        folder,
        environment,
        write_list(folder, "units", columns, rows),
        "单位",
        "Units",
        f"{latest} 年度",
        f"Fiscal year {latest}",
    )


def _newest(years: Iterable[int]) -> list[int]:
    return sorted(years, reverse=True)[:_SHOWN_YEARS]


def _over_years(money: Iterable[tuple[int, Any]]) -> Chart | None:
    years = sorted((year, float(yuan)) for year, yuan in money if yuan is not None)
    return budget_chart(years) if len(years) > 1 else None


def _write_projects(facts: Facts, folder: Path, environment: Environment) -> None:
    template = environment.get_template("project.html.jinja")
    for project in facts.projects:
        key = project["project_key"]
        forms = facts.budgets.get(key, [])
        indicators = facts.indicators.get(key, [])
        years = sorted(
            {year for indicator in indicators for year in indicator["cells"]} | set(project["budgets"]),
            reverse=True,
        )
        shown = years[:_SHOWN_YEARS]
        values = {
            "root": "../",
            "project": project,
            "forms": forms,
            "indicators": [_with_every_year(indicator, years) for indicator in indicators],
            "shown_years": shown,
            "earlier_years": years[_SHOWN_YEARS:],
            "has_outcomes": any(indicator["outcomes"] for indicator in indicators),
            "stated": next((form for form in forms if form["objective"]), None),
            "has_forecast": any(form["mid_year_forecast_yuan"] is not None for form in forms),
            "has_mid_year": any(indicator["mid_year"] for indicator in indicators),
            "regions": _other_regions(project, forms, facts.budgets),
            "has_peers": any(shown and shown[0] in indicator["peers"] for indicator in indicators),
            "findings": facts.findings.get(key, []),
            "chart_spec": _over_years(project["budgets"].items()),
        }
        write_page(folder / "projects" / f"{key}.html", template, values)
    latest = facts.latest
    columns = (
        ListColumn("项目", "Project", "link"),
        ListColumn("单位", "Unit", "link", is_filter=True),
        ListColumn(f"{latest} 预算（万元）", f"Budget {latest} (yuan)", "money"),
        ListColumn("比上年（万元）", "Change (yuan)", "money"),
        ListColumn("变化", "Change", "word", is_filter=True),
        ListColumn("审核意见", "Findings", "number"),
    )
    names = {unit["unit_id"]: unit["unit_name"] for unit in facts.units}
    rows = (
        [
            [project["shown_name"], f"projects/{project['project_key']}.html"],
            [names[project["unit_id"]], f"units/{project['unit_id']}.html"],
            project["budgets"].get(latest),
            project["difference_yuan"],
            project["change"],
            project["findings"],
        ]
        for project in facts.projects
    )
    _write_list_page(
        folder,
        environment,
        write_list(folder, "projects", columns, rows),
        "项目",
        "Projects",
        f"{latest} 年度",
        f"Fiscal year {latest}",
    )


def _other_regions(project: Row, forms: list[Row], budgets: Mapping[str, list[Row]]) -> list[Row]:
    """The other forms of the transfer payments that the project is of: those of one document and one printed name."""
    printed = {(form["document_id"], form["published_name"]) for form in forms if form["is_transfer"]}
    found = [
        form
        for key, others in (budgets.items() if printed else ())
        if key != project["project_key"]
        for form in others
        if form["is_transfer"] and (form["document_id"], form["published_name"]) in printed
    ]
    return sorted(found, key=lambda form: (-form["fiscal_year"], form["document_id"], form["form_no"]))


def _with_every_year(indicator: Row, years: list[int]) -> Row:
    """The indicator with a place for each year, filled or not."""
    empty = dict.fromkeys(years)
    return indicator | {name: empty | indicator[name] for name in ("cells", "changes", "peers")}


def _write_indicators(facts: Facts, views: Views, folder: Path, environment: Environment) -> None:
    names = {unit["unit_id"]: unit["unit_name"] for unit in facts.units}
    columns = (
        ListColumn("年度", "Year", "short", is_filter=True),
        ListColumn("指标", "Indicator"),
        ListColumn("指标值", "Target"),
        ListColumn("类别", "Measures", "word", is_filter=True),
        ListColumn("变化", "Change", "word", is_filter=True),
        ListColumn("完成情况", "Outcome", "word", is_filter=True),
        ListColumn("项目", "Project", "link"),
        ListColumn("单位", "Unit", "link", is_filter=True),
        ListColumn("出处", "Where it is printed", "place"),
    )
    rows = (
        [
            str(cell["fiscal_year"]),
            cell["indicator_name"],
            cell["target_text"],
            cell["family"],
            (indicator["changes"].get(cell["fiscal_year"]) or {}).get("change"),
            (indicator["outcomes"].get(cell["fiscal_year"]) or {}).get("outcome"),
            [project["shown_name"], f"projects/{project['project_key']}.html"],
            [names[cell["unit_id"]], f"units/{cell['unit_id']}.html"],
            [cell["path"], cell["locator"], views.place(cell["document_id"], cell["locator"])],
        ]
        for project in facts.projects
        for indicator in facts.indicators.get(project["project_key"], [])
        for cell in indicator["cells"].values()
    )
    found = write_list(folder, "indicators", columns, rows)
    _write_list_page(
        folder,
        environment,
        found,
        "绩效指标",
        "Indicators",
        "按指标、指标值、项目或单位查找。",
        "Search by indicator, target, project or unit.",
    )


def _write_findings(facts: Facts, views: Views, folder: Path, environment: Environment) -> None:
    write_page(folder / "findings.html", environment.get_template("findings.html.jinja"), {})
    columns = (
        ListColumn("年度", "Year", "short", is_filter=True),
        ListColumn("审核意见", "Finding", language="zh"),
        ListColumn("审核意见", "Finding", language="en"),
        ListColumn("原文", "Printed"),
        ListColumn("项目", "Project", "link"),
        ListColumn("单位", "Unit", "link", is_filter=True),
        ListColumn("出处", "Where it is printed", "place"),
    )
    template = environment.get_template("rule.html.jinja")
    rules: Any = environment.globals["rules"]
    by_rule = grouped((finding for findings in facts.findings.values() for finding in findings), "rule")
    for rule, findings in sorted(by_rule.items()):
        rows = (
            [
                str(finding["fiscal_year"] or ""),
                finding["message"],
                finding["message_en"],
                finding["evidence"],
                [
                    finding["project_name"],
                    f"projects/{finding['project_key']}.html" if finding["project_key"] else None,
                ],
                [finding["unit_name"], f"units/{finding['unit_id']}.html" if finding["unit_id"] else None],
                [
                    finding["path"],
                    finding["locator"],
                    views.place(finding["document_id"], finding["locator"]),
                ],
            ]
            for finding in findings
        )
        values = {
            "root": "../",
            "rule": rules[rule],
            "list": write_list(folder, f"findings-{rule}", columns, rows),
        }
        write_page(folder / "findings" / f"{rule}.html", template, values)


def _write_list_page(
    folder: Path,
    environment: Environment,
    found: DataList,
    title_zh: str,
    title_en: str,
    lead_zh: str,
    lead_en: str,
) -> None:
    values = {
        "list": found,
        "title_zh": title_zh,
        "title_en": title_en,
        "lead_zh": lead_zh,
        "lead_en": lead_en,
    }
    write_page(folder / f"{found.name}.html", environment.get_template("list.html.jinja"), values)
