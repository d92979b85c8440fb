"""Document → forms: one parser for every format, driven by the labels printed in the document."""

from flows.forms.model import (
    Form,
    FundingLine,
    IndicatorRow,
    ParsedDocument,
    PrintedAmount,
    PrintedHeading,
    PrintedText,
    Rejection,
)
from flows.forms.parser import parse_document
from flows.readers import read_document


def read_forms(content: bytes) -> ParsedDocument:
    """All forms that the bytes of one document print. Raises UnreadableError where they cannot be read."""
    return parse_document(read_document(content))


__all__ = [
    "Form",
    "FundingLine",
    "IndicatorRow",
    "ParsedDocument",
    "PrintedAmount",
    "PrintedHeading",
    "PrintedText",
    "Rejection",
    "parse_document",
    "read_forms",
]
