"""Which format the bytes are, and the reader for it: told by the content, never by the extension."""

from __future__ import annotations

import codecs
import importlib
import re

from flows.readers.document import Document, UnreadableError, as_seen

MAX_BYTES = 64 * 1024 * 1024

_READERS = {
    "docx": ("flows.readers.word.docx", "read_docx"),
    "doc": ("flows.readers.word.doc", "read_doc"),
    "xlsx": ("flows.readers.excel.xlsx", "read_xlsx"),
    "xls": ("flows.readers.excel.xls", "read_xls"),
    "xlsb": ("flows.readers.excel.xlsb", "read_xlsb"),
    "ods": ("flows.readers.excel.ods", "read_ods"),
    "xml": ("flows.readers.excel.spreadsheetml", "read_spreadsheetml"),
    "pdf": ("flows.readers.pdf.reader", "read_pdf"),
    "html": ("flows.readers.web.html", "read_html"),
    "mht": ("flows.readers.web.archive", "read_archive"),
    "csv": ("flows.readers.separated", "read_separated"),
    "text": ("flows.readers.text", "read_text"),
}
"""format → the module and function that read it; imported when a document needs it, since each brings its engine"""

_ZIP = b"PK\x03\x04"
_COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_UNPACK = "Unpack it, and put the documents in it into raw/."
_ASK = "Ask its publisher for the document itself: no text is recognised in images."
_ASK_FOR_PAGE = "Load the document that people read: .docx, .xlsx, .pdf, or the web page."
_SAVE_AS = "Open it in an office program, save it as .docx or .xlsx, and load that."
_NOT_READ = (
    (b"{\\rtf", "a rich text file (.rtf)", _SAVE_AS),
    (b"rar!", "an archive of files", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "an archive of files", _UNPACK),
    (b"\x1f\x8b", "a compressed file", _UNPACK),
    (b"\xfd7zxz\x00", "a compressed file", _UNPACK),
    (b"bzh", "a compressed file", _UNPACK),
    (b"\x28\xb5\x2f\xfd", "a compressed file", _UNPACK),
    (b"\x89png", "an image", _ASK),
    (b"\xff\xd8\xff", "an image", _ASK),
    (b"ii*\x00", "an image", _ASK),
    (b"mm\x00*", "an image", _ASK),
    (b"gif8", "an image", _ASK),
)
"""How the formats begin (in lower case) that are known and not read: what they are, and what to do"""

_PART_FOLDERS = {"word": "docx", "xl": "xlsx"}
_STREAMS = {"worddocument": "doc", "workbook": "xls", "book": "xls"}

_HEAD_BYTES = 16 * 1024
_PDF_HEADER = re.compile(rb"%PDF-[0-9]")
_PDF_HEADER_WITHIN = 1024  # bytes before it are allowed by every viewer
_SPREADSHEET = re.compile(r"<(?:\w{1,20}:)?Workbook\b[^>]*urn:schemas-microsoft-com:office:spreadsheet")
_XML_OF_OFFICE = re.compile(
    r"<\?mso-application|schemas\.microsoft\.com/office/(word/2003|2006/xmlPackage)|<Workbook\b|<office:document\b"
)
_OTHER_XML = re.compile(r"\s*<\?xml\b")
_JSON = re.compile(r"""\s*(?:\{\s*"|\[\s*[\[{"])""")
# Headers of a message, one of which says that it holds a page or parts; a line goes on if white space begins it.
_ARCHIVE = re.compile(
    r"(?>[A-Za-z-]{1,40}:[^\r\n]*\r?\n(?>[ \t][^\r\n]*\r?\n)*+)*?Content-Type:\s*(?:multipart/|text/html)",
    re.IGNORECASE,
)
# What stands at the top of a page before its first element: declarations, comments, white space. Each is taken as a
# whole (?>…) and never given back, so that a page of nothing but comments costs no more than its length.
_PAGE = re.compile(
    r"(?>\s+|<\?xml[^>]*>|<!--.*?-->)*+<(?:!doctype\s+html|html|head|meta|title|style|script|link|base|body|table|tbody"
    r"|tr|div|p|span|br|center|font|h[1-6]|form|section|article|main|img|a|b|strong|ul|ol)\b",
    re.IGNORECASE | re.DOTALL,
)


def read_document(content: bytes) -> Document:
    """Read the bytes of one published file.

    Raises UnreadableError, with what is wrong, where, and what to do, for an empty file, files over 64 MiB, formats
    that are not read, and whatever the format's reader refuses.
    """
    module, function = _READERS[format_of(content)]
    return as_seen(getattr(importlib.import_module(module), function)(content))


def import_readers() -> None:
    """Import the readers of all formats, with their engines. Raises ImportError where one cannot be."""
    for module, _ in _READERS.values():
        importlib.import_module(module)


def too_large(size: int) -> str:
    """Why a file of so many bytes is refused, in words for a person."""
    return (
        f"the file has {size:,} bytes, more than the limit of {MAX_BYTES:,}. "
        "A yearly document is far smaller: check that this is one."
    )


def format_of(content: bytes) -> str:
    """The format, as `_READERS` calls it. Raises UnreadableError where it is none of these."""
    if not content.strip():
        raise UnreadableError(
            "the file is empty. Fetch the document again from its publisher, or remove the file."
        )
    if len(content) > MAX_BYTES:
        raise UnreadableError(too_large(len(content)))
    if content.startswith(_ZIP):
        return _format_of_package(content)
    if content.startswith(_COMPOUND_FILE):
        return _format_of_compound_file(content)
    if _PDF_HEADER.search(content, 0, _PDF_HEADER_WITHIN):
        return "pdf"
    found = _format_of_text(content[:_HEAD_BYTES])
    return "csv" if found == "text" and _is_separated(content) else found


def _is_separated(content: bytes) -> bool:
    from flows.readers.separated import is_separated  # noqa: PLC0415, brings the labels

    return is_separated(content)


def _format_of_text(head: bytes) -> str:
    """The format of what is neither a package nor binary, told by its beginning."""
    start = head.lstrip().lower()
    for beginning, what, remedy in _NOT_READ:
        if start.startswith(beginning):
            raise UnreadableError(f"the file is {what}, which is not read. {remedy}")
    text = _ascii(head)
    if _ARCHIVE.match(text):
        return "mht"
    if _SPREADSHEET.search(text):
        return "xml"
    if _XML_OF_OFFICE.search(text):
        raise UnreadableError(f"the file is an XML document of an old Office, which is not read. {_SAVE_AS}")
    if _PAGE.match(text):
        return "html"
    if _OTHER_XML.match(text):
        raise UnreadableError(f"the file is an XML file of a kind that is not read. {_ASK_FOR_PAGE}")
    if _JSON.match(text):
        raise UnreadableError(f"the file is JSON, data for programs, which is not read. {_ASK_FOR_PAGE}")
    return "text"


def _ascii(head: bytes) -> str:
    """The head's ASCII characters, in whatever encoding: enough to know a page by."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return head.decode("utf-16", errors="ignore")
    return head.removeprefix(codecs.BOM_UTF8).decode("ascii", errors="ignore")


def _format_of_package(content: bytes) -> str:
    from flows.readers.package import Package  # noqa: PLC0415, brings lxml, which text does not need

    package = Package(content)
    main = package.main_part() or ""
    if main.lower() == "xl/workbook.bin":
        return "xlsb"
    found = _PART_FOLDERS.get(main.partition("/")[0].lower())
    if found:
        return found
    kind = package.read("mimetype").strip() if "mimetype" in package else b""
    if kind.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        return "ods"
    if kind.startswith(b"application/vnd.oasis"):
        raise UnreadableError(
            f"the file is an OpenDocument file and no spreadsheet, which is not read. {_SAVE_AS}"
        )
    if "OFD.xml" in package:
        raise UnreadableError(
            "the file is an OFD document, which is not read. Open it in an OFD reader, save it as PDF, and load that."
        )
    raise UnreadableError(
        "the file is a zip archive without a document of Word or Excel. "
        "If it is an archive, unpack it and put the documents in it into raw/."
    )


def _format_of_compound_file(content: bytes) -> str:
    from flows.readers.compound_file import CompoundFile  # noqa: PLC0415, as above

    streams = [name.lower() for name in CompoundFile(content).names]
    if "encryptedpackage" in streams:
        raise UnreadableError(
            "the file is encrypted by a password. Ask its publisher for a copy without one."
        )
    for name in streams:
        if name in _STREAMS:
            return _STREAMS[name]
    raise UnreadableError(f"the file is a binary Office file without a document of Word or Excel. {_SAVE_AS}")
