"""The notice of a scheduled load: a program of the operator's own is given what happened."""

from __future__ import annotations

import logging
import subprocess

from flows.base.characters import escaped
from flows.base.paths import folder_of_call
from flows.base.settings import read_settings
from flows.scheduled.environment import of_operators_program

_LOG = logging.getLogger(__name__)
_SECONDS = 60


def notify(message: str) -> None:
    """Run the setting notify_command with the message on its stdin; without the setting, nothing.

    A notice that cannot be sent is said on the log: it is no reason for a load to fail.
    """
    command = read_settings().notify_command
    if not command:
        return
    try:
        done = subprocess.run(  # noqa: S603 (the operator's own program, no shell)
            command,
            input=escaped(message, keeps_lines=True).encode(),
            capture_output=True,
            timeout=_SECONDS,
            check=False,
            env=of_operators_program(),
            cwd=folder_of_call(),
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        _LOG.warning("The notice was not sent: %s: %s", command[0], error)
        return
    if done.returncode:
        words = done.stderr.decode(errors="replace").strip()
        _LOG.warning(
            "The notice was not sent: %s ended with status %d. %s", command[0], done.returncode, words
        )
