"""What dbt parsed is looked at before anything is built: a project that cannot be published is refused by name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from flows.vocabulary.seeds import resolved_lines

if TYPE_CHECKING:
    from dbt.contracts.graph.manifest import Manifest
    from dbt.contracts.graph.nodes import ModelNode

_JUDGEMENTS = "model.jixiao.judgements"
_TABLES = ("table", "incremental")
# A model of marts says by it that it looks across jurisdictions: publishing makes a table of it over all of them.
_LOOKS_ACROSS = "looks_across_jurisdictions"


def problems_of(manifest: Manifest) -> list[str]:
    """What is wrong with the models and the rules, a sentence each; nothing if they can be built and published."""
    from dbt.contracts.graph.nodes import ModelNode  # noqa: PLC0415 (dbt loads slowly, and may fail with a reason)

    models = {node.unique_id: node for node in manifest.nodes.values() if isinstance(node, ModelNode)}
    return [*_marts_that_are_no_tables(models), *_rules_without_a_model(models)]


def _marts_that_are_no_tables(models: dict[str, ModelNode]) -> Iterator[str]:
    marts = {name for name, model in models.items() if model.config.schema == "marts"}
    for name in sorted(marts):
        model, kind = models[name], models[name].config.materialized
        where = f"the mart {model.name} ({model.original_file_path})"
        if kind in _TABLES:
            continue
        if kind != "view" or not model.config.meta.get(_LOOKS_ACROSS):
            yield f"{where} is a {kind}: marts are published as tables. Set materialized to table"
        elif others := {other.rsplit(".", 1)[1] for other in set(model.depends_on.nodes) - marts}:
            names = ", ".join(sorted(others))
            yield f"{where} looks across jurisdictions, so it may read marts only, not {names}"


def _rules_without_a_model(models: dict[str, ModelNode]) -> Iterator[str]:
    counted = set(models[_JUDGEMENTS].depends_on.nodes) if _JUDGEMENTS in models else set()
    judged = {rule: model for model in models.values() for rule in model.config.meta.get("judges", ())}
    lines = {line.values["rule"]: line for line in resolved_lines("finding_rules")}
    for rule, line in lines.items():
        if rule not in judged:
            yield (
                f"{line.place}: no model judges by the rule {rule}. Name it in judgements_of([…]) of a model in "
                "models/findings, or take the line out"
            )
    for rule, model in judged.items():
        where = f"the model {model.name} ({model.original_file_path})"
        if rule not in lines:
            yield f"{where} judges by the rule {rule}, of which the seed finding_rules has no line"
        elif model.unique_id not in counted:
            yield f"{where} judges by the rule {rule}, but the variable own_judgements does not name the model"
