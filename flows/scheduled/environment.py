"""The environment of Prefect: its server, its worker and the flow get one of our own making, and a secret.

What other tools set (PREFECT_…, a profile in ~/.prefect, proxies) stays outside: Prefect talks to 127.0.0.1 alone. It also
reads `.env`, `prefect.toml` and `pyproject.toml` of the folder it stands in, so it stands in its own. Its API runs
commands for whoever may call it, so it takes no call without the secret of the warehouse folder, and none from a page of
another origin. It must be entered before Prefect is imported, which reads its settings then.
"""

from __future__ import annotations

import json
import os
import re
import secrets
from collections.abc import Mapping
from pathlib import Path

from flows.base.errors import CouldNotRunError
from flows.base.files import replace_durably
from flows.base.paths import CALLED_IN, folder_of_call

_OF_OTHERS = re.compile("PREFECT_.*|.*_PROXY", re.IGNORECASE)
_PROXY = re.compile(".*_PROXY", re.IGNORECASE)
_PROXIES = "JIXIAO_SERVE_PROXIES"
_USER = "jixiao"
_DATABASE = "prefect.db"


def enter(warehouse: Path, *, api_url: str = "", origins: str = "") -> None:
    """Make the environment and the folder of this process, which those that it starts inherit, our own.

    `api_url` is where the served API is; without it Prefect starts a temporary one of its own. `origins` are those of its
    page, with commas between. Paths that are relative to the folder of the call lead elsewhere from now on. Raises
    CouldNotRunError if the folder for Prefect's state cannot be kept to its owner.
    """
    home = _home(warehouse)
    secret = f"{_USER}:{_password(home)}"
    proxies = {name: value for name, value in os.environ.items() if _PROXY.fullmatch(name)}
    for name in [name for name in os.environ if _OF_OTHERS.fullmatch(name)]:
        del os.environ[name]
    os.environ.update(
        {
            # Without it, not with an empty one: Prefect would send events to the address of no name.
            **({"PREFECT_API_URL": api_url} if api_url else {}),
            "DO_NOT_TRACK": "1",
            "PREFECT_HOME": str(home),
            "PREFECT_PROFILES_PATH": str(home / "profiles.toml"),
            "PREFECT_API_AUTH_STRING": secret,
            "PREFECT_CLIENT_CSRF_SUPPORT_ENABLED": "true",
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "PREFECT_SERVER_API_AUTH_STRING": secret,
            "PREFECT_SERVER_CORS_ALLOWED_ORIGINS": origins,
            "PREFECT_SERVER_CSRF_PROTECTION_ENABLED": "true",
            "PREFECT_SERVER_DATABASE_CONNECTION_URL": f"sqlite+aiosqlite:///{home / _DATABASE}",
            "PREFECT_SERVER_EPHEMERAL_ENABLED": "true",
            # A temporary API takes its time on a small or busy machine.
            "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
            # What the load logs belongs on the run's page, too.
            "PREFECT_LOGGING_EXTRA_LOGGERS": "flows",
            _PROXIES: json.dumps(proxies),
            CALLED_IN: str(folder_of_call()),
        }
    )
    os.chdir(home)


def of_operators_program() -> Mapping[str, str]:
    """The environment for a program that the operator names: with the proxies that were set, without the secret."""
    own = {name: value for name, value in os.environ.items() if not _OF_OTHERS.fullmatch(name)}
    return own | json.loads(own.pop(_PROXIES, "{}"))


def secret_file(warehouse: Path) -> Path:
    """Where the secret is kept: one line, `jixiao:…`, which the page asks for."""
    return warehouse / ".prefect" / "secret"


def _home(warehouse: Path) -> Path:
    home = warehouse.resolve() / ".prefect"
    try:
        home.mkdir(parents=True, exist_ok=True)
        home.chmod(0o700)
        (home / _DATABASE).touch(mode=0o600)  # SQLite gives the files beside it the same mode
        for file in home.glob(f"{_DATABASE}*"):
            file.chmod(0o600)
    except OSError as error:
        raise CouldNotRunError(f"{home} cannot be kept to its owner: {error.strerror}") from error
    return home


def _password(home: Path) -> str:
    """The secret's second half, made if it is missing, so that it is the same at the next start."""
    file = home / "secret"
    try:
        if file.is_file() and not file.is_symlink():
            file.chmod(0o600)
            user, _, password = file.read_text(encoding="utf-8").strip().partition(":")
            if user == _USER and password:
                return password
        password = secrets.token_urlsafe(32)
        partial = home / "secret.partial"
        partial.unlink(missing_ok=True)
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        with open(descriptor, "w", encoding="utf-8") as content:  # noqa: PTH123 (of a descriptor)
            content.write(f"{_USER}:{password}\n")
        replace_durably(partial, file)
    except OSError as error:
        raise CouldNotRunError(
            f"the secret of Prefect's API cannot be kept in {file}: {error.strerror}"
        ) from error
    return password
