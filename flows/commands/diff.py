"""`jixiao diff`: what a load changed against the file published before."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from decimal import Decimal

from rich.table import Table
from rich.text import Text

from flows.base.errors import NotFoundError
from flows.base.paths import Warehouse
from flows.base.printing import lines, signed_ten_thousands
from flows.publishing.history import LoadHistory, read_history
from flows.warehouse.state import published_file


def print_load_diff(warehouse: Warehouse, load_no: int | None, *, is_preview: bool, as_json: bool) -> None:
    """What the load (the latest where no number is given) changed, or the preview would, as text or JSON on stdout.

    Raises NotFoundError where there is no such file or load.
    """
    if is_preview and not warehouse.preview.exists():
        raise NotFoundError(
            f"there is no preview in {warehouse.folder}: jixiao load --preview makes one, a publication ends it"
        )
    history = read_history(warehouse.preview if is_preview else published_file(warehouse), load_no)
    if as_json:
        sys.stdout.write(json.dumps(asdict(history), ensure_ascii=False, indent=1) + "\n")
        return
    console = lines()
    console.print(
        Text(
            f"Load {history.load_no}, {history.started_at}, {history.seconds} s, {history.outcome}: "
            f"{history.documents_read} document(s) read, {history.documents_current} current."
        )
    )
    console.print(Text(f"It changed: {history.essence}."))
    for document in history.documents:
        before, after = document.previous_status or "not there", document.status or "not there"
        reason = f" ({document.reason})" if document.reason else ""
        console.print(Text(f"  {document.path}: {before} → {after}{reason}"))
    if history.marts:
        console.print(_marts_table(history))


def _marts_table(history: LoadHistory) -> Table:
    table = Table(box=None, header_style="", pad_edge=False)
    for title in ("table", "year", "added", "removed", "changed", "links moved", "money, 万元"):
        table.add_column(title, justify="left" if title == "table" else "right")
    for change in history.marts:
        money = Decimal(change.budget_difference_yuan)
        table.add_row(
            change.mart,
            str(change.fiscal_year or ""),
            *(
                f"{number:,}" if number else ""
                for number in (
                    change.rows_added,
                    change.rows_removed,
                    change.rows_changed,
                    change.links_moved,
                )
            ),
            signed_ten_thousands(money) if money else "",
        )
    return table
