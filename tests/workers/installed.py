"""A copy of our code, which a test may change, and loads with it whose reader is killed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import psutil

from tests.places import ROOT

PUBLISHERS = ROOT / "tests" / "documents" / "publishers"
COUNTY = PUBLISHERS / "county_objectives_funding_lines_unit_in_name.docx"
DISTRICT = PUBLISHERS / "district_objectives_operator_words_blocks.xlsx"
_READS = "the process that reads documents"


def install(folder: Path) -> Path:
    """The copy, with nothing that an earlier load made of the models."""
    for name in ("flows", "expectations", "dbt_project"):
        shutil.copytree(
            ROOT / name, folder / name, ignore=shutil.ignore_patterns("target", "logs", "__pycache__")
        )
    return folder


def load(project: Path, kills: int = 0, **environment: str) -> subprocess.CompletedProcess[str]:
    """Load project/raw into project/warehouse, killing the first processes that read, so many of them."""
    with subprocess.Popen(
        [sys.executable, "-m", "flows.cli", "load"],
        cwd=project,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env={**os.environ, **environment},
    ) as process:
        killed: set[int] = set()
        while len(killed) < kills and process.poll() is None:
            for reader in _readers(process.pid):
                if reader.pid not in killed and len(killed) < kills:
                    reader.kill()
                    killed.add(reader.pid)
            time.sleep(0.01)
        out, err = process.communicate()
    return subprocess.CompletedProcess(process.args, process.returncode, out, err)


def _readers(load: int) -> list[psutil.Process]:
    try:
        children = psutil.Process(load).children()
        return [
            child
            for child in children
            if child.status() != psutil.STATUS_ZOMBIE and _READS in child.cmdline()
        ]
    except psutil.NoSuchProcess:  # one ended meanwhile
        return []
