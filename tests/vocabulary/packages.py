"""A package of vocabulary that a test writes, as the processes of a load know it."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.base.extension import extension
from flows.targets.words import vocabulary
from flows.vocabulary.declared import declared_seeds
from flows.vocabulary.lines import read_lines
from flows.vocabulary.seeds import read_seed


def write_lines(package: Path, seed: str, *lines: str) -> Path:
    """The package's file for a seed: the header that it needs, and these lines."""
    file = package / "vocabulary" / f"{seed}.csv"
    file.parent.mkdir(parents=True, exist_ok=True)
    (package / "dbt_project.yml").write_text("name: own\n", encoding="utf-8")
    header = ",".join(declared_seeds()[seed].types)
    file.write_text("\n".join([header, *lines, ""]), encoding="utf-8")
    return file


def use(package: Path | None, patch: pytest.MonkeyPatch) -> None:
    """Let this process have the package on top; None for none."""
    patch.setenv("JIXIAO_EXTENSION", str(package or ""))
    for cached in (extension, read_lines, read_seed, vocabulary):
        cached.cache_clear()
