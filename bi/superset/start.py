"""`make bi`: a local Superset with the dashboards of `assets/`, on 127.0.0.1 until Ctrl-C.

Runs in the environment of this folder: `python start.py WAREHOUSE PORT`. What Superset keeps lies in
WAREHOUSE/.superset; what somebody builds there stays, the dashboards of `assets/` are put in place anew at each start.
"""

from __future__ import annotations

import logging
import os
import secrets
import sys
from pathlib import Path

import yaml

HERE = Path(__file__).resolve().parent
USER = "jixiao"


def prepare_home(warehouse: Path) -> Path:
    """Make the folder that Superset keeps its own in, with a key and a password that are nobody else's."""
    home = warehouse / ".superset"
    home.mkdir(exist_ok=True)
    home.chmod(0o700)
    for name in ("secret_key", "password"):
        file = home / name
        if not file.exists():
            file.touch(mode=0o600)
            file.write_text(secrets.token_urlsafe(42 if name == "secret_key" else 9), encoding="utf-8")
    os.environ |= {
        "SUPERSET_HOME": str(home),
        "SUPERSET_CONFIG_PATH": str(HERE / "superset_config.py"),
        "SCARF_ANALYTICS": "false",
        "DO_NOT_TRACK": "1",
    }
    return home


def contents(published: Path, own: Path) -> dict[str, str]:
    """The files of `assets/`, and of an extension's folder of them, by path; the database is the published file."""
    files = {
        str(file.relative_to(folder)): file.read_text(encoding="utf-8")
        for folder in (own, HERE / "assets")
        for file in sorted(folder.rglob("*.yaml"))
    }
    database = files["databases/jixiao.yaml"]
    files["databases/jixiao.yaml"] = database.replace("/path/to/warehouse/jixiao.duckdb", str(published))
    return files


def ready_app(warehouse: Path):  # noqa: ANN201 (Flask is of Superset's environment)
    """Make Superset's own tables, its user and the dashboards; returns the Flask application."""
    home = prepare_home(warehouse)
    logging.disable(logging.WARNING)  # hundreds of lines of migrations say nothing to a reader
    # Superset reads its settings when it is imported.
    import superset
    from superset.app import create_app

    app = create_app()
    with app.app_context():
        from flask import g
        from flask_migrate import upgrade
        from superset import appbuilder, security_manager

        upgrade(directory=str(Path(superset.__file__).parent / "migrations"))
        appbuilder.add_permissions(update_perms=True)
        security_manager.sync_role_definitions()
        user = security_manager.find_user(USER) or security_manager.add_user(
            USER,
            "Jixiao",
            "绩效",
            "jixiao@localhost",
            security_manager.find_role("Admin"),
            password=(home / "password").read_text(encoding="utf-8"),
        )
        from superset.commands.importers.v1.assets import ImportAssetsCommand

        g.user = user
        ImportAssetsCommand(contents((warehouse / "jixiao.duckdb").resolve(), home / "own")).run()
    logging.disable(logging.NOTSET)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    return app


def say(line: str) -> None:
    """Write a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    """Start Superset for the warehouse that the command line names."""
    warehouse, port = Path(sys.argv[1]).resolve(), int(sys.argv[2])
    if not (warehouse / "jixiao.duckdb").exists():
        raise SystemExit(f"There is no {warehouse}/jixiao.duckdb. Make one: make load")
    say("Starting Superset (the first time takes a minute) ...")
    app = ready_app(warehouse)
    password = (warehouse / ".superset" / "password").read_text(encoding="utf-8")
    for path, content in contents(warehouse / "jixiao.duckdb", warehouse / ".superset" / "own").items():
        if path.startswith("dashboards/"):
            dashboard = yaml.safe_load(content)
            say(
                f"{dashboard['dashboard_title']}: http://127.0.0.1:{port}/superset/dashboard/{dashboard['slug']}/"
            )
    say(f"User {USER}, password {password}. Ctrl-C ends it.")
    app.run(host="127.0.0.1", port=port, threaded=True)


if __name__ == "__main__":
    main()
