"""What a load says while it works: words for a person, or one JSON object a line for programs."""

from __future__ import annotations

import datetime as dt
import json
import logging
import sys
from collections.abc import Generator
from contextlib import contextmanager

from flows.base.settings import Settings

_OWN = "flows"
_STANDARD = set(vars(logging.makeLogRecord({})))


def start_logging(settings: Settings) -> None:
    """Send the events of a load to stderr: from `log_level` on as JSON, else only warnings (steps are shown anyway)."""
    handler = logging.StreamHandler(sys.stderr)
    if settings.log_format == "json":
        handler.setFormatter(JsonLines())
        handler.setLevel(settings.log_level.upper())
    else:
        handler.setLevel(logging.WARNING)
    logger = logging.getLogger(_OWN)
    logger.handlers = [handler]
    logger.setLevel(min(handler.level, logging.WARNING))  # a report keeps warnings, whatever is written
    logger.propagate = False


@contextmanager
def keeping_warnings() -> Generator[list[str]]:
    """The warnings of our own code while the block is at work, in their order; they are written as ever, too."""
    kept = _Kept(logging.WARNING)
    logger = logging.getLogger(_OWN)
    logger.addHandler(kept)
    try:
        yield kept.messages
    finally:
        logger.removeHandler(kept)


class _Kept(logging.Handler):
    def __init__(self, level: int) -> None:
        super().__init__(level)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


class JsonLines(logging.Formatter):
    """An event as one line: time, level, logger, message, and whatever the event has of its own (document, seconds)."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        moment = dt.datetime.fromtimestamp(record.created, dt.UTC)
        event = {
            "time": moment.isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **{name: value for name, value in vars(record).items() if name not in _STANDARD},
        }
        if record.exc_info:
            event["exception"] = self.formatException(record.exc_info)
        return json.dumps(event, ensure_ascii=False, default=str)
