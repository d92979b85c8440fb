"""What a worker finds around it: an environment and an import path of our own making, whatever the caller has set.

A setting of another tool (`DBT_TARGET`, `PREFECT_API_URL`, `http_proxy`), or a module that lies in the folder of the call,
must not change what a load does.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from flows.base.extension import extension, told_to_others
from flows.base.paths import ROOT

_TAKEN_OVER = frozenset(
    {"HOME", "LANG", "LANGUAGE", "LOGNAME", "PATH", "TEMP", "TMP", "TMPDIR", "TZ", "USER", "VIRTUAL_ENV"}
)
# Of the system's loader, of users' folders, ours, and of the measurement of tests.
_TAKEN_OVER_PREFIXES = ("LC_", "LD_", "DYLD_", "XDG_", "JIXIAO_", "COVERAGE_")
# A package of one's own may fetch other packages of dbt, and has variables of its own, named as dbt wants them.
_OF_AN_EXTENSION = ("DBT_ENV_SECRET_", "DBT_ENV_CUSTOM_ENV_", "GIT_", "SSH_")
_PROXIES = frozenset({"http_proxy", "https_proxy", "no_proxy", "all_proxy"})
_SILENCE = {"DO_NOT_TRACK": "1", "DBT_SEND_ANONYMOUS_USAGE_STATS": "false", "GX_ANALYTICS_ENABLED": "false"}


def environment() -> dict[str, str]:
    """The variables of a worker."""
    own = extension()
    prefixes = _TAKEN_OVER_PREFIXES + (_OF_AN_EXTENSION if own else ())
    taken = {
        name: value
        for name, value in os.environ.items()
        if name in _TAKEN_OVER or name.startswith(prefixes) or (own and name.lower() in _PROXIES)
    }
    return {**taken, **_SILENCE, **told_to_others()}


def import_path() -> list[str]:
    """Where a worker imports from: where this process does, but for the folder that it was called in."""
    here = Path.cwd()
    path = [place for place in sys.path if place and Path(place).resolve() != here]
    return path if str(ROOT) in path else [str(ROOT), *path]
