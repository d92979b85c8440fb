"""What other tools may have set on a machine, of which nothing may reach the flow, its server or its worker."""

from __future__ import annotations

from pathlib import Path

NOWHERE = "http://127.0.0.1:9"  # nothing listens there


FILES = {
    ".env": f"""\
PREFECT_API_URL={NOWHERE}/api
PREFECT_SERVER_API_BASE_PATH=/elsewhere
PREFECT_CLIENT_MAX_RETRIES=-5
PREFECT_LOGGING_LEVEL=NONE_SUCH
PREFECT_PROFILES_PATH=/nowhere/profiles.toml
""",
    "prefect.toml": '[server.api]\nbase_path = "/elsewhere"\n[client]\nmax_retries = -5\n',
    "pyproject.toml": '[project]\nname = "another"\n[tool.prefect.logging]\nlevel = "NONE_SUCH"\n',
}


def folder_of_another_project(folder: Path) -> Path:
    """A folder to call in whose files say what Prefect is to do there."""
    folder.mkdir(parents=True)
    for name, content in FILES.items():
        (folder / name).write_text(content, encoding="utf-8")
    return folder


def lead_astray(home: Path) -> dict[str, str]:
    """An environment with a home folder that has a profile of Prefect, and every setting that leads elsewhere."""
    profiles = home / ".prefect" / "profiles.toml"
    profiles.parent.mkdir(parents=True)
    profiles.write_text(
        f'active = "elsewhere"\n[profiles.elsewhere]\nPREFECT_API_URL = "{NOWHERE}/api"\nPREFECT_API_KEY = "x"\n',
        encoding="utf-8",
    )
    return {
        "HOME": str(home),
        "PREFECT_API_URL": f"{NOWHERE}/api",
        "PREFECT_API_KEY": "of-another-server",
        "PREFECT_API_AUTH_STRING": "of:another",
        "PREFECT_PROFILE": "missing",
        "PREFECT_SERVER_API_AUTH_STRING": "of:another",
        "PREFECT_SERVER_API_BASE_PATH": "/elsewhere",
        "PREFECT_SERVER_CORS_ALLOWED_ORIGINS": "*",
        "PREFECT_SERVER_CSRF_PROTECTION_ENABLED": "false",
        "PREFECT_SERVER_DATABASE_CONNECTION_URL": "sqlite+aiosqlite:////nowhere/prefect.db",
        "PREFECT_SERVER_EPHEMERAL_ENABLED": "false",
        "http_proxy": NOWHERE,
        "https_proxy": NOWHERE,
        "ALL_PROXY": "socks5://127.0.0.1:9",
    }
