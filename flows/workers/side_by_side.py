"""Documents read several at a time, each in a process of its own, with bounded memory."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from typing import TypeVar

from flows.workers.reader import Reader, Turns
from flows.workers.serve import Limits

# Read ahead of what is taken, for each process: enough to keep it busy, little enough to bound the memory.
_AHEAD = 4

Item = TypeVar("Item")
Result = TypeVar("Result")


def read_each(
    items: Iterable[Item], read: Callable[[Item, Reader], Result], limits: Limits, processes: int
) -> Generator[Result]:
    """What `read` returns for each item, in their order; it gets a reader, which no other call uses at the same time.

    `limits` are those of one document. Raises what `read` raises. Who stops, closes it (`contextlib.closing`): what is being
    read then is ended, what is not begun is not read.
    """
    waiting: deque[Future[Result]] = deque()
    readers, turns = threading.local(), Turns()
    # The threads end last: those that read wait for their readers, which are ended before.
    with ThreadPoolExecutor(processes) as threads, ExitStack() as open_readers:

        def read_one(item: Item) -> Result:
            if not hasattr(readers, "own"):
                readers.own = open_readers.enter_context(Reader(limits, turns))
            return read(item, readers.own)

        try:
            for item in items:
                waiting.append(threads.submit(read_one, item))
                if len(waiting) > _AHEAD * processes:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BaseException:
            turns.are_over = True
            threads.shutdown(wait=False, cancel_futures=True)
            raise
