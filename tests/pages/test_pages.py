"""The pages of docs/reference say what code, models and seeds say, and leave nothing out."""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

from flows.base.settings import Settings
from tests.pages.command import commands
from tests.pages.contract import broken_promises
from tests.pages.findings import rules
from tests.pages.links import broken_links
from tests.places import ROOT

SEEDS = ROOT / "dbt_project" / "seeds"


@pytest.mark.parametrize("name", ["settings", "command", "tables", "contract", "vocabularies", "findings"])
def test_a_page_is_what_it_is_made_from(name: str) -> None:
    made = importlib.import_module(f"tests.pages.{name}")

    assert made.PAGE.read_text(encoding="utf-8") == made.page(), f"run .venv/bin/python -m tests.pages {name}"


def test_a_column_that_is_gone_or_of_another_type_raises_the_contract() -> None:
    frozen = "contract 2\nfact_budget.budget_yuan decimal(28, 6)\nfact_budget.form_no integer\n"
    there = {
        "fact_budget.budget_yuan decimal(28, 6)",
        "fact_budget.form_no integer",
        "fact_budget.new string",
    }
    retyped = there - {"fact_budget.form_no integer"} | {"fact_budget.form_no string"}

    assert broken_promises(frozen, 2, there) == []
    assert broken_promises(frozen, 2, retyped) == ["fact_budget.form_no integer"]
    assert broken_promises(frozen, 3, retyped) == []


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_command_and_option_has_help(name: str) -> None:
    command = commands()[name]
    without = [
        each.name
        for each in command.params
        if not getattr(each, "help", None) and each.param_type_name == "option"
    ]

    assert command.help
    assert without == []


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_command_stands_in_a_page_that_is_written_by_hand(name: str) -> None:
    pages = [ROOT / "README.md", *(ROOT / "docs").glob("*.md"), *(ROOT / "docs" / "how-to").glob("*.md")]

    assert any(f"jixiao {name}" in page.read_text(encoding="utf-8") for page in pages)


def test_every_setting_is_described() -> None:
    assert all(field.description for field in Settings.model_fields.values())


def test_every_seed_has_a_schema_with_each_of_its_columns_described() -> None:
    described = {
        seed["name"]: seed
        for seed in yaml.safe_load((SEEDS / "_seeds.yml").read_text(encoding="utf-8"))["seeds"]
    }
    files = {file.stem: file for file in SEEDS.glob("*.csv")}

    assert described.keys() == files.keys()
    for name, file in files.items():
        columns = file.read_text(encoding="utf-8").partition("\n")[0].split(",")
        assert [
            column["name"] for column in described[name]["columns"] if column.get("description")
        ] == columns, name
        assert sorted(described[name]["config"]["column_types"]) == sorted(columns), name


def test_every_model_has_a_yaml_of_its_name_that_describes_it_and_every_column_of_a_mart_has_a_type() -> None:
    for file in (ROOT / "dbt_project" / "models").rglob("*.sql"):
        [model] = yaml.safe_load(file.with_suffix(".yml").read_text(encoding="utf-8"))["models"]
        assert model["name"] == file.stem
        assert model["description"], file
        assert all(column.get("description") for column in model.get("columns", ())), file
        if "marts" in file.parts:
            assert all(column.get("data_type") for column in model["columns"]), file


def test_every_link_of_the_documents_at_the_front_leads_somewhere() -> None:
    broken = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"))
        for target in broken_links(page)
    ]

    assert broken == []


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_front_door_is_short(name: str) -> None:
    assert len((ROOT / name).read_text(encoding="utf-8").splitlines()) <= 200


def test_the_version_is_the_same_wherever_it_is_told() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]

    assert yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))["version"] == version
    assert f"Version {version}." in (ROOT / "docs" / "cite.md").read_text(encoding="utf-8")


def test_files_and_functions_are_short() -> None:
    tracked = subprocess.run(
        ["git", "ls-files", "*.py"], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    files = [ROOT / name for name in tracked.stdout.split()] or [
        file
        for folder in ("flows", "expectations", "bi", "tests", "docs")
        for file in (ROOT / folder).rglob("*.py")
    ]
    long = []
    for file in filter(Path.exists, files):
        text = file.read_text(encoding="utf-8")
        long += [str(file)] if text.count("\n") > 400 else []
        long += [
            f"{file}: {node.name}"
            for node in ast.walk(ast.parse(text))
            if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno >= 60
        ]

    assert long == []


@pytest.mark.parametrize(
    ("name", "said"), [("README.md", r"(\d+) rules"), ("README.zh-CN.md", r"(\d+) 条规则")]
)
def test_the_front_pages_count_the_rules_that_there_are(name: str, said: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")

    assert set(re.findall(said, text)) == {str(len(rules()))}
