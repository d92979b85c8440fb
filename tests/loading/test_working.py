"""A working file begins as a copy of one that was begun before: only of one that the very same things made."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from flows.base.paths import Warehouse
from flows.loading.working import begin_working
from flows.workers.builder import Builder

pytestmark = pytest.mark.slow


def forms_of(warehouse: Warehouse) -> int:
    """How many forms the staging view shows of one that is landed in the begun file."""
    with duckdb.connect(str(warehouse.working)) as connection:
        connection.execute(
            """
            insert into landing.form (document_id, form_no, form_kind, row_count, content_sha256, locator)
            values ('d', 1, 'objective', 0, 'c', 'l')
            """
        )
        [(forms,)] = connection.execute("select count(*) from staging.stg_landing__forms").fetchall()
    return forms


def test_other_settings_of_dbt_and_damage_make_it_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    caches = tmp_path / "caches"
    monkeypatch.setenv("XDG_CACHE_HOME", str(caches))
    warehouse = Warehouse(tmp_path / "warehouse")
    warehouse.folder.mkdir()
    with monkeypatch.context() as patch:
        patch.setenv("DBT_EMPTY", "1")  # views that show nothing, if dbt hears of it
        with Builder(warehouse) as builder:
            begin_working(warehouse, builder)
    [of_empty] = (caches / "jixiao").glob("begun-*")

    with Builder(warehouse) as builder:
        begin_working(warehouse, builder)
        assert forms_of(warehouse) == 1
        [plain] = set((caches / "jixiao").glob("begun-*")) - {of_empty}

        whole = plain.read_bytes()
        plain.write_bytes(whole[:-4096] + bytes(4096))
        begin_working(warehouse, builder)
        assert forms_of(warehouse) == 1
        assert plain.stat().st_size == len(whole)

    # Whole again, it is copied: no builder is asked.
    begin_working(warehouse, builder)
    assert forms_of(warehouse) == 1
