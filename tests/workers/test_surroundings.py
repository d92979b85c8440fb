"""Whatever the caller has set, and wherever the command is called: a load does the same."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.loading import marts
from tests.places import ROOT
from tests.workers.installed import COUNTY, install, load

# Settings of other tools, each of which once changed a load or may.
FOREIGN = {
    "DBT_TARGET": "prod",
    "DBT_DEFER": "1",
    "DBT_EMPTY": "1",
    "DBT_STATE": "/nowhere",
    "DBT_WARN_ERROR": "1",
    "DBT_TARGET_PATH": "/nowhere",
    "DBT_PROFILES_DIR": "/nowhere",
    "DBT_PROJECT_DIR": "/nowhere",
    "DBT_LOG_PATH": "/nowhere",
    "DBT_FAIL_FAST": "1",
    "DBT_EXCLUDE": "fact_budget",
    "DBT_FULL_REFRESH": "1",
    "DBT_SAMPLE": "3 days",
    "http_proxy": "http://127.0.0.1:9",
    "HTTPS_PROXY": "http://127.0.0.1:9",
    "PREFECT_API_URL": "http://127.0.0.1:9/api",
    "PREFECT_PROFILE": "none",
    "PREFECT_SERVER_API_PORT": "9",
    "GX_CLOUD_ACCESS_TOKEN": "none",
    "GX_CLOUD_ORGANIZATION_ID": "none",
    "POLARS_MAX_THREADS": "none",
    "PYTHONSTARTUP": "/nowhere",
    "PYTHONWARNINGS": "error",
}
ENDS = "raise SystemExit('a module of the working directory was executed')\n"


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Our code and a document, loaded as usual; nothing of the models was made before."""
    project = install(tmp_path_factory.mktemp("plain"))
    (project / "raw" / "2024").mkdir(parents=True)
    shutil.copy(COUNTY, project / "raw" / "2024" / "objectives.docx")
    called = load(project)
    assert called.returncode == 0, called.stderr
    return project


@pytest.mark.slow
@pytest.mark.operated
def test_settings_of_other_tools_change_nothing_of_a_first_load(plain: Path, tmp_path: Path) -> None:
    project = install(tmp_path)
    shutil.copytree(plain / "raw", project / "raw")

    called = load(project, **{name: value for name, value in FOREIGN.items() if name != "POLARS_MAX_THREADS"})

    assert called.returncode == 0, called.stderr
    assert marts(project / "warehouse" / "jixiao.duckdb") == marts(plain / "warehouse" / "jixiao.duckdb")


@pytest.mark.slow
@pytest.mark.operated
@pytest.mark.parametrize(
    "variables", [{}, {"PYTHONPATH": ":/opt/tools", "PYTHONINSPECT": "1"}], ids=["plain", "on the path"]
)
def test_modules_in_the_folder_of_the_call_are_never_executed(
    plain: Path, tmp_path: Path, variables: dict[str, str]
) -> None:
    (tmp_path / "flows").mkdir()
    (tmp_path / "flows" / "__init__.py").write_text(ENDS, encoding="utf-8")
    # Of PYTHONPATH, Python itself executes a sitecustomize before any program.
    of_python = () if variables else ("sitecustomize",)
    for name in ("lxml", "numbers", "secrets", "expectations", "dbt", "duckdb", "typer", *of_python):
        (tmp_path / f"{name}.py").write_text(ENDS, encoding="utf-8")

    called = subprocess.run(
        [
            Path(sys.executable).with_name("jixiao"),
            "load",
            "--raw",
            plain / "raw",
            "--warehouse",
            "warehouse",
        ],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=False,
        env=dict(os.environ) | variables,
    )

    assert called.returncode == 0, called.stderr
    assert marts(tmp_path / "warehouse" / "jixiao.duckdb") == marts(plain / "warehouse" / "jixiao.duckdb")


PRINTS = """
import json, sys
sys.path.insert(0, "")
from flows.workers.surroundings import environment, import_path
print(json.dumps([import_path(), environment()]))
"""


def surroundings(folder: Path, **variables: str) -> tuple[list[str], dict[str, str]]:
    done = subprocess.run(
        [sys.executable, "-c", PRINTS],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), **variables},
    )
    path, environment = json.loads(done.stdout)
    return path, environment


def test_a_worker_gets_nothing_of_other_tools(tmp_path: Path) -> None:
    path, environment = surroundings(tmp_path, **FOREIGN)

    assert not set(FOREIGN) & set(environment)
    assert environment["PATH"] == os.environ["PATH"]
    assert "" not in path
    assert str(tmp_path) not in path
    assert str(ROOT) in path


def test_a_package_of_one_s_own_gets_what_dbt_names_for_it(tmp_path: Path) -> None:
    (tmp_path / "dbt_project.yml").write_text("name: own\n", encoding="utf-8")

    _, environment = surroundings(
        tmp_path, JIXIAO_EXTENSION=str(tmp_path), DBT_ENV_CUSTOM_ENV_REGION="s", **FOREIGN
    )

    assert environment["DBT_ENV_CUSTOM_ENV_REGION"] == "s"
    assert environment["http_proxy"] == FOREIGN["http_proxy"]
    assert "DBT_TARGET" not in environment
