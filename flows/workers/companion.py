"""A process of our own that loads its library while the load does other work, then answers a line with a line.

Both lines are JSON. The gates (Great Expectations) and the models (dbt) are run by one each: seconds of imports go on
beside the reading of documents, and what a library keeps open, prints or leaks ends with the process.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import IO, Any

from flows.base.errors import CouldNotRunError
from flows.base.extension import told_to_others
from flows.base.paths import ROOT

_TAIL = 2000


class Companion:
    """The process, started at once; `what` says what it does, for messages: «the process that judges the load»."""

    def __init__(
        self, what: str, module: str, arguments: Sequence[str], environment: Mapping[str, str]
    ) -> None:
        """Start `python -m module arguments…`. Raises CouldNotRunError where it cannot be started."""
        self._what = what
        self._errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - a pipe could fill up and block
        try:
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and package
                [sys.executable, "-m", module, *arguments],
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._errors,
                env={**os.environ, **told_to_others(), **environment},
            )
        except OSError as error:
            self._errors.close()
            raise CouldNotRunError(f"{what} cannot be started: {error}") from error

    @property
    def process_id(self) -> int:
        """The id of the process."""
        return self._process.pid

    def ask(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """Its answer to a request. Raises CouldNotRunError with its last words where it ended instead."""
        stdin, stdout = self._process.stdin, self._process.stdout
        if stdin is None or stdout is None:
            raise CouldNotRunError(f"{self._what} has no pipes")
        try:
            stdin.write(json.dumps(request).encode() + b"\n")
            stdin.flush()
            line = stdout.readline()
        except (OSError, ValueError):
            line = b""
        if not line.endswith(b"\n"):
            self._process.kill()
            status = self._process.wait()
            raise CouldNotRunError(f"{self._what} ended (status {status}). It said:\n{self.last_words()}")
        return json.loads(line)

    def last_words(self) -> str:
        """The end of what it wrote on stderr."""
        self._errors.seek(0, os.SEEK_END)
        self._errors.seek(max(0, self._errors.tell() - _TAIL))
        return self._errors.read().decode(errors="replace").strip() or "(nothing)"

    def finish(self, seconds: float) -> int | None:
        """Let it finish what it does after its last answer; its status, None where it takes longer than `seconds`."""
        self._close_stdin()
        try:
            return self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None

    def end(self) -> None:
        """End it now, if it has not ended, and free what it had."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        self._close_stdin()
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._errors.close()

    def _close_stdin(self) -> None:
        with suppress(OSError):  # it has ended already
            if self._process.stdin is not None:
                self._process.stdin.close()
