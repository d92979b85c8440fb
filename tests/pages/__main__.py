"""`python -m tests.pages [NAME…]`: write the pages of docs/reference anew that are made from code, models and seeds."""

from __future__ import annotations

import importlib
import sys

NAMES = ("settings", "command", "tables", "contract", "vocabularies", "findings", "questions")


def main(names: list[str]) -> None:
    """Write the named pages, all where none is named (the questions take two loads)."""
    for name in names or NAMES:
        made = importlib.import_module(f"tests.pages.{name}")
        made.PAGE.write_text(made.page(), encoding="utf-8")
        sys.stdout.write(f"{made.PAGE}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
