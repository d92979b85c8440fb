"""Settings: the defaults, the file, the environment before it, and what is said of a wrong one."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.base.errors import SettingsError
from flows.base.settings import read_settings
from tests.loading import jixiao
from tests.places import ROOT


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_without_a_file_the_defaults_are_in_force() -> None:
    settings = read_settings()

    assert (settings.document_seconds, settings.document_memory_mib) == (30, 1024)


def test_the_environment_goes_before_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("jixiao.toml").write_text("document_seconds = 5\ndocument_memory_mib = 256\n")
    monkeypatch.setenv("JIXIAO_DOCUMENT_SECONDS", "7")
    settings = read_settings()

    assert (settings.document_seconds, settings.document_memory_mib) == (7, 256)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("document_seconds = 0\n", "document_seconds: input should be greater than 0"),
        ("document_seconds = inf\n", "document_seconds: input should be less than or equal to 86400"),
        ("document_memory_mib = 'much'\n", "document_memory_mib: input should be a valid integer"),
        ("document_secs = 5\n", "document_secs: extra inputs are not permitted"),
        ("document_seconds = \n", "jixiao.toml cannot be read"),
        ("runner = 'dask'\n", 'is wrong: runner = "dask" needs dask_scheduler'),
        ("runner = 'dask'\ndask_scheduler = 'localhost'\n", "dask_scheduler: string should match pattern"),
    ],
)
def test_a_wrong_setting_is_named(text: str, message: str) -> None:
    Path("jixiao.toml").write_text(text)

    with pytest.raises(SettingsError, match=message):
        read_settings()


def test_a_list_is_written_as_json_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIXIAO_NOTIFY_COMMAND", '["mail", "-s", "Jixiao"]')
    assert read_settings().notify_command == ("mail", "-s", "Jixiao")

    monkeypatch.setenv("JIXIAO_NOTIFY_COMMAND", "mail")
    with pytest.raises(SettingsError, match="lists are written as JSON"):
        read_settings()


def test_a_variable_that_is_no_setting_is_said_to_be_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIXIAO_DOCUMENT_SECOND", "7")

    with pytest.raises(SettingsError, match="no setting JIXIAO_DOCUMENT_SECOND"):
        read_settings()


def test_a_load_with_a_wrong_setting_ends_with_usage(tmp_path: Path) -> None:
    called = jixiao(
        "load", "--raw", ROOT / "raw", "--warehouse", tmp_path / "warehouse", JIXIAO_DOCUMENT_SECONDS="soon"
    )

    assert called.status == 2
    assert "document_seconds: input should be a valid number" in called.err
    assert not (tmp_path / "warehouse" / "jixiao.duckdb").exists()
