"""How `python -m flows.scheduled.once` and `…serve`, both with [RAW [WAREHOUSE]], begin and end."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from flows.base.errors import ExitStatus, JixiaoError
from flows.base.paths import DEFAULT_RAW, DEFAULT_WAREHOUSE
from flows.base.streams import prepare_streams


def run(program: Callable[[Path, Path], ExitStatus]) -> None:
    """Run a program with the folders of the command line and exit with its status; what goes wrong is said in a sentence."""
    prepare_streams()
    folders = [Path(argument) for argument in sys.argv[1:3]]
    raw, warehouse = [*folders, *(DEFAULT_RAW, DEFAULT_WAREHOUSE)[len(folders) :]]
    try:
        status = program(raw, warehouse)
    except JixiaoError as error:
        sys.stderr.write(f"Stopped: {error}.\n")
        status = error.exit_status
    except Exception as error:  # noqa: BLE001 (whatever Prefect raises, which has no error of its own for it)
        what = str(error).strip().partition("\n")[0] or type(error).__name__
        sys.stderr.write(f"Stopped: Prefect could not run the load: {what}. Without Prefect: jixiao load.\n")
        status = ExitStatus.COULD_NOT_RUN
    sys.exit(status)
