"""One Chromium for all tests of pages: two at a time cannot be driven from one process."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    # Where `make test` collects this folder, Playwright need not be installed.
    from tests.browser.chromium import chromium  # noqa: PLC0415

    with chromium() as started:
        yield started
