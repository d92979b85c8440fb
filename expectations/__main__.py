"""The worker: `python -m expectations` judges gates for a load that does other work meanwhile.

It imports Great Expectations at once (seconds), then answers each line on stdin with a line on stdout, both JSON:

    {"gate": "documents", "database": "/…/working.duckdb", "data_docs": "/…/data_docs"}

    {"verdicts": [{"name": …, "severity": …, "success": …, "error": …, "offences": [{…}], "beside": [{…}]}, …]}
    {"error": "…"}  where the gate could not be judged at all

`data_docs` may be null; else the pages are written after the answer, while the load goes on. The worker ends at the end
of stdin, and so with the load, however that ends: with status 0, or 1 where pages could not be written (stderr says why).
A load closes stdin only when it has its answer: at the end of stdin a request without one is dropped, as that of a load
that was killed, because the next load may have a file of the same name by now.
"""

from __future__ import annotations

import json
import logging
import os
import queue
import sys
import threading
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from expectations.validate import Judge

os.environ["GX_ANALYTICS_ENABLED"] = "false"


def main() -> int:
    """Answer requests until stdin ends. Returns the exit status."""
    answers = _claim_stdout()
    requests = _Requests()
    # Great Expectations warn of every renderer that a subclass replaces.
    logging.getLogger("great_expectations").setLevel(logging.ERROR)
    # After stdout is claimed, because what is imported may print.
    from expectations.validate import Judge  # noqa: PLC0415

    judge = Judge()
    status = 0
    for request in requests:
        answer = json.dumps(_answer(judge, request))
        requests.is_answered.set()  # before the load knows: it may send the next one at once
        answers.write(answer + "\n")
        answers.flush()
        if request["data_docs"] is not None and not _write_pages(judge, Path(request["data_docs"])):
            status = 1
    return status


class _Requests:
    """The requests of stdin, one at a time: the next is sent when the one before is answered."""

    def __init__(self) -> None:
        self.is_answered = threading.Event()
        self.is_answered.set()
        self._lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        threading.Thread(target=self._receive, daemon=True).start()

    def __iter__(self) -> Iterator[dict[str, Any]]:
        while (line := self._lines.get()) is not None:
            yield json.loads(line)

    def _receive(self) -> None:
        for line in sys.stdin:
            self.is_answered.clear()
            self._lines.put(line)
        if not self.is_answered.is_set():
            os._exit(0)
        self._lines.put(None)


def _claim_stdout() -> IO[str]:
    """A stream to the real stdout, for answers only: whatever libraries print goes to stderr from here on."""
    answers = os.fdopen(os.dup(1), "w", encoding="ascii")
    os.dup2(2, 1)
    return answers


def _answer(judge: Judge, request: dict[str, str]) -> dict[str, Any]:
    from expectations.extension import with_own_expectations  # noqa: PLC0415
    from expectations.gates import GATES  # noqa: PLC0415

    try:
        verdicts = judge.judge(with_own_expectations(GATES, request["gate"]), Path(request["database"]))
    except Exception as error:  # noqa: BLE001 - the load is told, whatever it was
        return {"error": f"{type(error).__name__}: {error}"}
    return {"verdicts": [asdict(verdict) for verdict in verdicts]}


def _write_pages(judge: Judge, folder: Path) -> bool:
    try:
        judge.write_pages(folder)
    except Exception as error:  # noqa: BLE001 - the verdicts stand without their pages
        sys.stderr.write(f"Data Docs could not be written to {folder}: {type(error).__name__}: {error}\n")
        return False
    return True


if __name__ == "__main__":
    ended_with = main()
    sys.stderr.flush()
    # The load waits for this process: taking a thousand modules down one by one would cost it half a second.
    os._exit(ended_with)
