"""Document → forms: one parser for every format, driven by the labels printed in the document."""

from flows.forms.model import (
    Form,
    FundingLine,
    IndicatorRow,
    ParsedDocument,
    Place,
    PrintedAmount,
    PrintedHeading,
    PrintedText,
    Rejection,
)
from flows.forms.parser import Explained, explain_document, parse_document
from flows.readers import read_document


def read_forms(content: bytes) -> ParsedDocument:
    """All forms that the bytes of one document print. Raises UnreadableError where they cannot be read."""
    return parse_document(read_document(content))


def read_forms_with_places(content: bytes) -> ParsedDocument:
    """As `read_forms`; rows say where each field was read, too."""
    return parse_document(read_document(content), keeps_places=True)


def explain_forms(content: bytes) -> Explained:
    """The document of the bytes, its forms, and what every cell was taken for. Raises as `read_forms`."""
    return explain_document(read_document(content))


__all__ = [
    "Explained",
    "Form",
    "FundingLine",
    "IndicatorRow",
    "ParsedDocument",
    "Place",
    "PrintedAmount",
    "PrintedHeading",
    "PrintedText",
    "Rejection",
    "explain_document",
    "explain_forms",
    "parse_document",
    "read_forms",
    "read_forms_with_places",
]
