"""`make flow`: the load once as a Prefect flow, with a temporary API of its own."""

from __future__ import annotations

import sys
from pathlib import Path

from flows.base.errors import ExitStatus, JixiaoError
from flows.base.paths import DEFAULT_RAW, DEFAULT_WAREHOUSE, Warehouse
from flows.base.streams import prepare_streams
from flows.scheduled import environment


def main() -> None:
    """Run the flow once: `python -m flows.scheduled.once [RAW [WAREHOUSE]]`."""
    prepare_streams()
    folders = [Path(argument) for argument in sys.argv[1:3]]
    raw, warehouse = [*folders, *(DEFAULT_RAW, DEFAULT_WAREHOUSE)[len(folders) :]]
    try:
        status = _run(raw, warehouse)
    except JixiaoError as error:
        sys.stderr.write(f"Stopped: {error}.\n")
        status = error.exit_status
    except Exception as error:  # noqa: BLE001 (whatever Prefect raises, which has no error of its own for it)
        what = str(error).strip().partition("\n")[0] or type(error).__name__
        sys.stderr.write(f"Stopped: Prefect could not run the load: {what}. Without it: jixiao load.\n")
        status = ExitStatus.COULD_NOT_RUN
    sys.exit(status)


def _run(raw: Path, warehouse: Path) -> ExitStatus:
    environment.enter(warehouse)
    from flows.commands.status import print_load  # noqa: PLC0415
    from flows.scheduled.yearly import yearly  # noqa: PLC0415 (Prefect reads its settings when it is imported)

    report = yearly(raw, warehouse)
    print_load(report, Warehouse(warehouse))
    return report.exit_status


if __name__ == "__main__":
    main()
