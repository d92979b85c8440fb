"""The package of docs/example_package, copied to where a test may load with it."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.places import ROOT

EXAMPLE = ROOT / "docs" / "example_package"


def copy_example(folder: Path) -> Path:
    """A copy of the package without what dbt may have made in it: the folder's `jiangnan`."""
    package = folder / "jiangnan"
    shutil.copytree(
        EXAMPLE, package, ignore=shutil.ignore_patterns("dbt_packages", "logs", "*.lock.yml", "target")
    )
    return package
