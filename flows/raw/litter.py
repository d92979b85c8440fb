"""What operating systems, office programs and browsers leave in a folder, and what we leave there: no documents."""

from __future__ import annotations

from pathlib import PurePath

from flows.raw.descriptions import DESCRIPTIONS

LOCK = f".{DESCRIPTIONS}.lock"
PARTIAL = ".jixiao-partial"
"""How a file ends that is not there as a whole yet; it is hidden, too."""

_NAMES = {
    *(
        "thumbs.db",
        "ehthumbs.db",
        "ehthumbs_vista.db",
        "desktop.ini",
        "$recycle.bin",
        "system volume information",
    ),
    *("icon\r", "__macosx", "@eadir", "lost+found"),
}
_SUFFIXES = (
    *(".tmp", ".url", ".lnk", ".webloc", ".part", ".partial", ".crdownload", ".download"),
    "~",  # what an editor kept of the file before
)


def kind_of_litter(name: str) -> str | None:
    """`~$…` of `~$a.docx`, `*.tmp` of `~wrl0001.tmp`, `.DS_Store`: what a file or folder is that is no document, else None.

    Whatever is hidden (its name begins with a dot) is litter, too, of the kind of its name.
    """
    lower = name.lower()
    if lower in _NAMES:
        return name.strip()
    for prefix in ("~$", "._"):
        if name.startswith(prefix):
            return f"{prefix}…"
    if name.startswith("."):
        return name
    return next((f"*{suffix}" for suffix in _SUFFIXES if lower.endswith(suffix)), None)


def is_of_ours(name: str, *, is_folder: bool) -> bool:
    """Whether it is documents.csv, a README, or what `jixiao add` keeps there while it works."""
    return not is_folder and (
        name in (DESCRIPTIONS, LOCK)
        or PurePath(name).stem.upper() == "README"
        or (name.startswith(".") and name.endswith(PARTIAL))
    )
