"""`make flow`: the load once as a Prefect flow, with a temporary API of its own."""

from __future__ import annotations

from pathlib import Path

from flows.base.errors import ExitStatus
from flows.base.paths import Warehouse
from flows.scheduled import environment, programs


def load_once(raw: Path, warehouse: Path) -> ExitStatus:
    """Run the flow once and print what a load prints. Raises what the flow raises."""
    raw, warehouse = raw.resolve(), warehouse.resolve()
    environment.enter(warehouse)
    from flows.commands.status import print_load  # noqa: PLC0415
    from flows.scheduled.yearly import yearly  # noqa: PLC0415 (Prefect reads its settings when it is imported)

    report = yearly(raw, warehouse)
    print_load(report, Warehouse(warehouse))
    return report.exit_status


if __name__ == "__main__":
    programs.run(load_once)
