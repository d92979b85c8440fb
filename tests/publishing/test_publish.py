"""What may be published at all: marts whose rows the next load can find again."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from flows.base.errors import SettingsError
from flows.base.paths import Warehouse
from flows.publishing.publish import next_publication
from flows.publishing.scopes import Scopes

WHOLE = Scopes(("",), {}, is_whole=True)


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    warehouse = Warehouse(tmp_path)
    for file in (warehouse.store, warehouse.working):
        with duckdb.connect(str(file)) as connection:
            connection.execute("create schema marts")
    return warehouse


def test_a_mart_whose_rows_could_not_be_replaced_is_refused_by_name(warehouse: Warehouse) -> None:
    with duckdb.connect(str(warehouse.working)) as connection:
        connection.execute("create table marts.own as select 2024 as fiscal_year, 1 as n")

    with (
        pytest.raises(SettingsError, match="the mart own has none of the columns jurisdiction, document_id"),
        next_publication(warehouse, WHOLE, warehouse.published),
    ):
        pass
    assert not warehouse.published.exists()


def test_a_mart_with_one_of_the_keys_is_published(warehouse: Warehouse) -> None:
    with duckdb.connect(str(warehouse.working)) as connection:
        connection.execute("create table marts.own as select 'u' as unit_id, 1 as n")

    with next_publication(warehouse, WHOLE, warehouse.published):
        pass
    with duckdb.connect(str(warehouse.published), read_only=True) as connection:
        assert connection.execute("from marts.own").fetchall() == [("u", 1)]
