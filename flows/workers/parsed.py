"""What dbt parsed before saves a load seconds: only changed files are parsed again. What something else made is not used."""

from __future__ import annotations

import hashlib
from pathlib import Path

from flows.base import cache
from flows.workers.made_by import parsed_by

_NAME = "parsed"
_PARSED = "partial_parse.msgpack"
_SIGNATURE = "parsed_by"


def take_parsed(target: Path) -> None:
    """Have in dbt's folder what it parsed before: for this warehouse, else for any other; nothing if that does not fit."""
    parsed = target / _PARSED
    if parsed.exists() and _kept_signature(target) != _signature(parsed):
        parsed.unlink()
    if not parsed.exists():
        target.mkdir(parents=True, exist_ok=True)
        cache.take(_NAME, parsed_by(), parsed)


def keep_parsed(target: Path) -> None:
    """Keep what dbt parsed now, for the next load of this warehouse and the first of another."""
    parsed = target / _PARSED
    if parsed.exists():
        (target / _SIGNATURE).write_text(_signature(parsed), encoding="utf-8")
        cache.keep(_NAME, parsed_by(), parsed)


def _signature(parsed: Path) -> str:
    """The digest of what dbt parsed together with what made it."""
    return hashlib.sha256(parsed.read_bytes() + parsed_by().encode()).hexdigest()


def _kept_signature(target: Path) -> str | None:
    file = target / _SIGNATURE
    return file.read_text(encoding="utf-8", errors="replace") if file.exists() else None
