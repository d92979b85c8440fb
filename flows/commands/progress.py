"""What a load is doing, for the person who waits: a moving line on a terminal, plain lines elsewhere."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import ParamSpec, TypeVar

from flows.loading.load import RunStep

_LOG = logging.getLogger(__name__)
P = ParamSpec("P")
T = TypeVar("T")


@contextmanager
def shown_steps(*, as_events: bool) -> Generator[RunStep]:
    """Yields what runs the steps of a load plainly and says on stderr which one is at work, or logs it `as_events`."""
    if as_events:
        yield _logged
        return
    if not sys.stderr.isatty():
        yield _saying(_plain_lines())
        return
    from flows.base.printing import moving_line  # noqa: PLC0415 (only a terminal needs it)

    with moving_line("Looking at the documents") as status:
        yield _saying(status.update)


def _saying(say: Callable[[str], None]) -> RunStep:
    def run(what: str, step: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        say(what)
        return step(*args, **kwargs)

    return run


def _logged(what: str, step: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    start = time.monotonic()
    _LOG.info("%s", what, extra={"event": "step started"})
    result = step(*args, **kwargs)
    seconds = round(time.monotonic() - start, 3)
    _LOG.info("%s", what, extra={"event": "step finished", "seconds": seconds})
    return result


def _plain_lines() -> Callable[[str], None]:
    start = time.monotonic()

    def line(what: str) -> None:
        sys.stderr.write(f"[{time.monotonic() - start:5.1f} s] {what}\n")

    return line
