"""What made the files that loads keep for one another: by it they are found again, and by nothing else.

Two files are kept (`flows.base.cache`): what dbt parsed, and the begun working file. dbt itself looks after the files of its
project when it starts from what it parsed before; it does not look at its options (`DBT_…`).
"""

from __future__ import annotations

import json
import os
import platform
import re
import sys
from importlib.metadata import version
from pathlib import Path

from flows.base.extension import dbt_folder, extension
from flows.base.paths import DBT_PROJECT
from flows.warehouse.fingerprint import code_version

_LIBRARIES = ("dbt-core", "dbt-adapters", "dbt-common", "dbt-duckdb", "duckdb")
_LOCK = "package-lock.yml"
_ASKED = re.compile(r"""env_var\(\s*['"](\w+)['"]""")
_MADE_BY_DBT = {"target", "logs"}
# Where a load works; the parsed project does not depend on it.
_OF_ONE_LOAD = {"JIXIAO_WORKING_FILE"}


def parsed_by() -> str:
    """All that decides what dbt makes of the project's files: versions, its options, variables they ask for."""
    asked = {name for name in os.environ if name.upper().startswith("DBT_")} | _asked_variables()
    return json.dumps(
        [
            {library: version(library) for library in _LIBRARIES},
            [sys.version, platform.platform()],
            [str(DBT_PROJECT), str(dbt_folder())],
            {name: os.environ.get(name) for name in sorted(asked - _OF_ONE_LOAD)},
        ]
    )


def begun_by() -> str:
    """All that decides how a working file begins: that, the code, the vocabulary and the packages of the extension."""
    lock = dbt_folder() / _LOCK
    locked = lock.read_text(encoding="utf-8", errors="replace") if extension() and lock.is_file() else ""
    return json.dumps([parsed_by(), code_version(), locked])


def _asked_variables() -> set[str]:
    """The variables of the environment that the files of the dbt projects ask for by name."""
    return {
        name
        for folder in {DBT_PROJECT, dbt_folder()}
        for file in _files(folder)
        for name in _ASKED.findall(file.read_text(encoding="utf-8", errors="replace"))
    }


def _files(folder: Path) -> list[Path]:
    return [
        file
        for file in folder.rglob("*")
        if file.suffix in (".sql", ".yml", ".yaml", ".md")
        and file.is_file()
        and not _MADE_BY_DBT & set(file.relative_to(folder).parts)
    ]
