"""The packages of an extension's dbt project, installed once: again only if what it asks for, or its lock, is another.

So a load works without the network, and where the folder of the extension cannot be written.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import yaml

from flows.base.paths import DBT_PROJECT

_ASKED = ("packages.yml", "dependencies.yml")
_LOCK = "package-lock.yml"
_INSTALLED = ".installed"
"""Beside the packages: what they were installed for. dbt removes it with them."""


def install_packages(project: Path, install: Callable[[], None]) -> None:
    """Have the packages of a dbt project where dbt looks for them; `install` is `dbt deps`, called only if they are not.

    Raises whatever `install` raises.
    """
    if _are_installed(project):
        return
    install()
    folder = _folder(project)
    if folder.is_dir():
        (folder / _INSTALLED).write_text(_wanted(project), encoding="utf-8")


def _are_installed(project: Path) -> bool:
    lock = _content(project / _LOCK)
    if any(not _is_there(_folder(project), package) for package in lock.get("packages", ())):
        return False
    try:
        return (_folder(project) / _INSTALLED).read_text(encoding="utf-8") == _wanted(project)
    except OSError:
        return bool(lock) and _is_locked_as_asked(project, lock)  # someone called `dbt deps`


def _is_there(folder: Path, package: Mapping[str, Any]) -> bool:
    installed = folder / str(package.get("name"))
    if not (installed / "dbt_project.yml").is_file():
        return False
    # A link to where Jixiao was once is no link to this one.
    return package.get("name") != "jixiao" or installed.resolve() == DBT_PROJECT.resolve()


def _wanted(project: Path) -> str:
    """What is asked for and locked, and where Jixiao's own project is."""
    files = [project / name for name in (*_ASKED, _LOCK)]
    digests = [hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else None for file in files]
    return json.dumps([*digests, str(DBT_PROJECT)])


def _is_locked_as_asked(project: Path, lock: Mapping[str, Any]) -> bool:
    """Whether the lock is of what the project asks for now, as dbt itself tells it."""
    from dbt.config.project import package_config_from_data  # noqa: PLC0415
    from dbt.config.renderer import PackageRenderer  # noqa: PLC0415
    from dbt.constants import PACKAGE_LOCK_HASH_KEY  # noqa: PLC0415
    from dbt.task.deps import _create_sha1_hash  # noqa: PLC0415 (dbt has no other name for it)
    from dbt_common.context import set_invocation_context  # noqa: PLC0415
    from dbt_common.exceptions import DbtBaseException  # noqa: PLC0415

    set_invocation_context(os.environ)  # from there `env_var` takes them
    asked = next((content for name in _ASKED if "packages" in (content := _content(project / name))), {})
    try:
        packages = package_config_from_data(PackageRenderer({}).render_data(asked), asked).packages
    except DbtBaseException:
        return False  # dbt says why when it installs
    return lock.get(PACKAGE_LOCK_HASH_KEY) == _create_sha1_hash(packages)


def _folder(project: Path) -> Path:
    return project / _content(project / "dbt_project.yml").get("packages-install-path", "dbt_packages")


def _content(file: Path) -> dict[str, Any]:
    """What a YAML file holds; nothing if it is missing or cannot be read: dbt says why when it comes to it."""
    try:
        content = yaml.safe_load(file.read_bytes())
    except (OSError, yaml.YAMLError):
        return {}
    return content if isinstance(content, dict) else {}
