"""The page on the quality of the data: gates, years, documents, texts in no field, fields that need review."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment

from flows.report.environment import write_page
from flows.report.evidence import Views
from flows.report.facts import Facts
from flows.report.lists import DataList, ListColumn, write_list


def write_quality(facts: Facts, views: Views, folder: Path, environment: Environment) -> None:
    """Write `quality.html` and the data of its lists."""
    values = {
        "comparability": _write_comparability(facts, folder),
        "documents": _write_documents(facts, views, folder),
        "rejected": _write_rejected(facts, views, folder),
        "reviews": _write_reviews(facts, views, folder),
    }
    write_page(folder / "quality.html", environment.get_template("quality.html.jinja"), values)


def _write_comparability(facts: Facts, folder: Path) -> DataList:
    return write_list(
        folder,
        "comparability",
        (
            ListColumn("公开部门", "Publisher"),
            ListColumn("年度", "Years", "short"),
            ListColumn("检验项", "Expectation", "short"),
            ListColumn("结论", "Verdict", "word", is_filter=True),
            ListColumn("观测值", "Observed", "number"),
            ListColumn("合理区间", "Band", "short"),
            ListColumn("说明", "What was seen"),
        ),
        (
            [
                row["publisher"] or row["jurisdiction"],
                f"{row['previous_fiscal_year']} → {row['fiscal_year']}",
                row["expectation"],
                row["verdict"],
                row["observed"],
                row["expected"],
                row["reason"],
            ]
            for row in facts.comparability
        ),
    )


def _write_documents(facts: Facts, views: Views, folder: Path) -> DataList:
    return write_list(
        folder,
        "documents",
        (
            ListColumn("年度", "Year", "short", is_filter=True),
            ListColumn("文件", "Document", "link"),
            ListColumn("公开部门", "Publisher"),
            ListColumn("状态", "Status", "word", is_filter=True),
            ListColumn("状态原因", "Why"),
            ListColumn("表数", "Forms", "number"),
            ListColumn("首次读入 (UTC)", "First read (UTC)", "short"),
        ),
        (
            [
                str(row["fiscal_year"] or ""),
                [row["path"], views.place(row["document_id"], "")],
                row["publisher"],
                row["status"],
                row["status_reason"],
                row["form_count"],
                row["loaded_at"],
            ]
            for row in facts.documents
        ),
    )


def _write_reviews(facts: Facts, views: Views, folder: Path) -> DataList:
    return write_list(
        folder,
        "reviews",
        (
            ListColumn("项目", "Project"),
            ListColumn("表", "Form", "number"),
            ListColumn("指标行", "Row", "number"),
            ListColumn("字段", "Field", "word", is_filter=True),
            ListColumn("读作", "Read as"),
            ListColumn("原因", "Why", language="zh"),
            ListColumn("原因", "Why", language="en"),
            ListColumn("确认用的更正行", "Line of corrections that confirms it"),
            ListColumn("出处", "Where it is printed", "place"),
        ),
        (
            [
                row["project_name"],
                row["form_no"],
                row["row_no"],
                f"field.{row['field']}",
                row["text"],
                row["reason_zh"],
                row["reason"],
                row["correction"],
                [row["path"], row["locator"], views.place(row["document_id"], row["locator"])],
            ]
            for row in facts.reviews
        ),
    )


def _write_rejected(facts: Facts, views: Views, folder: Path) -> DataList:
    return write_list(
        folder,
        "rejected",
        (
            ListColumn("年度", "Year", "short"),
            ListColumn("原文", "Text"),
            ListColumn("原因", "Why"),
            ListColumn("出处", "Where it is printed", "place"),
        ),
        (
            [
                str(row["fiscal_year"] or ""),
                row["text"],
                row["reason"],
                [row["path"], row["locator"], views.place(row["document_id"], row["locator"])],
            ]
            for row in facts.rejected
        ),
    )
