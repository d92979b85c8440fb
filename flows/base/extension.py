"""A package of one's own on top of Jixiao: a folder that is a dbt project, with lines of vocabulary and expectations.

    dbt_project.yml, models/, macros/ …   a dbt project that has Jixiao's as a package
    vocabulary/form_labels.csv …          lines for the seed of that name: one with the key of ours takes its place
    expectations.py                       EXPECTATIONS, which are added to the gates

docs/how-to/your-own-package.md builds one.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flows.base.errors import SettingsError
from flows.base.paths import DBT_PROJECT, folder_of_call

VARIABLE = "JIXIAO_EXTENSION"
"""Tells processes of a load, which may stand in another folder, what the setting `extension` says; '' for nothing."""


@dataclass(frozen=True, slots=True)
class Extension:
    """The files of the package in a folder."""

    folder: Path

    def vocabulary(self, seed: str) -> Path | None:
        """Its lines for a seed; None if it has none."""
        file = self.folder / "vocabulary" / f"{seed}.csv"
        return file if file.exists() else None

    @property
    def seeds(self) -> tuple[str, ...]:
        """The names of the files with its lines."""
        return tuple(sorted(file.stem for file in (self.folder / "vocabulary").glob("*.csv")))


@cache
def extension() -> Extension | None:
    """The package that the setting `extension` names; None where there is none.

    Raises SettingsError where the settings are wrong or no dbt project is in its folder.
    """
    told = os.environ.get(VARIABLE)
    if told is None:
        from flows.base.settings import read_settings  # noqa: PLC0415 (processes that are told need none of it)

        told = read_settings().extension
    if not told:
        return None
    folder = (folder_of_call() / told).resolve()
    if not (folder / "dbt_project.yml").is_file():
        raise SettingsError(
            f"the setting extension names {folder}, where no dbt_project.yml is. Name the folder of your package"
        )
    return Extension(folder)


def dbt_folder() -> Path:
    """The dbt project that a load builds: the extension's, which has Jixiao's as a package, or Jixiao's own."""
    own = extension()
    return own.folder if own else DBT_PROJECT


def told_to_others() -> dict[str, str]:
    """The environment by which another process knows the extension, and that knows where Jixiao's own project is."""
    own = extension()
    return {VARIABLE: str(own.folder) if own else "", "JIXIAO_DBT_PROJECT": str(DBT_PROJECT)}
