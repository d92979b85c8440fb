"""For `make coverage`: a process that is killed says first which lines it ran. Named as a plugin in pyproject.toml.

Readers, gates and models run in processes of their own, which a load ends by killing them; coverage writes what it saw only
where a process ends by itself or by SIGTERM. Coverage imports its plugins in every process that it measures.
"""

from __future__ import annotations

import subprocess
from typing import Any

_SECONDS_TO_WRITE = 5
_kill = subprocess.Popen.kill


def _kill_after_writing(process: subprocess.Popen[Any]) -> None:
    process.terminate()
    try:
        process.wait(_SECONDS_TO_WRITE)
    except subprocess.TimeoutExpired:
        _kill(process)


def coverage_init(_registry: object, _options: object) -> None:
    """What coverage calls in each process."""
    subprocess.Popen.kill = _kill_after_writing
