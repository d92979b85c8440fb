"""PDFs written by hand: pages of text and ruled lines, without any library."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

WIDTH, HEIGHT = 595, 842


@dataclass
class PageOf:
    """One page; coordinates are points from the upper left corner, as the reader gives them."""

    rotate: int = 0
    extra: str = ""
    content: list[str] = field(default_factory=list)

    def text(self, x: float, y: float, text: str, size: float = 10, mode: int = 0) -> PageOf:
        """Text whose line has its middle near y; Chinese characters are `size` wide, western ones by Helvetica."""
        base = HEIGHT - y - size * 0.35
        for run in _runs(text):
            if run.isascii():
                shown = "(" + run.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)") + ")"
                font, width = "F1", size * 0.556 * len(run)
            else:
                shown, font, width = f"<{run.encode('utf-16-be').hex()}>", "F2", size * len(run)
            self.content.append(f"BT {mode} Tr /{font} {size} Tf 1 0 0 1 {x:.2f} {base:.2f} Tm {shown} Tj ET")
            x += width
        return self

    def lines(self, x: float, y: float, texts: Iterable[str], size: float = 10) -> PageOf:
        """Lines of text below one another, the first with its middle at y."""
        for place, text in enumerate(texts):
            self.text(x, y + place * size * 1.3, text, size)
        return self

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> PageOf:
        """A stroked line."""
        self.content.append(f"0.5 w {x0} {HEIGHT - y0} m {x1} {HEIGHT - y1} l S")
        return self

    def fill(self, x0: float, y0: float, x1: float, y1: float) -> PageOf:
        """A filled rectangle."""
        self.content.append(f"{x0} {HEIGHT - y1} {x1 - x0} {y1 - y0} re f")
        return self

    def grid(self, xs: Sequence[float], ys: Sequence[float]) -> PageOf:
        """All lines of a table without merged cells."""
        for y in ys:
            self.rule(xs[0], y, xs[-1], y)
        for x in xs:
            self.rule(x, ys[0], x, ys[-1])
        return self

    def row(self, xs: Sequence[float], y: float, texts: Sequence[str]) -> PageOf:
        """A text at the left of each column."""
        for x, text in zip(xs, texts, strict=False):
            self.text(x + 5, y, text)
        return self


def pdf(*pages: PageOf) -> bytes:
    """The bytes of a PDF with these pages."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{' '.join(f'{6 + 2 * n} 0 R' for n in range(len(pages)))}] >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [5 0 R] >>",
        (
            "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light "
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /W [1 95 556] >>"
        ),
    ]
    for number, page in enumerate(pages):
        stream = "\n".join(page.content)
        objects += [
            (
                f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Rotate {page.rotate} "
                f"/Contents {7 + 2 * number} 0 R /Resources << /Font << /F1 3 0 R /F2 4 0 R >> {page.extra} >> >>"
            ),
            f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        ]
    return assembled(objects)


def assembled(objects: Sequence[str]) -> bytes:
    """A file of numbered objects, the first of them the catalog."""
    content = b"%PDF-1.7\n"
    places: list[int] = []
    for number, text in enumerate(objects, 1):
        places.append(len(content))
        content += f"{number} 0 obj\n{text}\nendobj\n".encode("latin-1")
    start = len(content)
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    trailer = f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    return content + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}".encode("latin-1")


def _runs(text: str) -> list[str]:
    runs: list[str] = []
    for character in text:
        if runs and runs[-1][-1].isascii() == character.isascii():
            runs[-1] += character
        else:
            runs.append(character)
    return runs
