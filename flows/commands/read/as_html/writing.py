"""The reading view in files: pages that open from disk, and never take the place of a file of others."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from flows.base.errors import CouldNotRunError, UsageError
from flows.base.files import replace_durably
from flows.commands.read.as_html.rendering import GENERATOR, numbered, view_of
from flows.commands.read.reading import Reading
from flows.forms import Explained
from flows.raw.descriptions import DESCRIPTIONS

_MARK = f'<meta name="generator" content="{GENERATOR}">'.encode()
_MARK_WITHIN = 2_048  # bytes of a page


def write_view(reading: Reading, explained: Explained, out: Path | None) -> list[Path]:
    """Write the pages of a reading; returns their files, the first one first.

    `out` is the first page, or a folder for it; without one it is `NAME.reading.html` in the folder of work. Further pages
    stand beside it (`NAME.reading-2.html`); those that an earlier, longer view left there are removed. Raises UsageError if
    it would replace a file that is no such page, or would lie below raw/, CouldNotRunError if it cannot be written.
    """
    first = _file_of(reading.file, out)
    view = view_of(reading, explained, first.name)
    files = [first.with_name(page.file) for page in view.pages]
    for file in files:
        _check_free(file)
    try:
        for text, file in zip(view.texts(), files, strict=True):
            partial = file.with_name(f".{file.name}.partial")
            partial.write_text(text, encoding="utf-8")
            replace_durably(partial, file)
        for file in _left_behind(first, len(files)):
            file.unlink()
    except OSError as error:
        raise CouldNotRunError(f"{first} cannot be written: {error.strerror}") from error
    return files


def _file_of(file: Path, out: Path | None) -> Path:
    name = f"{file.stem}.reading.html"
    first = Path(name) if out is None else out / name if out.is_dir() else out
    if not first.parent.is_dir():
        raise UsageError(f"there is no folder {first.parent}. Make it, or name another file")
    folder = first.resolve().parent
    if any((above / DESCRIPTIONS).is_file() for above in (folder, *folder.parents)):
        raise UsageError(
            f"{first} would lie below raw/, and the next load would read it as a document. Name a file elsewhere: "
            "jixiao read FILE OUT --html"
        )
    return first


def _check_free(file: Path) -> None:
    """Raises UsageError if a file is there that this command did not write."""
    if file.exists() and not _is_ours(file):
        raise UsageError(
            f"{file} is there and is no reading view. Name another file: jixiao read FILE OUT --html"
        )


def _is_ours(file: Path) -> bool:
    if not file.is_file():
        return False
    with file.open("rb") as opened:
        return _MARK in opened.read(_MARK_WITHIN)


def _left_behind(first: Path, pages: int) -> Iterator[Path]:
    """Pages of an earlier view of the same name that had more of them."""
    number = pages + 1
    while _is_ours(file := first.with_name(numbered(first.name, number))):
        yield file
        number += 1
