"""What a warehouse is a function of: the documents, what is said of them, the vocabulary and the code."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path

import duckdb

from flows.base.extension import extension
from flows.base.paths import DBT_PROJECT, EXPECTATIONS, ROOT
from flows.base.settings import read_settings
from flows.raw.listing import RawFile

_FLOWS = ROOT / "flows"
READING = (
    "readers",
    "forms",
    "targets",
    "labels",
    "vocabulary",
    "landing",
)
READING_SEEDS = (
    "form_labels",
    "label_heads",
    "label_qualifiers",
    "label_meanings",
    "cell_marks",
    "region_words",
    "indicator_levels",
    "line_words",
    "money_units",
    "polarity_suffixes",
    "target_words",
    "measure_units",
    "measure_unit_spellings",
)
NAMING = ("names", "vocabulary")
NAMING_SEEDS = ("indicator_levels", "level_ends", "rewordings", "contrasting_words")
# Markdown holds descriptions that dbt puts into the file (`{% docs %}`).
_CODE_SUFFIXES = {".py", ".sql", ".yml", ".yaml", ".csv", ".md"}
_MADE_BY_DBT = {"target", "logs", "dbt_packages", "package-lock.yml"}


def reader_version() -> str:
    """Digest of the code and the vocabulary that decide what is read from given bytes."""
    return _digest_of(READING, READING_SEEDS)


def names_version() -> str:
    """Digest of the code and the vocabulary that decide what printed names are compared by."""
    return _digest_of(NAMING, NAMING_SEEDS)


def load_fingerprint(files: Sequence[RawFile]) -> str:
    """Digest of all that the published file depends on; two equal ones mean that nothing is new."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(repr((file.description, file.is_listed, file.sha256)).encode())
    digest.update(f"{code_version()} {reading_limits()}".encode())
    return digest.hexdigest()


def reading_limits() -> str:
    """What reading a document may take, as set: a document that needed more is read again when it is allowed more."""
    settings = read_settings()
    return f"{settings.document_seconds:g} s, {settings.document_memory_mib} MiB"


def code_version() -> str:
    """Digest of the code, the vocabulary and the engine that decide what is made of given documents."""
    folders = [_FLOWS, EXPECTATIONS, DBT_PROJECT]
    if own := extension():
        folders.append(own.folder)
    code = [file for folder in folders for file in _code(folder)]
    return f"{_digest(code)} {duckdb.__version__}"


def _roots() -> tuple[Path, ...]:
    """An extension may lie elsewhere, and be moved: what it is, its files' names in it and their bytes say."""
    own = extension()
    return (own.folder, ROOT) if own else (ROOT,)


def _code(place: Path) -> list[Path]:
    if place.is_file():
        return [place]
    return sorted(
        file
        for file in place.rglob("*")
        if file.suffix in _CODE_SUFFIXES and not _MADE_BY_DBT & set(file.relative_to(place).parts)
    )


def _digest_of(folders: Sequence[str], seeds: Sequence[str]) -> str:
    files = [file for name in folders for file in _code(_FLOWS / name)]
    files += [DBT_PROJECT / "seeds" / f"{name}.csv" for name in seeds]
    if own := extension():
        files += filter(None, (own.vocabulary(name) for name in seeds))
    return _digest(files)


def _digest(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        content = file.read_bytes()
        name = next(file.relative_to(root).as_posix() for root in _roots() if file.is_relative_to(root))
        digest.update(f"{name} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()
