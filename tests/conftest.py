"""What the tests share: the real 2024 document, one load of it, and folders made for a test."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from tests.corpora import slice_of, write_corpora
from tests.loading import jixiao
from tests.places import REAL_DOCUMENT, ROOT, shared_by_all
from tests.years.example import write_example

# The same examples on every run and machine; `HYPOTHESIS_PROFILE=search` looks for new ones.
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.register_profile("search", max_examples=2000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))


_LOADS = {"real_load", "example_load", "corpus"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that asks for a load is slow. What waits for the clock begins first, then what is slow.

    So others load while it waits, and at the end short tests keep all processors busy.
    """
    for item in items:
        if _LOADS & set(getattr(item, "fixturenames", ())):
            item.add_marker("slow")
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    is_slow = item.get_closest_marker("slow") is not None
    waits = item.get_closest_marker("operated") is not None and not is_slow
    return 0 if waits else 1 if is_slow else 2


@pytest.fixture(scope="session")
def real_bytes() -> bytes:
    return REAL_DOCUMENT.read_bytes()


@pytest.fixture(scope="session")
def real_lines(real_bytes: bytes) -> list[str]:
    """The real document's lines; line n of the document is real_lines[n - 1]."""
    return real_bytes.decode("utf-8").split("\n")


@pytest.fixture(scope="session")
def real_load(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with raw/ as it stands in the repository and a warehouse of it, loaded once for all processes of the tests.

    A test that changes anything does so in a copy.
    """
    return _loaded_once(tmp_path_factory, "real_load", lambda raw: shutil.copytree(ROOT / "raw", raw))


@pytest.fixture(scope="session")
def example_load(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same of the example: two years and a self-evaluation, all that the marts can hold."""
    return _loaded_once(tmp_path_factory, "example_load", write_example)


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The published file of one of `tests.corpora`, as if it had been loaded alone: `corpus("second_year")`."""

    def published(name: str) -> Path:
        loaded = _loaded_once(tmp_path_factory, "corpora", write_corpora)
        return slice_of(loaded, name, tmp_path_factory.mktemp(name) / "warehouse")

    return published


def _loaded_once(factory: pytest.TempPathFactory, name: str, write_raw: Callable[[Path], object]) -> Path:
    shared = shared_by_all(factory)
    folder = shared / name
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            loading = shared / f"{name}.partial"
            write_raw(loading / "raw")
            called = jixiao("load", "--raw", loading / "raw", "--warehouse", loading / "warehouse")
            assert called.status == 0, called.err
            loading.rename(folder)
    return folder


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
