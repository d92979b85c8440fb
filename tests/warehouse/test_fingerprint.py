"""The versions of what was read: whatever seed reading looks into counts in them."""

from __future__ import annotations

import re

import pytest

from flows.warehouse import fingerprint
from tests.places import ROOT


# The texts of corrections are read beside the documents, by themselves.
@pytest.mark.parametrize(
    ("folders", "seeds", "aside"),
    [
        (fingerprint.READING, fingerprint.READING_SEEDS, {"corrections"}),
        (fingerprint.NAMING, fingerprint.NAMING_SEEDS, set()),
    ],
    ids=["documents", "names"],
)
def test_every_seed_that_is_read_counts_in_the_version(
    folders: tuple[str, ...], seeds: tuple[str, ...], aside: set[str]
) -> None:
    read = {
        name
        for folder in folders
        for file in (ROOT / "flows" / folder).rglob("*.py")
        for name in re.findall(r"(?:read_seed|resolved_lines)\(\"(\w+)\"\)", file.read_text("utf-8"))
    }

    assert read - aside == set(seeds)


def test_documents_are_not_read_again_because_names_are_compared_otherwise() -> None:
    assert "rewordings" not in fingerprint.READING_SEEDS
    assert fingerprint.names_version() != fingerprint.reader_version()
