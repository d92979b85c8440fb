"""A worker's own side: it calls the functions that it is asked to, one after another, and says how each ended.

Messages are pickled and go through its stdin and stdout, each after its length. It imports nothing but the standard library
until it is asked; what libraries print goes to stderr. It ends at the end of stdin, so with the load, however that ends, and
in the middle of a job, too: the next load may have files of the same names. A load that ends by itself sends None first, and
what is still to do is finished.
"""

from __future__ import annotations

import os
import pickle
import queue
import resource
import signal
import struct
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import IO, Any

_LENGTH = struct.Struct("<Q")
_RSS_UNIT = 1 if sys.platform == "darwin" else 1024  # bytes of ru_maxrss
_WATCH_SECONDS = 0.05
OUT_OF_MEMORY_STATUS = 77  # that no engine uses
LATE_STATUS = 78
"""What a process ends with that ends itself because it is late; its last words say what it was at work on."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one job may take: processor time in seconds, and memory of its process in bytes."""

    seconds: float
    memory: int


@dataclass(frozen=True, slots=True)
class Job:
    """A function, named `module:function`, and its arguments. Nobody waits for the answer unless `is_asked`."""

    function: str
    arguments: tuple[Any, ...]
    limits: Limits | None = None
    is_asked: bool = True


@dataclass(frozen=True, slots=True)
class Raised:
    """What a function raised instead of returning; `missing` is the module that could not be imported."""

    error: str
    message: str
    missing: str | None = None


def send(pipe: IO[bytes], message: object) -> None:
    """Write one message."""
    content = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    pipe.write(_LENGTH.pack(len(content)))
    pipe.write(content)
    pipe.flush()


def receive(pipe: IO[bytes]) -> Any:  # noqa: ANN401 (whatever the other side sent)
    """The next message. Raises EOFError where the other side is gone."""
    head = pipe.read(_LENGTH.size)
    length = _LENGTH.unpack(head)[0] if len(head) == _LENGTH.size else 0
    content = pipe.read(length)
    if not length or len(content) < length:
        raise EOFError
    return pickle.loads(content)  # noqa: S301 (written by our own code)


def serve() -> None:
    """Do the jobs of stdin. Ends the process: with status 1 where one that nobody waits for failed (stderr says why)."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the load decides when to stop
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
    threading.Thread(target=_take, args=(sys.stdin.buffer, jobs), daemon=True).start()
    send(answers, None)  # it has started: what ends it from now on may be a job
    status = 0
    while job := jobs.get():
        answer = _done(job)
        if job.is_asked:
            _answer(answers, answer)
        elif isinstance(answer, Raised):
            sys.stderr.write(f"{answer.error}: {answer.message}\n")
            status = 1
    sys.stderr.flush()
    os._exit(status)  # the load waits: taking a thousand modules down one by one takes half a second


def _take(stdin: IO[bytes], jobs: queue.SimpleQueue[Job | None]) -> None:
    try:
        while job := receive(stdin):
            jobs.put(job)
    except EOFError:
        os._exit(0)
    jobs.put(None)


def _answer(answers: IO[bytes], answer: object) -> None:
    try:
        send(answers, answer)
    except (pickle.PicklingError, TypeError, AttributeError) as error:
        send(answers, Raised(type(error).__name__, str(error)))


def _done(job: Job) -> object:
    """What the function returned, or Raised."""
    try:
        function = _found(job.function)
        if job.limits is None:
            return function(*job.arguments)
        return _within(job.limits, function, job.arguments)
    except ImportError as error:
        return Raised(type(error).__name__, str(error), error.name or str(error))
    except Exception as error:  # noqa: BLE001 (whatever it is, the load is told)
        return Raised(type(error).__name__, str(error))


def _found(name: str) -> Callable[..., object]:
    module, _, function = name.partition(":")
    return getattr(import_module(module), function)


def _within(limits: Limits, function: Callable[..., object], arguments: tuple[Any, ...]) -> object:
    """Processor time ends the process with SIGPROF, whatever it does; memory makes allocations fail."""
    _limit_memory(limits.memory)
    signal.setitimer(signal.ITIMER_PROF, limits.seconds)
    try:
        return function(*arguments)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _limit_memory(memory: int) -> None:
    """Beyond `memory` bytes allocations fail, where the system can do that; elsewhere the process ends itself."""
    if sys.platform == "darwin":
        threading.Thread(target=_watch_memory, args=(memory,), daemon=True).start()
    else:
        _, allowed = resource.getrlimit(resource.RLIMIT_DATA)
        limit = memory if allowed == resource.RLIM_INFINITY else min(memory, allowed)
        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))


def _watch_memory(memory: int) -> None:
    pause = threading.Event()
    while resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _RSS_UNIT <= memory:
        pause.wait(_WATCH_SECONDS)
    os._exit(OUT_OF_MEMORY_STATUS)
