"""How commands print: consoles, numbers, money, names. What a document says is never read as markup."""

from __future__ import annotations

import shutil
import sys
from decimal import Decimal
from pathlib import Path

from rich.console import Console

_WIDTH_OF_A_FILE = 200


def lines(*, stderr: bool = False) -> Console:
    """A console for lines of text, which nothing but the terminal wraps."""
    return Console(stderr=stderr, highlight=False, soft_wrap=True, no_color=not _is_terminal(stderr=stderr))


def tables() -> Console:
    """A console for tables, as wide as the terminal; into a file or a pipe, as wide as a page of text."""
    is_terminal = _is_terminal(stderr=False)
    return Console(highlight=False, width=None if is_terminal else _WIDTH_OF_A_FILE, no_color=not is_terminal)


def _is_terminal(*, stderr: bool) -> bool:
    return (sys.stderr if stderr else sys.stdout).isatty()


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
