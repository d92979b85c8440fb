"""What the tests of targets share."""

from __future__ import annotations

import pytest

from flows.targets.words import vocabulary


@pytest.fixture(scope="session", autouse=True)
def vocabulary_of_this_process() -> None:
    """Read the words anew: a mutant runs in a fork of a process that has read them already."""
    vocabulary.cache_clear()
