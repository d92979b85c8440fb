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
]
