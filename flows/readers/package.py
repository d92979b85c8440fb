"""Zip packages (docx, xlsx) opened with care: every bound is counted on the bytes, no declared size is believed.

A package is refused before any parser sees it. Rules of the container: ECMA-376 part 2 (Open Packaging
Conventions): parts are stored or deflated, not encrypted, their names are unique whatever the case, their XML has
no document type declaration.
"""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from flows.readers.document import UnreadableError

# A yearly document has some twenty parts and a few MiB; these bounds are far above it, and far below what hurts.
MAX_ENTRIES = 2_000
MAX_ENTRY_BYTES = 64 * 1024 * 1024
MAX_PACKAGE_BYTES = 256 * 1024 * 1024
# Repetitive tables reach 40:1. Deflate can reach 1032:1, which only a bomb does for long.
MAX_RATIO = 100
RATIO_GRACE_BYTES = 1024 * 1024
# Up to this size a part is read as a whole tree (ten times as large, twice as fast), above it element by element.
WHOLE_TREE_BYTES = 1024 * 1024

_DIRECTORY_ENTRY = b"PK\x01\x02"
_LOCAL_HEADER = struct.Struct("<4s22xHH")
_ENCRYPTED = 0x1 | 0x40 | 0x2000  # general purpose flags: encrypted, strong encryption, masked headers
_PIECE = 16 * 1024
_CHUNK = 256 * 1024
_BEGINS_DTD = tuple("<!DOCTYPE".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))
_FETCH_AGAIN = "Fetch it again from its publisher, or open and save it in an office program."
_CHECK = "A yearly document is far smaller: check that this is one."


class Relation(NamedTuple):
    """What a part refers to."""

    kind: str
    """The last word of its type (`worksheet`, `styles`): the words before differ between editions of the standard."""
    part: str


class Package:
    """The parts of one zip package. Raises UnreadableError for whatever is damaged, encrypted or out of bounds."""

    def __init__(self, content: bytes) -> None:
        # The directory is read entry by entry, whatever number it declares: so count before reading it.
        if content.count(_DIRECTORY_ENTRY) > MAX_ENTRIES:
            raise UnreadableError(f"the package has more than {MAX_ENTRIES:,} entries. {_CHECK}")
        self._content = content
        self._unpacked = 0
        self._entries = _directory(content)

    @property
    def names(self) -> tuple[str, ...]:
        """The parts' names as printed in the directory, with / between folders."""
        return tuple(_part_name(entry) for entry in self._entries.values())

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._entries

    def read(self, name: str) -> bytes:
        """The bytes of one part, checked against its size and checksum."""
        entry = self._entries.get(name.lower())
        if entry is None:
            raise UnreadableError(f"the package has no part {name}. {_FETCH_AGAIN}")
        return self._inflate(entry)

    def xml(self, name: str) -> etree._Element:
        """The root element of an XML part."""
        return parse_xml(self.read(name), name)

    def relations(self, part: str = "") -> dict[str, Relation]:
        """The parts that `part` (the package itself without one) refers to, by the ids of the relations.

        Links out of the package are left out. Some parts that are listed may be missing: reading them says so.
        """
        folder, _, name = part.rpartition("/")
        listing = posixpath.join(folder, "_rels", f"{name}.rels")
        if listing not in self:
            return {}
        found: dict[str, Relation] = {}
        for number, element in enumerate(self.xml(listing)):
            target = str(element.get("Target", "")).replace("\\", "/")
            if element.get("TargetMode", "") != "External" and target:
                found[element.get("Id") or f"#{number}"] = Relation(
                    kind=str(element.get("Type", "")).rpartition("/")[2],
                    part=posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/"),
                )
        return found

    def related(self, kind: str, part: str = "") -> str | None:
        """The first part of a kind that `part` refers to; None if it refers to none."""
        found = (relation.part for relation in self.relations(part).values() if relation.kind == kind)
        return next(found, None)

    def main_part(self) -> str | None:
        """The name of the office document's main part; None where the package is of another kind."""
        named = self.related("officeDocument")
        usual = ("word/document.xml", "xl/workbook.xml", "xl/workbook.bin")
        return next((name for name in (named, *usual) if name and name in self), None)

    def stored(self, skip_folders: tuple[str, ...] = ()) -> bytes:
        """The same package with every part checked, and stored without compression.

        For engines that open packages themselves: they see what was checked here, and nothing else. Parts below
        `skip_folders` (`xl/media/`) are left out.
        """
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as copy:
            for entry in self._entries.values():
                name = _part_name(entry)
                if not name.endswith("/") and not name.lower().startswith(skip_folders):
                    copy.writestr(zipfile.ZipInfo(name), self._inflate(entry))
        return buffer.getvalue()

    def _inflate(self, entry: zipfile.ZipInfo) -> bytes:
        name = _part_name(entry)
        packed = self._packed(entry)
        if entry.compress_type == zipfile.ZIP_STORED:
            self._count(name, len(packed), len(packed))
            return _checked(bytes(packed), entry)
        inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        chunks: list[bytes] = []
        size = 0
        try:
            # Small pieces go in, since what is not consumed of one is copied; bounded pieces come out.
            for start in range(0, len(packed), _PIECE):
                pending: bytes | memoryview = packed[start : start + _PIECE]
                chunk = b""
                while not inflater.eof and (pending or len(chunk) == _CHUNK):
                    chunk = inflater.decompress(pending, _CHUNK)
                    pending = inflater.unconsumed_tail
                    chunks.append(chunk)
                    size += len(chunk)
                    self._count(name, size, len(packed), len(chunk))
        except zlib.error as error:
            raise UnreadableError(f"{name} of the package is damaged ({error}). {_FETCH_AGAIN}") from error
        if not inflater.eof:
            raise UnreadableError(f"{name} of the package is cut off. {_FETCH_AGAIN}")
        return _checked(b"".join(chunks), entry)

    def _packed(self, entry: zipfile.ZipInfo) -> memoryview:
        """The bytes of an entry as they stand in the file."""
        start = entry.header_offset
        header = self._content[start : start + _LOCAL_HEADER.size] if start >= 0 else b""
        if len(header) < _LOCAL_HEADER.size or not header.startswith(b"PK\x03\x04"):
            raise UnreadableError(
                f"{_part_name(entry)} of the package is not where it should be. {_FETCH_AGAIN}"
            )
        _, name_length, extra_length = _LOCAL_HEADER.unpack(header)
        data = start + _LOCAL_HEADER.size + name_length + extra_length
        packed = memoryview(self._content)[data : data + entry.compress_size]
        if len(packed) < entry.compress_size:
            raise UnreadableError(f"{_part_name(entry)} of the package is cut off. {_FETCH_AGAIN}")
        return packed

    def _count(self, name: str, size: int, packed: int, added: int | None = None) -> None:
        """Bounds of one part of `size` bytes so far, `added` of them new, from `packed` bytes."""
        self._unpacked += size if added is None else added
        if size > MAX_ENTRY_BYTES:
            raise UnreadableError(
                f"{name} of the package unpacks to more than {MAX_ENTRY_BYTES:,} bytes. {_CHECK}"
            )
        if size > RATIO_GRACE_BYTES and size > MAX_RATIO * packed:
            raise UnreadableError(
                f"{name} of the package unpacks to more than {MAX_RATIO} times its size, as only a zip bomb does. "
                "Do not open it; ask its publisher."
            )
        if self._unpacked > MAX_PACKAGE_BYTES:
            raise UnreadableError(f"the package unpacks to more than {MAX_PACKAGE_BYTES:,} bytes. {_CHECK}")


def parse_xml(data: bytes, name: str, of: str = " of the package") -> etree._Element:
    """The root element of the XML part `name`: no document type, no entities, no network, libxml2's own bounds kept."""
    name += of
    _refuse_document_type(data, name)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,  # nothing is looked up by its id
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _not_xml(name, error) from error
    if root.getroottree().docinfo.internalDTD is not None:  # in an encoding that nobody expects
        raise _declares_document_type(name)
    return root


def iterate_xml(data: bytes, name: str, *tags: str) -> Iterator[etree._Element]:
    """The elements with these local names in the XML part `name`, under the rules of `parse_xml`.

    They do not nest. Those of a large part are read one after another, each emptied when the next is asked for: 64 MiB need
    not stand in memory as a tree.
    """
    if len(data) <= WHOLE_TREE_BYTES:
        yield from parse_xml(data, name).iter(*[f"{{*}}{tag}" for tag in tags])
        return
    name += " of the package"
    _refuse_document_type(data, name)
    elements = etree.iterparse(
        io.BytesIO(data),
        tag=[f"{{*}}{tag}" for tag in tags],
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        for number, (_, element) in enumerate(elements):
            if number == 0 and element.getroottree().docinfo.internalDTD is not None:
                raise _declares_document_type(name)
            yield element
            element.clear(keep_tail=True)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _not_xml(name, error) from error


def _refuse_document_type(data: bytes, name: str) -> None:
    """Raises UnreadableError where the bytes of an XML part have a document type declaration."""
    if any(mark in data for mark in _dtd_marks(data)):
        raise _declares_document_type(name)


def _not_xml(name: str, error: Exception) -> UnreadableError:
    return UnreadableError(f"{name} is no XML ({error}). {_FETCH_AGAIN}")


def _declares_document_type(name: str) -> UnreadableError:
    return UnreadableError(
        f"{name} declares a document type, which no office program writes. Do not open it; ask its publisher."
    )


def _dtd_marks(data: bytes) -> tuple[bytes, ...]:
    """UTF-16 is told by its byte order mark, or by the zero in its first two bytes."""
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) or 0 in data[:2]:
        return _BEGINS_DTD
    return _BEGINS_DTD[:1]


def _directory(content: bytes) -> dict[str, zipfile.ZipInfo]:
    """The entries by their names in lower case."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            listed = archive.infolist()
    except (
        zipfile.BadZipFile,
        NotImplementedError,
        ValueError,
        struct.error,
        OverflowError,
        EOFError,
    ) as error:
        raise UnreadableError(f"the package is damaged or cut off ({error}). {_FETCH_AGAIN}") from error
    entries: dict[str, zipfile.ZipInfo] = {}
    for entry in listed:
        name = _part_name(entry)
        if name.lower() in entries:
            raise UnreadableError(f"the package has two parts named {name}. {_FETCH_AGAIN}")
        if entry.flag_bits & _ENCRYPTED:
            raise UnreadableError(
                f"the package is encrypted ({name}). Ask its publisher for a copy without a password."
            )
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise UnreadableError(
                f"{name} of the package is compressed by method {entry.compress_type}, "
                f"which documents do not use. {_FETCH_AGAIN}"
            )
        entries[name.lower()] = entry
    return entries


def _part_name(entry: zipfile.ZipInfo) -> str:
    """Some programs write back slashes between folders."""
    return entry.filename.replace("\\", "/").lstrip("/")


def _checked(data: bytes, entry: zipfile.ZipInfo) -> bytes:
    if len(data) != entry.file_size or zlib.crc32(data) != entry.CRC:
        raise UnreadableError(
            f"{_part_name(entry)} of the package is damaged: its size or checksum is wrong. {_FETCH_AGAIN}"
        )
    return data
