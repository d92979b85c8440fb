"""What README and how-tos tell a reader to type, typed as it stands there, in a copy of the house: `make test-docs`.

A block of `sh` is run; a block of `text` right after it is what the commands print: its lines appear in their order, and
a line `…` stands for any.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.places import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.documented]

HOW_TOS = sorted((ROOT / "docs" / "how-to").glob("*.md"))
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$\n*", re.DOTALL | re.MULTILINE)
# They run until somebody ends them, or are what runs this.
_NOT_RUN = re.compile(r"^(make (serve|bi|test|bench|flow)|JIXIAO_SCHEDULE=).*$", re.MULTILINE)
_MADE = shutil.ignore_patterns(".git", ".venv*", "__pycache__", "built", ".*_cache", "node_modules")


def _left_out(folder: str, names: list[str]) -> set[str]:
    """What tools made, and the warehouse of the checkout (flows/warehouse is a package)."""
    return {*_MADE(folder, names), *({"warehouse"} if Path(folder) == ROOT else ())}


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A clone of the house as it is here: without what was loaded into it, and with an environment that leads to it."""
    folder = tmp_path / "house"
    shutil.copytree(ROOT, folder, ignore=_left_out, symlinks=True)
    for name in (
        "pyproject.toml",
        "uv.lock",
    ):  # else make would install this copy into the shared environment
        os.utime(folder / name, (0, 0))
    for command in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "--message", "The house"]):
        git(folder, *command)
    _make_environment(folder)
    return folder


def _make_environment(folder: Path) -> None:
    """The environment of this run for another folder: hard links, but for what names the folder.

    The command `jixiao` takes nothing from PYTHONPATH, so a link to the environment would run the code of the checkout.
    """
    made = folder / ".venv"
    shutil.copytree(ROOT / ".venv", made, symlinks=True, copy_function=_link)
    for path in made.glob("lib/python*/site-packages/*jixiao*.pth"):
        _write_anew(path, str(folder))
    for script in (made / "bin").iterdir():
        if script.is_file() and not script.is_symlink() and script.read_bytes().startswith(b"#!"):
            _write_anew(script, script.read_text(encoding="utf-8").replace(str(ROOT / ".venv"), str(made)))


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:  # another file system
        shutil.copy2(source, target)


def _write_anew(path: Path, content: str) -> None:
    """Write a file in place of a hard link: the other end keeps its content."""
    mode = path.stat().st_mode
    path.unlink()
    path.write_text(content, encoding="utf-8")
    path.chmod(mode)


def git(folder: Path, *arguments: str) -> str:
    """What git prints, whoever the user is."""
    identity = ("-c", "user.name=Reader", "-c", "user.email=reader@example.org")
    done = subprocess.run(
        ["git", "-C", folder, *identity, *arguments], check=True, capture_output=True, encoding="utf-8"
    )
    return done.stdout


def steps(page: Path) -> Iterator[tuple[str, list[str]]]:
    """The commands of a page, each block with the lines that it is said to print."""
    commands = None
    text = page.read_text(encoding="utf-8")
    end = 0
    for block in _BLOCK.finditer(text):
        kind, content = block.groups()
        if kind == "text" and commands and block.start() == end:
            yield commands, [line.strip() for line in content.splitlines()]
            commands = None
        else:
            if commands:
                yield commands, []
            commands = content if kind == "sh" else None
        end = block.end()
    if commands:
        yield commands, []


def type_in(house: Path, page: Path) -> None:
    environment = {**os.environ, "DO_NOT_TRACK": "1"}
    for commands, expected in steps(page):
        done = subprocess.run(
            ["bash", "-eu", "-c", _NOT_RUN.sub(":", commands)],
            cwd=house,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, f"{page.name}:\n{commands}\nended with {done.returncode}:\n{done.stdout}"
        printed = iter(line.strip() for line in done.stdout.splitlines())
        missing = [line for line in expected if line != "…" and line not in printed]
        assert not missing, (
            f"{page.name}:\n{commands}\nprinted\n{done.stdout}\nnot, in this order,\n{missing}"
        )


@pytest.mark.parametrize("page", HOW_TOS, ids=lambda page: page.stem)
def test_a_how_to_works_as_it_is_written_and_takes_back_what_was_only_tried(page: Path, house: Path) -> None:
    type_in(house, page)

    assert git(house, "status", "--short", "--", ".", ":!.venv") == ""


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md", "docs/index.md"])
def test_the_commands_of_the_front_pages_work(name: str, house: Path) -> None:
    type_in(house, ROOT / name)


def test_the_site_builds_without_a_warning_and_asks_nothing_from_outside(tmp_path: Path) -> None:
    built = tmp_path / "site"
    subprocess.run(
        [
            *(ROOT / ".venv" / "bin" / "mkdocs", "--quiet", "build", "--strict"),
            *("--config-file", ROOT / "docs" / "site" / "mkdocs.yml", "--site-dir", built),
        ],
        check=True,
    )
    asked = re.compile(r"<(?:script|link|img|iframe)\b[^>]*\b(?:src|href)=\"?(?:https?:)?//[^>]*>")
    pages = list(built.rglob("*.html"))

    assert len(pages) > 25
    assert [found for page in pages for found in asked.findall(page.read_text(encoding="utf-8"))] == []
