"""Zip packages: what is refused, before a parser sees it."""

from __future__ import annotations

import io
import struct
import time
import zipfile
import zlib
from pathlib import Path

import pytest

from flows.readers import UnreadableError
from flows.readers.package import MAX_ENTRIES, Package, parse_xml

DOCX = Path(__file__).resolve().parents[1] / "documents" / "2024" / "objectives_2024.docx"


def package(parts: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def refused(content: bytes, part: str = "a.xml") -> str:
    with pytest.raises(UnreadableError) as error:
        Package(content).read(part)
    return str(error.value)


def test_parts_are_read_whatever_the_case_and_the_slashes() -> None:
    opened = Package(package({"word\\document.xml": b"<a/>", "Other.xml": b"x"}))

    assert opened.names == ("word/document.xml", "Other.xml")
    assert "WORD/document.xml" in opened
    assert opened.read("other.XML") == b"x"


def test_every_part_of_a_real_document_is_that_of_zipfile() -> None:
    opened = Package(DOCX.read_bytes())

    with zipfile.ZipFile(DOCX) as archive:
        assert {name: opened.read(name) for name in opened.names} == {
            name: archive.read(name) for name in archive.namelist()
        }


def test_a_stored_copy_holds_the_same_parts_without_those_left_out() -> None:
    copy = Package(package({"xl/a.xml": b"text" * 100, "xl/media/i.png": b"p"})).stored(("xl/media/",))

    with zipfile.ZipFile(io.BytesIO(copy)) as archive:
        assert {entry.filename: entry.compress_type for entry in archive.infolist()} == {"xl/a.xml": 0}
        assert archive.read("xl/a.xml") == b"text" * 100


def test_a_part_that_unpacks_too_well_is_a_bomb() -> None:
    assert "unpacks to more than 100 times its size" in refused(package({"a.xml": bytes(200_000_000)}))


def test_a_small_part_may_pack_well() -> None:
    assert len(Package(package({"a.xml": bytes(1_000_000)})).read("a.xml")) == 1_000_000


@pytest.mark.parametrize("size", [0, 1, 256 * 1024 - 1, 256 * 1024, 256 * 1024 + 1, 700_001])
def test_parts_of_every_size_are_read_to_their_end(size: int) -> None:
    data = bytes(size)

    assert Package(package({"a.xml": data})).read("a.xml") == data


def test_a_part_of_more_than_64_mib_is_refused() -> None:
    content = package({"a.xml": bytes(65 * 1024 * 1024)}, zipfile.ZIP_STORED)

    assert "a.xml of the package unpacks to more than 67,108,864 bytes" in refused(content)


def test_parts_of_more_than_256_mib_in_all_are_refused() -> None:
    part = zlib.compress(bytes(63 * 1024 * 1024), 0)[2:-4]  # the same bytes stand for five parts
    names = [f"{number}.xml" for number in range(5)]
    content = overlapping(names, part, 63 * 1024 * 1024)

    with pytest.raises(UnreadableError, match=r"the package unpacks to more than 268,435,456 bytes"):
        Package(content).stored()


def overlapping(names: list[str], packed: bytes, size: int) -> bytes:
    """A package whose entries all use the same packed bytes."""
    checksum = zlib.crc32(bytes(size))
    local = (
        struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, 0, 8, 0, 0, checksum, len(packed), size, 0, 0) + packed
    )
    directory = b"".join(
        struct.pack(
            "<4s6H3I5H2I", b"PK\x01\x02", 20, 20, 0, 8, 0, 0, checksum, len(packed), size, len(name), *[0] * 6
        )
        + name.encode()
        for name in names
    )
    count = len(names)
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, count, count, len(directory), len(local), 0)
    return local + directory + end


def test_a_size_that_is_declared_wrong_is_found() -> None:
    content = package({"a.xml": b"<a>" + bytes(range(256)) * 40 + b"</a>"})
    lying = content.replace(struct.pack("<I", 3 + 256 * 40 + 4), struct.pack("<I", 7))

    assert refused(lying).startswith("a.xml of the package is damaged: its size or checksum is wrong.")


def test_entries_are_counted_before_the_directory_is_read() -> None:
    content = package({f"{number}.xml": b"" for number in range(MAX_ENTRIES + 1)})
    declares_one = content[:-14] + struct.pack("<2H", 1, 1) + content[-10:]

    for hostile in (content, declares_one):
        assert refused(hostile).startswith("the package has more than 2,000 entries.")


def test_two_parts_of_one_name_are_refused() -> None:
    assert refused(package({"a.xml": b"1", "A.xml": b"2"})).startswith(
        "the package has two parts named A.xml."
    )


def test_an_encrypted_package_says_so() -> None:
    content = bytearray(package({"a.xml": b"1"}))
    content[content.index(b"PK\x01\x02") + 8] |= 1

    assert refused(bytes(content)) == (
        "the package is encrypted (a.xml). Ask its publisher for a copy without a password."
    )


def test_an_unusual_compression_is_named() -> None:
    assert "compressed by method 12" in refused(package({"a.xml": b"1"}, zipfile.ZIP_BZIP2))


@pytest.mark.parametrize("keep", [0.2, 0.5, 0.9, 0.999])
def test_a_package_cut_off_says_so(keep: float) -> None:
    content = DOCX.read_bytes()

    assert "damaged or cut off" in refused(content[: int(len(content) * keep)])


def test_a_damaged_byte_is_found() -> None:
    content = bytearray(package({"a.xml": bytes(range(256)) * 10}))
    content[60] ^= 0xFF

    assert "a.xml of the package is damaged" in refused(bytes(content))


def test_a_missing_part_is_named() -> None:
    assert refused(package({"b.xml": b""})).startswith("the package has no part a.xml.")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-32"])
def test_a_document_type_is_refused_in_every_encoding(encoding: str) -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha" * 100}">' for n in range(12))
    data = f'<?xml version="1.0"?><!DOCTYPE a [{entities}]><a b="&e11;">&e11;</a>'.encode(encoding)

    started = time.monotonic()
    with pytest.raises(UnreadableError, match=r"word/document.xml of the package"):
        parse_xml(data, "word/document.xml")
    assert time.monotonic() - started < 1


def test_xml_nested_too_deeply_is_refused() -> None:
    with pytest.raises(UnreadableError, match=r"a.xml of the package is no XML"):
        parse_xml(b"<a>" * 100_000 + b"</a>" * 100_000, "a.xml")
