"""Bytes → str for web pages: a byte order mark, then what the page declares, then what the bytes themselves say.

Pages of Chinese authorities declare gb2312 and send GB18030, declare gb2312 after having been converted to UTF-8, or
declare nothing. So a declaration is a hint, and bytes that are UTF-8 with Chinese text in it are UTF-8.
"""

from __future__ import annotations

import codecs
import re

from flows.readers.document import UnreadableError

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# A declaration must stand in the first 1,024 bytes (HTML standard); exports put style sheets before it.
_PRESCAN_BYTES = 16_384
_DECLARED = re.compile(
    rb"""<meta[^>]{0,1000}?charset\s*=\s*["']?\s*([a-z0-9_:-]{1,40})|<\?xml[^>]{0,200}?encoding\s*=\s*["']([a-z0-9_:-]{1,40})""",
    re.IGNORECASE,
)
# The labels that the encoding standard gives these encodings; gb2312 and gbk are read as their superset. Latin labels
# are left out on purpose: editors write them into Chinese pages, and a Latin reading of Chinese bytes never fails.
_CODECS = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "unicode-1-1-utf-8": "utf-8",
    "gb18030": "gb18030",
    "gb2312": "gb18030",
    "gb_2312": "gb18030",
    "gb_2312-80": "gb18030",
    "csgb2312": "gb18030",
    "chinese": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "cp936": "gb18030",
    "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
    "x-x-big5": "big5hkscs",
}
_CHINESE = re.compile("[一-龥]")
_NOT_ASCII = re.compile("[^\x00-\x7f]")
# Of a hundred characters one may be damaged (a cut character in a script or a counter); more is another encoding.
_MOST_DAMAGE = 0.01

DAMAGED = "\ufffd"
"""Stands for bytes that fit no encoding. The reader of pages refuses it in text that is printed."""


def decode_page(content: bytes) -> str:
    """The text of a web page, line ends as line feeds.

    Bytes that do not fit become DAMAGED, so that a broken byte in a script does not stop the reading of a page. Raises
    UnreadableError where more than a few do not fit: the page is in no encoding that is known.
    """
    text = _decoded(content)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decoded(content: bytes) -> str:
    for bom, codec in _BOMS:
        if content.startswith(bom):
            return _checked(content.decode(codec, errors="replace"))
    declared = _declared_codec(content)
    utf8 = _strictly(content, "utf-8")
    if utf8 is not None and (declared in (None, "utf-8") or _is_chinese(utf8)):
        return utf8
    codecs_to_try = [codec for codec in (declared, "gb18030") if codec]
    for codec in codecs_to_try:
        text = _strictly(content, codec)
        if text is not None:
            return text
    damaged = [content.decode(codec, errors="replace") for codec in [*codecs_to_try, "utf-8"]]
    return _checked(min(damaged, key=lambda text: text.count(DAMAGED)))


def _declared_codec(content: bytes) -> str | None:
    match = _DECLARED.search(content[:_PRESCAN_BYTES])
    if not match:
        return None
    return _CODECS.get((match.group(1) or match.group(2)).decode("ascii").lower())


def _strictly(content: bytes, codec: str) -> str | None:
    try:
        return content.decode(codec)
    except UnicodeDecodeError:
        return None


def _is_chinese(text: str) -> bool:
    """Whether most of what is no ASCII is Chinese: GB18030 bytes that happen to be UTF-8 are not."""
    return len(_CHINESE.findall(text)) * 2 > len(_NOT_ASCII.findall(text))


def _checked(text: str) -> str:
    if text.count(DAMAGED) > max(1, len(text) * _MOST_DAMAGE):
        line = text.count("\n", 0, text.index(DAMAGED)) + 1
        raise UnreadableError(
            f"the page is not text: line {line:,} and others fit no encoding that Chinese pages use (UTF-8, UTF-16, "
            "GB18030, Big5). Check that it is a web page and was fetched whole."
        )
    return text
