"""How a test calls a program that permissions bind, though root runs the tests."""

from __future__ import annotations

import os
import shutil

import pytest


def without_privileges() -> list[str]:
    """The beginning of a command that reads no more than permissions allow; skips the test if the system has none."""
    if os.geteuid():
        return []
    if not (setpriv := shutil.which("setpriv")):
        pytest.skip("permissions do not bind root, and there is no setpriv to bind it")
    rights = "-dac_override,-dac_read_search"
    return [setpriv, "--bounding-set", rights, "--inh-caps", rights]
