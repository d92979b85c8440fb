"""How commands print: consoles, numbers, money, names. What a document says is never read as markup.

No control character of a document, a file name or documents.csv reaches a terminal: consoles write it out, as streams do.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.status import Status
from rich.text import Text

from flows.base.characters import escaped

_WIDTH_OF_A_FILE = 200


class _Console(Console):
    """A console for texts of others: their control characters are written out, its own styles are not."""

    def __init__(self, *, stderr: bool, width: int | None = None, soft_wrap: bool = False) -> None:
        stream = sys.stderr if stderr else sys.stdout
        super().__init__(
            stderr=stderr, highlight=False, soft_wrap=soft_wrap, width=width, no_color=not stream.isatty()
        )

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        if isinstance(renderable, str):
            renderable = escaped(renderable, keeps_lines=True)
        elif isinstance(renderable, Text) and escaped(renderable.plain, keeps_lines=True) != renderable.plain:
            renderable = _written_out(renderable)
        return super().render(renderable, options)


def lines(*, stderr: bool = False) -> Console:
    """A console for lines of text, which nothing but the terminal wraps."""
    return _Console(stderr=stderr, soft_wrap=True)


def tables() -> Console:
    """A console for tables, as wide as the terminal; into a file or a pipe, as wide as a page of text."""
    return _Console(stderr=False, width=None if sys.stdout.isatty() else _WIDTH_OF_A_FILE)


def moving_line(what: str) -> Status:
    """A line on the terminal's stderr that moves while something is done; `update` says what."""
    return _Console(stderr=True).status(what)


def _written_out(text: Text) -> Text:
    """The text with its styles, its control characters written out."""
    written = text.blank_copy()
    for character in text.divide(range(1, len(text))):
        character.plain = escaped(character.plain, keeps_lines=True)
        written.append_text(character)
    return written


def called() -> str:
    """The command as the reader may type it again: `jixiao`, or with its folder where that is not on the path."""
    command = Path(sys.argv[0])
    return str(command) if command.name == "jixiao" and shutil.which("jixiao") is None else "jixiao"


def plain(number: Decimal | None) -> str:
    """A number without idle zeros and exponents: 0, 450, 0.5; a dash where there is none."""
    return "—" if number is None else f"{number.normalize():f}"


def ten_thousands(yuan: Decimal | None) -> str:
    """An amount of yuan in 万元, exact, with at least two decimals: 1,234.50; a dash where there is none."""
    if yuan is None:
        return "—"
    whole, _, decimals = f"{(yuan / 10_000).normalize():,f}".partition(".")
    return f"{whole}.{decimals.ljust(2, '0')}"


def signed_ten_thousands(yuan: Decimal) -> str:
    """A difference of money in 万元, with its sign."""
    return f"{'+' if yuan > 0 else ''}{ten_thousands(yuan)}"


def code_and_name(*parts: str | None) -> str:
    """A unit as its document prints it, 355101 财务处, or with its jurisdiction before it; what is None is left out."""
    return " ".join(filter(None, parts))
