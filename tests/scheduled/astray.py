"""What other tools may have set on a machine, of which nothing may reach the flow, its server or its worker."""

from __future__ import annotations

from pathlib import Path

NOWHERE = "http://127.0.0.1:9"  # nothing listens there


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
