"""A package of one's own on top of Jixiao: a folder that is a dbt project, with lines of vocabulary and expectations.

    dbt_project.yml, models/, macros/ …   a dbt project that has Jixiao's as a package
    vocabulary/form_labels.csv …          lines that are added to the seed of that name
    expectations.py                       EXPECTATIONS, which are added to the gates

docs/how-to/your-own-package.md builds one.
"""

from __future__ import annotations

import csv
import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flows.base.errors import SettingsError
from flows.base.paths import DBT_PROJECT

VARIABLE = "JIXIAO_EXTENSION"
"""Tells processes of a load, which may stand in another folder, what the setting `extension` says; '' for nothing."""


@dataclass(frozen=True, slots=True)
class Extension:
    """The files of the package in a folder."""

    folder: Path

    def vocabulary(self, seed: str) -> Path | None:
        """The lines that it adds to a seed; None where it adds none."""
        file = self.folder / "vocabulary" / f"{seed}.csv"
        return file if file.exists() else None

    @property
    def seeds(self) -> tuple[str, ...]:
        """The seeds that it adds lines to."""
        return tuple(sorted(file.stem for file in (self.folder / "vocabulary").glob("*.csv")))


@cache
def extension() -> Extension | None:
    """The package that the setting `extension` names; None where there is none.

    Raises SettingsError where the settings are wrong, no dbt project is in its folder, or its lines of vocabulary
    have other columns than the seed.
    """
    told = os.environ.get(VARIABLE)
    if told is None:
        from flows.base.settings import read_settings  # noqa: PLC0415 (processes that are told need none of it)

        told = read_settings().extension
    if not told:
        return None
    folder = Path(told).resolve()
    if not (folder / "dbt_project.yml").is_file():
        raise SettingsError(
            f"the setting extension names {folder}, where no dbt_project.yml is. Name the folder of your package"
        )
    own = Extension(folder)
    for seed in own.seeds:
        _require_columns(own, seed)
    return own


def _require_columns(own: Extension, seed: str) -> None:
    lines, seeds = own.vocabulary(seed), DBT_PROJECT / "seeds" / f"{seed}.csv"
    if not seeds.exists():
        raise SettingsError(
            f"{lines} adds lines to the seed {seed}, which is none; the seeds are in {seeds.parent}"
        )
    if lines and _columns(lines) != (needed := _columns(seeds)):
        raise SettingsError(f"{lines} needs the columns of the seed, in their order: {','.join(needed)}")


def _columns(file: Path) -> list[str]:
    with file.open(encoding="utf-8", newline="") as lines:
        return next(csv.reader(lines), [])


def dbt_folder() -> Path:
    """The dbt project that a load builds: the extension's, which has Jixiao's as a package, or Jixiao's own."""
    own = extension()
    return own.folder if own else DBT_PROJECT


def told_to_others() -> dict[str, str]:
    """The environment by which another process knows the extension, and that knows where Jixiao's own project is."""
    own = extension()
    return {VARIABLE: str(own.folder) if own else "", "JIXIAO_DBT_PROJECT": str(DBT_PROJECT)}
