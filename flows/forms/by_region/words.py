"""What names a region in a header: 甲县, 河北, 市本级, and 合计 for all of them."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import islice

from flows.labels import find_label
from flows.vocabulary.seeds import fold, read_seed

_NOTE = re.compile(r"[(\[][^()\[\]]*[)\]]$")
_LONGEST = 20
_LONGEST_OTHER = 12
_NO_NAME = re.compile(r"[0-9。；;，,:：?？%≥≤><=]")


@lru_cache(maxsize=4_096)
def is_total(text: str) -> bool:
    """Whether a header is that of the sum over all regions (合计, 全省)."""
    return _bare(text) in _words("total")


@lru_cache(maxsize=4_096)
def is_region(text: str) -> bool:
    """Whether a text is the name of a region by its words."""
    bare = _bare(text)
    if not bare or len(bare) > _LONGEST or _NO_NAME.search(bare):
        return False
    if bare in _words("name"):
        return True
    # 省, 省级 alone are levels of government, 责任单位 is a label.
    return any(bare.endswith(end) and len(bare) > len(end) for end in _words("ending")) and _is_no_label(bare)


@lru_cache(maxsize=4_096)
def may_be_region(text: str) -> bool:
    """Whether a text can be a region's name where only regions stand (below 指标值 of a form of transfer payments)."""
    bare = _bare(text)
    return (
        bool(bare) and len(bare) <= _LONGEST_OTHER and not _NO_NAME.search(bare) and find_label(text) is None
    )


def may_name_regions(texts: str) -> bool:
    """Whether two lines of a text can be names of regions by their ends, before a note or 目标值; a cheap look first."""
    return sum(1 for _ in islice(_ends().finditer(texts), 2)) > 1


@cache
def _ends() -> re.Pattern[str]:
    ends = "".join(sorted({line["word"][-1] for line in read_seed("region_words")}))
    return re.compile(rf"[{ends}](?:[(（][^\n]{{0,10}})?(?:[^\n]{{0,6}}值)?$", re.MULTILINE)


def _is_no_label(text: str) -> bool:
    label = find_label(text)
    return label is None or (bool(label.unknown) and not label.inferred)


def _bare(text: str) -> str:
    return _NOTE.sub("", fold(text))


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(fold(line["word"]) for line in read_seed("region_words") if line["kind"] == kind)
