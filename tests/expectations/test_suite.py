"""The one thing that is done to Great Expectations from outside, while it is needed."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from expectations.documents import DOCUMENTS
from expectations.expectation import BATCH, Expectation

if TYPE_CHECKING:
    from tests.expectations.conftest import MakeLanding

pytestmark = pytest.mark.slow  # as the server of the gates, which alone loads Great Expectations
DIALECTS = "_PERSISTED_CONNECTION_DIALECTS"


@pytest.fixture
def gx() -> SimpleNamespace:
    """What is of Great Expectations, imported by who asks for it: collecting the tests takes seconds less."""
    from great_expectations.execution_engine import sqlalchemy_execution_engine  # noqa: PLC0415

    from expectations import suite, validate  # noqa: PLC0415

    return SimpleNamespace(engine=sqlalchemy_execution_engine, suite=suite, validate=validate)


def test_great_expectations_still_need_their_connection_to_duckdb_kept(
    gx: SimpleNamespace, landing_file: MakeLanding, monkeypatch: pytest.MonkeyPatch
) -> None:
    landing, path = landing_file("good.duckdb")
    landing.good_document().connection.close()
    others = tuple(d for d in getattr(gx.engine, DIALECTS) if d != "duckdb")
    monkeypatch.setattr(gx.engine, DIALECTS, others)
    monkeypatch.setattr(gx.validate, "keep_duckdb_connections", lambda: None)
    verdicts = gx.validate.Judge().judge(DOCUMENTS, path)
    if any(verdict.success for verdict in verdicts):
        pytest.fail(
            "Great Expectations keep connections to DuckDB by themselves: remove keep_duckdb_connections"
        )
    assert all(verdict.error is not None for verdict in verdicts)


def test_an_expectation_may_have_colons_braces_and_dollars_in_its_texts(
    gx: SimpleNamespace, landing_file: MakeLanding
) -> None:
    landing, path = landing_file("good.duckdb")
    landing.good_document().connection.close()
    query = f"""
        select document_id, 1 as form_no, null as locator, 'a:b ::c {{{{d}}}} $e ' || 'f'::varchar as reason from {BATCH}
    """
    gate = replace(
        DOCUMENTS, expectations=(Expectation("no_such_text", "warning", "No text has colons.", query),)
    )
    [verdict] = gx.validate.Judge().judge(gate, path)
    assert (verdict.success, verdict.error) == (False, None)
    assert [offence.reason for offence in verdict.offences] == ["a:b ::c {d} $e f"]


def test_the_dialect_is_added_once(gx: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gx.engine, DIALECTS, getattr(gx.engine, DIALECTS))
    gx.suite.keep_duckdb_connections()
    once = getattr(gx.engine, DIALECTS)
    gx.suite.keep_duckdb_connections()
    assert getattr(gx.engine, DIALECTS) == once
    assert once[-1].value == "duckdb"


def test_the_database_is_opened_for_reading_only_and_nothing_else(
    gx: SimpleNamespace, landing_file: MakeLanding
) -> None:
    landing, path = landing_file("good.duckdb")
    landing.connection.close()
    with gx.validate.open_hardened(path) as connection:
        for statement in (
            "create table landing.x (i int)",
            "from read_csv('/etc/passwd')",
            "attach '/tmp/x.duckdb'",
            "set enable_external_access = true",
            "copy landing.form to '/tmp/x.csv'",
        ):
            with pytest.raises(Exception, match=r"read-only|disabled|locked|Cannot"):
                connection.execute(statement)
