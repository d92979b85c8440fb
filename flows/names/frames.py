"""The dictionary of names as a frame for the landing table `name`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from operator import attrgetter

import polars as pl

from flows.names.reading import Name, read_name
from flows.vocabulary.declared import declared_seeds
from flows.vocabulary.seeds import read_seed

UNKNOWN_YEAR = -1
"""Stands for a document without a fiscal year and for the vocabulary, whose names are of no year."""

_LONGEST_KEPT = 64
_TYPES = {
    "str": pl.String,
    "bool": pl.Boolean,
    "tuple[str, ...]": pl.List(pl.String),
    "tuple[ContrastingWord, ...]": pl.List(
        pl.Struct(
            {"word_group": pl.String, "word": pl.String, "tells_alone": pl.Boolean, "narrows": pl.Boolean}
        )
    ),
}
_SCHEMA = {
    "printed_name": pl.String,
    "fiscal_year": pl.Int32,
    **{field.name: _TYPES[str(field.type)] for field in fields(Name)},
}
_columns_of = attrgetter(*(field.name for field in fields(Name)))


def name_frame(names: Iterable[tuple[str, int]]) -> pl.DataFrame:
    """Names, each as printed with its fiscal year, as they are compared: the columns of landing.name but its key."""
    rows = [(text, year, *_columns_of(_read(text, year))) for text, year in names]
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row")


def names_of_the_vocabulary() -> frozenset[str]:
    """The texts of all seeds that are compared with what documents print (`compared` in the seed's `meta`)."""
    return frozenset(
        line[column]
        for name, declared in declared_seeds().items()
        for column in declared.compared
        for line in read_seed(name)
        if line[column]
    )


def _read(text: str, year: int) -> Name:
    # Of long texts no two documents print the same.
    read = read_name if len(text) <= _LONGEST_KEPT else read_name.__wrapped__
    return read(text, None if year == UNKNOWN_YEAR else year)
