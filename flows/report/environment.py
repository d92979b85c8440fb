"""What the templates may call: words, numbers and readings, with everything that a document prints escaped."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, cast

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from flows.base.errors import SettingsError
from flows.report import formats
from flows.report.evidence import Views
from flows.report.facts import Facts, Row
from flows.report.wording import both, field_word, word
from flows.vocabulary.seeds import read_seed


def templates(facts: Facts, views: Views) -> Environment:
    """The templates of the pages, ready to be rendered with the facts, and with links to the documents' views."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        bytecode_cache=FileSystemBytecodeCache(),  # compiling them is a quarter of a small report
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    cast("dict[str, Any]", environment.globals).update(
        facts=facts,
        views=views,
        t=both,
        root="",
        NOTHING=formats.NOTHING,
        reading=_reading,
        site_label="绩效 Jixiao",
        unit_names={unit["unit_id"]: unit["unit_name"] for unit in facts.units},
        rules=_rules(facts),
    )
    cast("dict[str, Any]", environment.filters).update(
        word=word,
        field_word=field_word,
        number=formats.number,
        money=formats.money,
        signed_money=formats.signed_money,
        share=formats.share,
        signed_share=formats.signed_share,
        script_json=_script_json,
    )
    cast("dict[str, Any]", environment.tests)["weburl"] = _is_web_address
    return environment


def write_page(file: Path, template: Template, values: Row) -> None:
    """Write one page."""
    file.write_text(template.render(values), encoding="utf-8")


def _script_json(content: object) -> Markup:
    """JSON within a script element: what could end the element is written as an escape."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))  # noqa: S704 (escaped here)


def _is_web_address(text: str | None) -> bool:
    return text is not None and text.startswith(("https://", "http://"))


def _reading(cell: Row) -> Markup | str:
    """How a target was read: comparator, number and unit, or days, or its parts."""
    if cell["target_value"] is not None:
        unit = cell["measure_unit"] or ""
        return (
            f"{formats.comparator(cell['comparator'])} {formats.number(cell['target_value'])} {unit}".strip()
        )
    days = " – ".join(str(day) for day in (cell["starts_on"], cell["due_on"]) if day)
    if days:
        return days
    if cell["parts"]:
        return "; ".join(_part(part) for part in cell["parts"])
    return word(cell["target_kind"])


def _part(part: Row) -> str:
    value = formats.number(part["value"]) if part["value"] is not None else str(part["due_on"] or "")
    return (
        f"{part['label'] or ''} {formats.comparator(part['comparator'])} {value} {part['unit'] or ''}".strip()
    )


def _rules(facts: Facts) -> dict[str, dict[str, str]]:
    """The lines of the seed finding_rules by name: titles and texts of every rule that the published file has."""
    known = {line["rule"]: line for line in read_seed("finding_rules")}
    if unknown := [row["rule"] for row in facts.rules if row["rule"] not in known]:
        raise SettingsError(
            f"the published file has rules that are not known here: {', '.join(unknown)}. Was it loaded with a package on "
            "top? Set extension as it was set then, or load again"
        )
    return known
