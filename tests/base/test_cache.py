"""Files kept for later loads: found by all that made them, whole, or not there at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from flows.base import cache


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    return tmp_path / "caches" / "jixiao"


@pytest.fixture
def made(tmp_path: Path) -> Path:
    file = tmp_path / "made.bin"
    file.write_bytes(bytes(range(256)) * 40)
    return file


def test_a_file_is_taken_by_its_name_and_all_of_its_key(folder: Path, made: Path, tmp_path: Path) -> None:
    cache.keep("begun", "code 1, DBT_EMPTY=1", made)

    taken = tmp_path / "taken.bin"
    assert not cache.take("begun", "code 1, DBT_EMPTY=", taken)
    assert not cache.take("parsed", "code 1, DBT_EMPTY=1", taken)
    assert not taken.exists()
    assert cache.take("begun", "code 1, DBT_EMPTY=1", taken)
    assert taken.read_bytes() == made.read_bytes()
    assert folder.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("damage", ["cut", "changed", "emptied"])
def test_what_is_damaged_is_not_there_and_can_be_kept_again(
    folder: Path, made: Path, tmp_path: Path, damage: str
) -> None:
    cache.keep("begun", "key", made)
    [kept] = folder.iterdir()
    content = kept.read_bytes()
    flipped = content[:-5] + bytes([content[-5] ^ 1]) + content[-4:]
    kept.write_bytes({"cut": content[:-100], "changed": flipped, "emptied": b""}[damage])

    taken = tmp_path / "taken.bin"
    assert not cache.take("begun", "key", taken)
    assert not taken.exists()
    cache.keep("begun", "key", made)
    assert cache.take("begun", "key", taken)


def test_the_files_longest_unused_go(folder: Path, made: Path, tmp_path: Path) -> None:
    for age, key in enumerate("abcd"):
        cache.keep("begun", key, made)
        newest = max(folder.iterdir(), key=lambda file: file.stat().st_mtime_ns)
        os.utime(newest, (1000 + age, 1000 + age))
    cache.keep("parsed", "a", made)
    assert cache.take("begun", "a", tmp_path / "taken.bin")  # used now

    cache.keep("begun", "e", made)

    there = {key for key in "abcde" if cache.take("begun", key, tmp_path / "taken.bin")}
    assert there == {"a", "c", "d", "e"}
    assert cache.take("parsed", "a", tmp_path / "taken.bin")


def test_a_folder_that_cannot_be_made_keeps_nothing_and_fails_nobody(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(made))  # a file

    cache.keep("begun", "key", made)

    assert not cache.take("begun", "key", tmp_path / "taken.bin")
