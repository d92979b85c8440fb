"""What the tests share: the real 2024 document, damaged copies of it, and one load of it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parents[1]
REAL_DOCUMENT = ROOT / "raw" / "2024" / "tianjin_market_regulation_objectives.txt"

# The same examples on every run and machine; `HYPOTHESIS_PROFILE=search` looks for new ones.
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.register_profile("search", max_examples=2000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))


@pytest.fixture(scope="session")
def real_bytes() -> bytes:
    return REAL_DOCUMENT.read_bytes()


@pytest.fixture(scope="session")
def real_lines(real_bytes: bytes) -> list[str]:
    """The real document's lines; line n of the document is real_lines[n - 1]."""
    return real_bytes.decode("utf-8").split("\n")


@pytest.fixture
def make_raw(tmp_path: Path) -> Callable[..., Path]:
    """Makes a raw/ folder: `make_raw({"2024/a.txt": content, "documents.csv": text})`."""

    def make(files: dict[str, bytes | str]) -> Path:
        folder = tmp_path / "raw"
        for name, content in files.items():
            file = folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content.encode() if isinstance(content, str) else content)
        return folder

    return make
