"""The page of findings: each rule of quality with its condition, basis and an example, from the seed and the pinned ones."""

from __future__ import annotations

from flows.vocabulary.seeds import read_seed
from tests.findings.pinned import PINNED, Pin
from tests.places import ROOT

PAGE = ROOT / "docs" / "reference" / "findings.md"

_GROUPS = {
    "完整性": "completeness",
    "相关性": "relevance",
    "适当性": "appropriateness",
    "可行性": "feasibility",
}
_HEAD = """# Findings: the rules of quality (质量规则)

Made from `dbt_project/seeds/finding_rules.csv` and `tests/findings/pinned.py` by `python -m tests.pages findings`; do not
edit it here. Every rule has a verdict on every counted form (`marts.rule_verdict`): ok, finding or not_applicable. What it
finds is in `marts.finding`. The examples are of the objectives that 天津市市场监督管理委员会 published for 2024.

A basis is the number of a regulation and its point, in our words: no regulation is quoted. A rule without one is
ours (本项目自订规则). Some regulations bind central departments alone: for local ones and for earlier years they are a
model, and `marts.finding` says 参照. Where documents.csv names no jurisdiction, it says both.

{regulations}
"""


def rules() -> list[dict[str, str]]:
    """The lines of the seed finding_rules, in its order."""
    return list(read_seed("finding_rules"))


def page() -> str:
    """The whole page as Markdown: the table of rules, then a section for each. Raises ValueError for rules without a pin."""
    if without := [rule["rule"] for rule in rules() if rule["rule"] not in PINNED]:
        raise ValueError(
            f"pin {', '.join(without)} in tests/findings/pinned.py: what does it find in the real document?"
        )
    lines = [
        _HEAD.format(regulations="\n".join(_regulation(line) for line in read_seed("regulations"))),
        "| rule | severity | asks for | 2024 forms |",
        "|---|---|---|---|",
        *(_line(rule, PINNED[rule["rule"]]) for rule in rules()),
        "",
        *(_section(rule, PINNED[rule["rule"]]) for rule in rules()),
    ]
    return "\n".join(lines).rstrip("\n") + "\n"


def _regulation(line: dict[str, str]) -> str:
    binds = {"all": "all departments", "central_departments": "central departments"}[line["binds"]]
    return f"* {line['regulation']}《{line['title']}》, for {binds}, from {line['since_year']} on"


def _line(rule: dict[str, str], pin: Pin) -> str:
    name, group = rule["rule"], rule["review_group"]
    forms = ", ".join(map(str, pin.forms)) or "none"
    return f"| [{name}](#{name}) | {rule['severity']} | {group} ({_GROUPS[group]}) | {forms} |"


def _section(rule: dict[str, str], pin: Pin) -> str:
    lines = [
        f"## {rule['rule']}",
        "",
        f"**{rule['title_zh']}**: {rule['title_en']} ({rule['severity']}, {rule['review_group']}).",
        "",
        f"*Condition.* {rule['condition_en']}",
        "",
        f"*条件。* {rule['condition_zh']}",
        "",
        f"*Basis.* {rule['basis']}",
        "",
        f"*Suggestion.* {_without_slots(rule['suggestion_zh'])}: {_without_slots(rule['suggestion_en'])}",
        "",
    ]
    if rule["needs_en"]:
        lines += [f"*Not applicable.* {rule['needs_en'][0].upper()}{rule['needs_en'][1:]}.", ""]
    if pin.forms:
        row = f", row {pin.row_no}" if pin.row_no else ""
        lines += [f"*Example.* Form {pin.form_no}{row}: `{pin.evidence}`", "", f"> {pin.message}", ""]
    return "\n".join(lines)


def _without_slots(template: str) -> str:
    return template.replace("{expected}", "…").replace("{found}", "…")
