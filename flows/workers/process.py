"""The load's side of a worker: a process of our own that calls functions by name (see `serve`)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from contextlib import suppress
from types import TracebackType
from typing import IO, Any, Self

from flows.base.errors import CouldNotRunError
from flows.base.paths import ROOT
from flows.base.settings import read_settings
from flows.workers.serve import LATE_STATUS, Job, Limits, Raised, receive, send
from flows.workers.surroundings import environment, import_path

_SERVE = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from flows.workers.serve import serve; serve()"
)
_TAIL = 2000


class EndedError(Exception):
    """The process ended before it answered: `status` as of subprocess, whether it `had_started`, its last `words`."""

    def __init__(self, status: int, words: str, *, had_started: bool, is_late: bool) -> None:
        super().__init__(words)
        self.status, self.words, self.had_started, self.is_late = status, words, had_started, is_late

    @property
    def how(self) -> str:
        """`signal 9`, or `exit status 1`."""
        return f"signal {-self.status}" if self.status < 0 else f"exit status {self.status}"


class RaisedError(Exception):
    """The function raised an `error` (the name of its class) with this message; `missing` names a failed import."""

    def __init__(self, raised: Raised) -> None:
        super().__init__(raised.message)
        self.error, self.message, self.missing = raised.error, raised.message, raised.missing


class Worker:
    """A process, started at once. Use it in a `with` statement: that ends it, whatever happens."""

    def __init__(self, what: str, variables: Mapping[str, str] | None = None) -> None:
        """`what` says what it does, for messages: «the process that judges the load»; `variables` are its environment.

        Raises CouldNotRunError where it cannot be started.
        """
        self._what = what
        self._errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 (a pipe could fill up and block)
        self._has_started = False
        try:
            self._process = subprocess.Popen(  # noqa: S603 (our own interpreter and package)
                [
                    sys.executable,
                    "-I",
                    "-X",
                    "utf8",
                    "-c",
                    _SERVE,
                    json.dumps(import_path()),
                    what,
                ],  # `what` for ps
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._errors,
                env=environment() if variables is None else variables,
            )
        except OSError as error:
            self._errors.close()
            raise CouldNotRunError(f"{what} cannot be started: {error}") from error

    @property
    def process_id(self) -> int:
        """The id of the process."""
        return self._process.pid

    @property
    def is_running(self) -> bool:
        """Whether it has not ended."""
        return self._process.poll() is None

    def ask(self, function: str, *arguments: Any, seconds: float, limits: Limits | None = None) -> Any:  # noqa: ANN401
        """What a function (`module:function`) returns there, within `seconds` of the clock.

        Raises RaisedError where it raises, EndedError where the process ends instead, or is ended because it is late.
        """
        is_late = threading.Event()
        timer = threading.Timer(seconds, self._end_late, (is_late,))
        timer.daemon = True  # a signal may come before `try`: the load must not wait at its end for a timer
        timer.start()
        try:
            self._send(Job(function, arguments, limits))
            if not self._has_started:
                receive(self._pipe(self._process.stdout))
                self._has_started = True
            answer = receive(self._pipe(self._process.stdout))
        except (EOFError, OSError) as error:
            self._process.kill()
            status = self._process.wait()
            raise EndedError(
                status, self.last_words(), had_started=self._has_started, is_late=is_late.is_set()
            ) from error
        except BaseException:  # interrupted: its answer must not be taken for that of the next question
            self._process.kill()
            raise
        finally:
            timer.cancel()
            timer.join()
        if isinstance(answer, Raised):
            raise RaisedError(answer)
        return answer

    def ask_in_time(self, doing: str, function: str, *arguments: Any, grace: float = 0) -> Any:  # noqa: ANN401
        """What a function returns there within the setting models_seconds; `doing` says what it does: «building the models».

        `grace` are the seconds after which it is ended where it does not end itself in time, with LATE_STATUS. Raises
        RaisedError where it raises, CouldNotRunError where the process ends instead, or is late.
        """
        seconds = read_settings().models_seconds
        try:
            return self.ask(function, *arguments, seconds=seconds + grace)
        except EndedError as ended:
            if ended.is_late or ended.status == LATE_STATUS:
                raise CouldNotRunError(
                    f"{doing} took longer than {seconds:g} seconds (the setting models_seconds); nothing was published. "
                    f"At work: {ended.words}"
                ) from ended
            raise CouldNotRunError(
                f"{self._what} ended ({ended.how}); nothing was published. If somebody ended it, or the system for want of "
                f"memory, start again. It said:\n{ended.words}"
            ) from ended

    def tell(self, function: str, *arguments: Any) -> None:  # noqa: ANN401
        """Let it call a function that nobody waits for."""
        with suppress(OSError):  # it has ended: the next question says so, or `finish` does
            self._send(Job(function, arguments, is_asked=False))

    def last_words(self) -> str:
        """The end of what it wrote on stderr."""
        self._errors.seek(0, os.SEEK_END)
        self._errors.seek(max(0, self._errors.tell() - _TAIL))
        return self._errors.read().decode(errors="replace").strip() or "(nothing)"

    def finish(self, seconds: float) -> int | None:
        """Let it finish what it was told; its status, None where it takes longer than `seconds`."""
        with suppress(OSError):  # it has ended already
            send(self._pipe(self._process.stdin), None)
        try:
            return self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None

    def end(self) -> None:
        """End it now, if it has not ended, and free what it had."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(BrokenPipeError):  # what was not sent is not needed any more
                self._pipe(pipe).close()
        self._errors.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()

    def _send(self, job: Job) -> None:
        send(self._pipe(self._process.stdin), job)

    def _end_late(self, is_late: threading.Event) -> None:
        is_late.set()
        self._process.kill()

    @staticmethod
    def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
        if pipe is None:
            raise CouldNotRunError("a worker has no pipes")
        return pipe
