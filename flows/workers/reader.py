"""Reading documents in a process of their own, within limits: the load goes on, whatever one does.

The engines below the readers are written in C and meet bytes that nobody has checked. What a document does to its reader
(needs too much, makes it crash) is the document's own: it is refused. What happens to the reader from outside (a signal, a
machine without memory, a module that cannot be imported) says nothing of the document: that is this attempt's. So is an
error of our own code, which nobody but us can mend.
"""

from __future__ import annotations

import resource
import signal
import threading
from collections.abc import Generator
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Self

from flows.base.errors import CouldNotRunError
from flows.readers.document import UnreadableError
from flows.workers.process import EndedError, RaisedError, Worker
from flows.workers.serve import OUT_OF_MEMORY_STATUS, Limits

_WHAT = "the process that reads documents"
_CLOCK = 30
"""Seconds of the clock for one of processor time: a machine may be busy, or slow to give the file."""
_LEAST = 5
"""Seconds of the clock for any document: a reader needs some to start, however low the limit is."""
_FAULTS = frozenset(
    -number
    for number in (
        signal.SIGABRT,
        signal.SIGBUS,
        signal.SIGFPE,
        signal.SIGILL,
        signal.SIGSEGV,
        signal.SIGTRAP,
    )
)
"""Signals that a process brings upon itself."""
_REMEDY = "Check that it is a yearly document; if it is, save it anew in an office program, or split it."
_TRIVIAL = "项目名称\n".encode()


class AttemptError(CouldNotRunError):
    """An attempt to read failed for a reason that is none of the document's: another one may succeed."""


class _AccidentError(Exception):
    """What ended an attempt.

    `is_fault` if the process brought it upon itself, `is_of_reader` if our code raised, so that it will again; `missing`
    names a module that cannot be imported.
    """

    def __init__(
        self,
        reason: str,
        *,
        is_fault: bool = False,
        is_of_reader: bool = False,
        missing: str | None = None,
    ) -> None:
        super().__init__(reason)
        self.is_fault, self.is_of_reader, self.missing = is_fault, is_of_reader, missing


class Turns:
    """Lets the readers of a load read side by side, or one of them alone."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._reading = 0
        self._waiting = 0
        self.are_over = False
        """Whether nothing is read any more: who reads now gets AttemptError."""

    @contextmanager
    def beside_others(self) -> Generator[None]:
        """Read while others read; waits for whoever is, or wants to be, alone."""
        with self._changed:
            self._changed.wait_for(lambda: not self._waiting)
            self._reading += 1
        try:
            yield
        finally:
            with self._changed:
                self._reading -= 1
                self._changed.notify_all()

    @contextmanager
    def alone(self) -> Generator[None]:
        """Read when nobody else does."""
        with self._changed:
            self._waiting += 1
            self._changed.wait_for(lambda: not self._reading)
            self._reading += 1
        try:
            yield
        finally:
            with self._changed:
                self._reading -= 1
                self._waiting -= 1
                self._changed.notify_all()


class Reader:
    """A process that reads documents, one at a time; a new one where the last one had to end."""

    def __init__(self, limits: Limits, turns: Turns | None = None) -> None:
        """`limits` are those of one document, `turns` what the readers of a load share."""
        self._limits = limits
        self._turns = turns or Turns()
        self._worker: Worker | None = None

    def read(self, function: str, content: bytes, *arguments: Any) -> Any:  # noqa: ANN401 (what it returns)
        """What a function (`module:function`) returns for the bytes of a document and further arguments.

        Raises UnreadableError if the function does, and if it exceeds a limit, or makes its process crash twice;
        AttemptError if it could not be tried, or fails by an error of ours; CouldNotRunError if no document can be read,
        with the cause.
        """
        try:
            with self._turns.beside_others():
                return self._attempt(function, content, *arguments)
        except _AccidentError as accident:
            if accident.is_of_reader:
                raise self._why_not_read(accident, function, *arguments) from accident
            self.close()
        try:
            with self._turns.alone():
                return self._attempt(function, content, *arguments)
        except _AccidentError as accident:
            raise self._why_not_read(accident, function, *arguments) from accident

    def _why_not_read(
        self,
        accident: _AccidentError,
        function: str,
        *arguments: Any,  # noqa: ANN401
    ) -> UnreadableError | AttemptError:
        """What the last accident means. Raises CouldNotRunError if it meets a trivial document, too."""
        if not accident.is_of_reader:
            self.close()
        self._read_trivial_document(function, *arguments)
        if accident.is_fault:
            return UnreadableError(f"{accident}, twice. {_REMEDY}")
        if accident.is_of_reader:
            return AttemptError(
                f"{accident}, which is an error of the reader. Please report it with the file; every load tries again"
            )
        if accident.missing:
            return AttemptError(f"{accident}, twice. Repair the installation; every load tries again")
        return AttemptError(f"{accident}, twice. The next load tries again")

    def _read_trivial_document(self, function: str, *arguments: Any) -> None:  # noqa: ANN401
        try:
            with self._turns.alone():
                self._attempt("flows.readers.sniff:import_readers")
                self._attempt(function, _TRIVIAL, *arguments)
        except UnreadableError:
            pass  # an answer is all that is wanted
        except _AccidentError as accident:
            self.close()
            if accident.missing:
                raise CouldNotRunError(
                    f"no document can be read here: {accident}. Repair the installation and start again"
                ) from accident
            remedy = "Please report this" if accident.is_of_reader else "Mend this and start again"
            raise CouldNotRunError(
                f"no document can be read here, not even one of a single line: {accident}. {remedy}"
            ) from accident

    @property
    def _patience(self) -> float:
        return max(_CLOCK * self._limits.seconds, _LEAST)

    def _attempt(self, function: str, *arguments: Any) -> Any:  # noqa: ANN401
        if self._turns.are_over:
            raise AttemptError("the load was stopped")
        if self._worker is None or not self._worker.is_running:
            self.close()
            self._worker = Worker(_WHAT)
        try:
            return self._worker.ask(function, *arguments, seconds=self._patience, limits=self._limits)
        except EndedError as ended:
            self.close()
            raise self._why_it_ended(ended) from ended
        except RaisedError as raised:
            raise self._why_it_failed(raised) from raised
        except BaseException:  # interrupted
            self.close()
            raise

    def _why_it_ended(self, ended: EndedError) -> UnreadableError | _AccidentError:
        if ended.is_late:
            return _AccidentError(
                f"reading took {self._patience:g} seconds, but less than {self._limits.seconds:g} of the "
                "processor: the machine is busy, or the reader waits for something"
            )
        is_own = ended.status >= 0 or ended.status in _FAULTS
        if is_own and not ended.had_started:
            return _AccidentError(f"the reader does not start ({ended.how}). It says: {ended.words}")
        if ended.status == -signal.SIGPROF:
            return UnreadableError(
                f"reading the file takes more than {self._limits.seconds:g} seconds of processor time (the setting "
                f"document_seconds). {_REMEDY}"
            )
        if ended.status == OUT_OF_MEMORY_STATUS:
            return self._out_of_memory()
        if is_own:
            return _AccidentError(f"reading the file made the reader crash ({ended.how})", is_fault=True)
        return _AccidentError(f"the reader was ended from outside ({ended.how})")

    def _why_it_failed(self, raised: RaisedError) -> UnreadableError | _AccidentError:
        if raised.error == "UnreadableError":
            return UnreadableError(raised.message)
        if raised.missing:
            self.close()
            return _AccidentError(
                f"the reader cannot import {raised.missing} ({raised.message})", missing=raised.missing
            )
        if raised.error == "MemoryError":
            self.close()  # what is left of its memory is in pieces
            return self._out_of_memory()
        return _AccidentError(
            f"the reader failed on the file ({raised.error}: {raised.message})", is_of_reader=True
        )

    def _out_of_memory(self) -> UnreadableError | _AccidentError:
        if (allowed := _allowed_by_system()) < self._limits.memory:
            return _AccidentError(f"the system allows a process only {_mib(allowed)} of memory (ulimit)")
        allowed = f"{_mib(self._limits.memory)} of memory (the setting document_memory_mib)"
        return UnreadableError(f"reading the file needs more than {allowed}. {_REMEDY}")

    def close(self) -> None:
        """End the process, if there is one; the next document gets a new one."""
        worker, self._worker = self._worker, None
        if worker:
            worker.end()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _allowed_by_system() -> float:
    """The bytes that a limit of the caller's leaves to a process; infinity where there is none."""
    allowed = (resource.getrlimit(kind)[0] for kind in (resource.RLIMIT_AS, resource.RLIMIT_DATA))
    return min((limit for limit in allowed if limit != resource.RLIM_INFINITY), default=float("inf"))


def _mib(memory: float) -> str:
    return f"{memory / 1024**2:,.0f} MiB"
