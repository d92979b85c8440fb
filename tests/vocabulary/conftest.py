"""Each test of the vocabulary may have a package on top; afterwards this process has none."""

from __future__ import annotations

from collections.abc import Generator

import pytest

from tests.vocabulary.packages import use


@pytest.fixture(autouse=True)
def no_package_afterwards() -> Generator[None]:
    yield
    with pytest.MonkeyPatch.context() as patch:
        use(None, patch)
