"""dbt installs the packages of an extension once; a load after that does without the network."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from flows.base.paths import DBT_PROJECT
from flows.workers.packages import install_packages
from tests.own_package import copy_example

pytestmark = pytest.mark.slow


class Deps:
    """`dbt deps` on a project, in a process of its own, counted."""

    def __init__(self, project: Path) -> None:
        self.project = project
        self.calls = 0

    def __call__(self) -> None:
        self.calls += 1
        done = subprocess.run(
            [Path(sys.executable).with_name("dbt"), "deps", "--project-dir", self.project, "--profiles-dir", DBT_PROJECT],
            capture_output=True,
            encoding="utf-8",
            check=False,
            env={**os.environ, "JIXIAO_DBT_PROJECT": str(DBT_PROJECT)},
        )  # fmt: skip
        assert done.returncode == 0, done.stdout

    def install(self) -> int:
        """How often dbt was called for it."""
        before = self.calls
        install_packages(self.project, self)
        return self.calls - before


@pytest.fixture
def far_away(tmp_path: Path) -> Path:
    """A package in a git repository, as one of another publisher would be."""
    folder = tmp_path / "far_away"
    (folder / "macros").mkdir(parents=True)
    (folder / "dbt_project.yml").write_text("name: far_away\nversion: 1.0.0\nconfig-version: 2\n")
    (folder / "macros" / "far.sql").write_text("{% macro far() %}1{% endmacro %}\n")
    git = ["git", "-C", folder, "-c", "user.name=a", "-c", "user.email=a@example.org"]
    for command in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-qm", "first"]):
        subprocess.run([*git, *command], check=True)
    return folder


def test_packages_are_installed_again_only_where_what_is_asked_for_changed(
    tmp_path: Path, far_away: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JIXIAO_DBT_PROJECT", str(DBT_PROJECT))
    project = copy_example(tmp_path)
    asked = project / "packages.yml"
    asked.write_text(
        f"{asked.read_text(encoding='utf-8')}  - git: file://{far_away}\n    revision: main\n",
        encoding="utf-8",
    )
    deps = Deps(project)

    assert deps.install() == 1
    far_away.rename(tmp_path / "gone")  # the network is down
    assert deps.install() == 0
    assert (project / "dbt_packages" / "far_away" / "macros" / "far.sql").exists()

    # As dbt alone leaves them, they are as good.
    (project / "dbt_packages" / ".installed").unlink()
    assert deps.install() == 0

    (tmp_path / "gone").rename(far_away)
    shutil.rmtree(project / "dbt_packages" / "far_away")  # half a folder is none
    assert deps.install() == 1

    (project / "dbt_packages" / "jixiao").unlink()  # of an installation that was moved
    (project / "dbt_packages" / "jixiao").symlink_to(tmp_path)
    assert deps.install() == 1

    asked.write_text(asked.read_text(encoding="utf-8").partition("  - git")[0], encoding="utf-8")
    assert deps.install() == 1
    assert not (project / "dbt_packages" / "far_away").exists()
    assert deps.install() == 0
