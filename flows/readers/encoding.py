"""Bytes → str for text documents, without ever replacing a character."""

from __future__ import annotations

import codecs
import re

from flows.readers.document import UnreadableError

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# Control characters that no text document contains; tab, line feed, form feed and carriage return may stand.
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_CHINESE = re.compile("[一-龥]")
_LONGEST_CHARACTER = 4  # bytes, in UTF-8


def decode(content: bytes) -> str:
    """The text of `content` (UTF-8, UTF-16 with a byte order mark, or GB18030), line ends as line feeds.

    Raises UnreadableError where the bytes are no text, or end inside a character (a download that broke off).
    """
    text = _decode_strictly(content)
    control = _CONTROL.search(text)
    if control:
        line = text.count("\n", 0, control.start()) + 1
        raise UnreadableError(
            f"the file is not text: line {line} has the control character {ord(control.group()):#04x}. "
            "Check that it is a document and was fetched whole."
        )
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decode_strictly(content: bytes) -> str:
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return _decode_as(content, encoding)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        if _ends_inside_a_character(error, content):
            line = content.count(b"\n") + 1
            raise UnreadableError(
                f"the file is cut off: it ends inside a character (byte {error.start:,}, line {line:,}). "
                "Fetch it again from its publisher."
            ) from error
        place = error.start
    # Pages and exports of older systems are GB18030 (or its subsets GBK, GB2312). Nearly any bytes decode in it,
    # so the result must look like Chinese text to be believed.
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError as error:
        raise _not_text(content, max(place, error.start)) from error
    if len(_CHINESE.findall(text)) * 5 < len(text.strip()):
        raise _not_text(content, place)
    return text


def _decode_as(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise _not_text(content, error.start) from error


def _ends_inside_a_character(error: UnicodeDecodeError, content: bytes) -> bool:
    return error.reason == "unexpected end of data" and len(content) - error.start < _LONGEST_CHARACTER


def _not_text(content: bytes, place: int) -> UnreadableError:
    line = content.count(b"\n", 0, place) + 1
    return UnreadableError(
        f"the file is not text: byte {place:,} (line {line:,}) fits no encoding that Chinese documents use "
        "(UTF-8, UTF-16, GB18030). Check that it is a document and was fetched whole."
    )
