"""Damaged copies of documents, the same for the same seed: `python -m tests.readers.damage docx 2000`.

Whatever the bytes are, a reader returns a document or refuses it with a message; it raises nothing else and never hangs.
"""

from __future__ import annotations

import io
import random
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from flows.forms import parse_document
from flows.readers import UnreadableError, read_document
from tests.places import REAL_DOCUMENT

DOCUMENTS = Path(__file__).resolve().parents[1] / "documents" / "publishers"
_LONGEST_HOLE = 2_000
_LONGEST_NOISE = 600
_MANY = (1, 3, 10, 50)
_TELLING = (0x00, 0x7F, 0x80, 0xFF)


def damaged(content: bytes, chance: random.Random) -> bytes:
    """A copy that is cut off, has a hole or noise in it, or some bytes changed."""
    return chance.choice((_cut, _with_hole, _with_noise, *[_with_changes] * 5))(content, chance)


def _cut(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content))]


def _with_hole(content: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(content))
    return content[:start] + content[start + chance.randrange(1, _LONGEST_HOLE) :]


def _with_noise(content: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(content))
    return content[:start] + chance.randbytes(chance.randrange(_LONGEST_NOISE)) + content[start:]


def _with_changes(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.choice(_MANY)):
        changed[chance.randrange(len(changed))] = chance.choice((*_TELLING, chance.randrange(256)))
    return bytes(changed)


def damaged_inside(content: bytes, chance: random.Random) -> bytes:
    """A copy of a package, whole in itself, one of whose parts is damaged: bytes that only its parser can refuse."""
    copy = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(copy, "w") as target:
        chosen = chance.choice(
            [name for name in source.namelist() if name.endswith((".xml", ".rels", ".bin"))]
        )
        for name in source.namelist():
            part = source.read(name)
            target.writestr(name, damaged(part, chance) if name == chosen else part)
    return copy.getvalue()


def copies(
    content: bytes, count: int, seed: int, damage: Callable[[bytes, random.Random], bytes]
) -> Iterator[bytes]:
    """So many damaged copies."""
    chance = random.Random(seed)
    for _ in range(count):
        yield damage(content, chance)


def main() -> None:
    """Read damaged copies of the test documents of a format, and the forms in them; say what came of them."""
    suffix, count = sys.argv[1], int(sys.argv[2])
    published = sorted(DOCUMENTS.glob(f"*.{suffix}")) or sorted(DOCUMENTS.parent.glob(f"made/*.{suffix}"))
    files = [REAL_DOCUMENT] if suffix == "txt" else published
    if not files:
        sys.exit(f"no document *.{suffix} is in {DOCUMENTS} or beside it: put one there")
    outcomes: Counter[str] = Counter()
    slowest = 0.0
    for file in files:
        content = file.read_bytes()
        ways = (damaged, damaged_inside) if zipfile.is_zipfile(file) else (damaged,)
        for way in ways:
            for copy in copies(content, count // len(files) // len(ways), 1, way):
                started = time.perf_counter()
                try:
                    outcomes[parse_document(read_document(copy)).format] += 1
                except UnreadableError:
                    outcomes["refused"] += 1
                slowest = max(slowest, time.perf_counter() - started)
    sys.stdout.write(f"{suffix}: {dict(outcomes)}, slowest {slowest:.2f} s\n")


if __name__ == "__main__":
    main()
