"""Several documents at a time: in their order, each in a process of its own, and nobody waits for what is stopped."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from flows.workers.reader import AttemptError, Reader, Turns
from flows.workers.serve import Limits
from flows.workers.side_by_side import read_each
from tests.loading import ends

DO = "tests.workers.deeds:do"
LIMITS = Limits(600, 400 * 1024**2)


def read(content: bytes, reader: Reader) -> object:
    return reader.read(DO, content)


def test_results_come_in_the_order_of_the_items_whoever_is_ready_first() -> None:
    items = [b"[__import__('time').sleep(0.3), 1][1]", *(str(number).encode() for number in range(2, 30))]

    with closing(read_each(items, read, LIMITS, 2)) as results:
        assert list(results) == list(range(1, 30))


def test_who_stops_does_not_wait_for_the_document_that_is_being_read(tmp_path: Path) -> None:
    at_work = tmp_path / "at_work"
    sleeps = (
        f"[open({str(at_work)!r}, 'w').write(str(__import__('os').getpid())), __import__('time').sleep(500)]"
    )

    with closing(read_each([b"1", sleeps.encode(), b"2"], read, LIMITS, 1)) as results:
        assert next(results) == 1
        while not (at_work.exists() and at_work.read_text()):
            pass

    assert ends(int(at_work.read_text()))  # and this line is reached before the document ends by itself


def test_nothing_is_read_any_more_when_reading_is_over() -> None:
    turns = Turns()
    with Reader(LIMITS, turns) as reader:
        assert reader.read(DO, b"1") == 1
        turns.are_over = True
        with pytest.raises(AttemptError, match="stopped"):
            reader.read(DO, b"1")
