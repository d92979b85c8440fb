"""PDFs that a test draws, and what is read of them."""

from __future__ import annotations

from flows.readers import Document
from flows.readers.pdf.reader import read_pdf
from tests.readers.made_pdf import PageOf, pdf

XS = (60, 110, 170, 300, 400, 540)
HEADER = ("一级指标", "二级指标", "三级指标", "指标值", "备注")


def read(*pages: PageOf) -> Document:
    return read_pdf(pdf(*pages))


def small_table(y: float = 100, last: str = "1次") -> PageOf:
    """Two rows of five columns, the upper border at y."""
    page = PageOf().grid(XS, [y, y + 30, y + 60])
    return page.row(XS, y + 15, HEADER).row(XS, y + 45, ("产出", "数量", "甲", last, "x"))


SMALL = [list(HEADER), ["产出", "数量", "甲", "1次", "x"]]
