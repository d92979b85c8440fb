"""What an expectation is: a name, what it means, and the query that finds what breaks it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

import duckdb

Severity = Literal["critical", "warning"]

BATCH = "{batch}"
"""Stands in an expectation's query for the relation of documents that are judged: the batch of its gate."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """One expectation. It holds where its query returns no row.

    `name` says what must hold, `meaning` says it in a sentence, and why it matters. `query` returns the offending
    rows with the columns

    * `document_id` – the document version,
    * `form_no` – the form in it; null where the offence is the document's,
    * `locator` – the place in the document, as its reader names it; null where it is the whole document,
    * `reason` – a sentence for a person: what happened, where, and what to do next.

    It reads the judged documents from `BATCH` (so it names it at least once), and writes a brace of its own twice.
    """

    name: str
    severity: Severity
    meaning: str
    query: str


@dataclass(frozen=True, slots=True)
class Gate:
    """The expectations that are judged together, over one batch of documents.

    `batch` is the query of the documents that the gate is about; `beside` that of documents whose offences are to
    be known too, although they do not decide (earlier versions of a document), None where there are none.
    `of_vocabulary` makes expectations of the lines of a seed in the file that is judged, None where there are none.
    """

    name: str
    batch: str
    expectations: tuple[Expectation, ...]
    beside: str | None = None
    of_vocabulary: Callable[[duckdb.DuckDBPyConnection], tuple[Expectation, ...]] | None = None

    def resolved(self, connection: duckdb.DuckDBPyConnection) -> Gate:
        """The gate with the expectations that the vocabulary of a file adds to it.

        Raises ValueError if two expectations have one name.
        """
        added = self.of_vocabulary(connection) if self.of_vocabulary else ()
        expectations = (*added, *self.expectations)
        names = [expectation.name for expectation in expectations]
        if twice := {name for name in names if names.count(name) > 1}:
            raise ValueError(
                f"the gate «{self.name}» has two expectations of the name {', '.join(sorted(twice))}"
            )
        return replace(self, expectations=expectations, of_vocabulary=None)


def with_places(query: str) -> str:
    """The offences of an expectation's query with document, project and unit as printed, ordered as a person reads them."""
    return f"""
select
    offence.document_id,
    document.path,
    offence.form_no,
    form.project_name,
    form.unit_text,
    offence.locator,
    offence.reason
from ({query}) as offence
left join landing.document as document on document.document_id = offence.document_id
left join landing.form as form on form.document_id = offence.document_id and form.form_no = offence.form_no
order by
    document.path,
    offence.document_id,
    offence.form_no nulls first,
    try_cast(regexp_extract(offence.locator, '[0-9]+') as integer) nulls first,
    offence.locator,
    offence.reason
"""
