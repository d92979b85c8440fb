"""Tables that go on over the end of a page, made one again: rows, merged cells and headers that break there."""

from __future__ import annotations

from flows.labels import find_certain_label
from flows.readers.pdf.content import PdfCell, PdfTable
from flows.readers.pdf.text import goes_on

_SAME_SIDE = 3.0  # points
_ROOM = 150.0  # points below a table: more, and what follows had found room on its page
_BODY = 0.92  # of the page's height is above the bottom margin
_LINE = 1.2  # heights of a line: less room has none for another
_COLUMN_LABELS = 2  # that a header has at least


def goes_on_as(above: PdfTable, below: PdfTable) -> bool:
    """Whether `below`, the first thing on its page, is the rest of `above`, the last thing on the page before."""
    has_same_sides = (
        abs(above.xs[0] - below.xs[0]) <= _SAME_SIDE and abs(above.xs[-1] - below.xs[-1]) <= _SAME_SIDE
    )
    room = _BODY * above.page_height - above.bottom
    return below.page == above.page + 1 and has_same_sides and room < max(_ROOM, below.first_row_height)


def join(above: PdfTable, below: PdfTable) -> None:
    """Add the rows of `below` to `above`; where the end of the page cut a row or a merged cell, its parts are one."""
    _share_columns(above, below)
    _drop_repeated_header(above, below)
    bottoms = {
        (cell.column, cell.column_span): cell
        for cell in above.cells
        if cell.row + cell.row_span == above.row_count
    }
    tops = [cell for cell in below.cells if cell.row == 0]
    pairs = [(bottoms.get((cell.column, cell.column_span)), cell) for cell in tops]
    padding = min(above.padding, below.padding)
    is_cut = _is_cut_row([(upper, cell) for upper, cell in pairs if cell.row_span == 1], padding)
    offset = above.row_count - is_cut
    first_text = min((cell.column for cell in tops if cell.row_span == 1 and cell.lines), default=0)
    kept = [cell for cell in below.cells if cell.row > 0]
    for upper, cell in pairs:
        if upper is not None and (is_cut or _is_same_cell(upper, cell, first_text, padding)):
            upper.lines += cell.lines
            upper.y0, upper.y1 = cell.y0, cell.y1
            upper.row_span = offset + cell.row_span - upper.row
        else:
            kept.append(cell)
    for cell in kept:
        cell.row += offset
    above.cells += kept
    above.row_count = offset + below.row_count
    above.page, above.bottom, above.page_height = below.page, below.bottom, below.page_height


def _is_cut_row(pairs: list[tuple[PdfCell | None, PdfCell]], padding: float) -> bool:
    """Whether the first row below is the rest of the last row above: `pairs` are its cells, with those above them.

    It is when every text below needs the one above: that one's last line is full; or when a single text goes on beside
    cells that are empty now and were not before.
    """
    if not pairs or any(upper is None for upper, _ in pairs):
        return False
    filled = [(upper, cell) for upper, cell in pairs if upper is not None and cell.lines]
    if all(_text_goes_on(upper, cell, padding) for upper, cell in filled):
        return True
    if len(filled) != 1:
        return False
    ((upper, cell),) = filled
    others = [other for other, empty in pairs if other is not None and empty is not cell]
    is_long = len(upper.lines) + len(cell.lines) > 2  # noqa: PLR2004 - a line in each
    return is_long and _touch(upper, cell) and any(other.lines for other in others)


def _is_same_cell(upper: PdfCell, cell: PdfCell, first_text: int, padding: float) -> bool:
    """Whether a cell at the top of a page, in a row of its own, is the rest of a merged one above."""
    if cell.lines:
        return cell.row_span > 1 and _text_goes_on(upper, cell, padding)
    # Empty cells before the first text of a row are the rest of merged ones: rows do not begin with nothing.
    return cell.row_span > 1 or upper.row_span > 1 or cell.column < first_text


def _text_goes_on(upper: PdfCell, cell: PdfCell, padding: float) -> bool:
    """Whether a text goes on over the end of the page: it fills the cell above, to the right and to the bottom."""
    return _touch(upper, cell) and goes_on(upper.lines[-1], cell.lines[0], upper.sides(padding))


def _touch(upper: PdfCell, cell: PdfCell) -> bool:
    """Whether the text above ends at the bottom of its cell, and that below begins at the top."""
    if not upper.lines:
        return False
    last, first = upper.lines[-1], cell.lines[0]
    room_below = upper.y1 - last.y - last.height / 2
    room_above = first.y - first.height / 2 - cell.y0
    return room_below < _LINE * last.height and room_above < _LINE * first.height


def _share_columns(above: PdfTable, below: PdfTable) -> None:
    """Give both tables the columns of either."""
    xs: list[float] = []
    for x in sorted([*above.xs, *below.xs]):
        if not xs or x - xs[-1] > _SAME_SIDE:
            xs.append(x)
    for table in (above, below):
        places = [max(index for index, x in enumerate(xs) if x <= own + 0.001) for own in table.xs]
        for cell in table.cells:
            right = places[cell.column + cell.column_span]
            cell.column = places[cell.column]
            cell.column_span = right - cell.column
        table.xs = xs


def _drop_repeated_header(above: PdfTable, below: PdfTable) -> None:
    """Take rows of `below` away that repeat the first rows of `above`, word for word, if column labels are among them."""
    count = 0
    has_labels = False
    while count < below.row_count - 1:
        row = _row(below, count)
        if not any(text for _, _, _, text in row) or row != _row(above, count):
            break
        labels = [label for *_, text in row if (label := find_certain_label(text))]
        has_labels = (
            has_labels or sum(label.field("column") is not None for label in labels) >= _COLUMN_LABELS
        )
        count += 1
    if not has_labels:
        return
    below.cells = [cell for cell in below.cells if cell.row >= count]
    for cell in below.cells:
        cell.row -= count
    below.row_count -= count


def _row(table: PdfTable, row: int) -> list[tuple[int, int, int, str]]:
    """Place, size and text of the cells that begin in a row."""
    return [
        (cell.column, cell.column_span, cell.row_span, "".join(line.text for line in cell.lines))
        for cell in table.cells
        if cell.row == row
    ]
