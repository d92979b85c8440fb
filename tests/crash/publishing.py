"""Publishing alone, again and again: a warehouse just before a load publishes, and the publication with a fault in it."""

from __future__ import annotations

import os
import pickle
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from flows.base.paths import Warehouse
from flows.loading.load import load
from tests.loading import marts, query
from tests.years.publications import first_year, printed

P = ParamSpec("P")
T = TypeVar("T")

SHIM = Path(__file__).with_name("faults.c")
_PUBLISH = """
import pickle, sys
from pathlib import Path
from flows.loading import steps
from flows.loading.context import Load
from flows.base.paths import Warehouse
fingerprint, started_at, landed, judged = pickle.loads(Path(sys.argv[2]).read_bytes())
warehouse = Warehouse(Path(sys.argv[1]))
load = Load(warehouse, Path(), (), warehouse.published, fingerprint, None, started_at, None, None, None)
steps.publish_warehouse(load, landed, judged)
"""

State = dict[str, list[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class Ready:
    """A folder with `warehouse` just before it is published and `arguments` of the step; the marts before and after it."""

    folder: Path
    before: State
    after: State

    def publish(self, work: Path, shim: Path, at: int, *, kill: bool) -> tuple[int, int]:
        """Publish a copy in `work`, a fault at the n-th deed (0: none): exit status and number of deeds, if it ended."""
        if work.exists():
            shutil.rmtree(work)
        shutil.copytree(self.folder / "warehouse", work)
        return self.publish_there(work, shim, at, kill=kill)

    def publish_there(self, work: Path, shim: Path, at: int, *, kill: bool) -> tuple[int, int]:
        """The same in a folder as an earlier fault left it."""
        count = work.parent / "count"
        count.unlink(missing_ok=True)
        environment = {
            "LD_PRELOAD": str(shim),
            "FAULT_AT": str(at),
            "FAULT_BELOW": str(work),
            "FAULT_COUNT": str(count),
        }
        done = subprocess.run(
            [sys.executable, "-c", _PUBLISH, work, self.folder / "arguments"],
            capture_output=True,
            check=False,
            env={**os.environ, **environment, **({"FAULT_KILL": "1"} if kill else {})},
        )
        return done.returncode, int(count.read_text()) if count.exists() else 0


def state_of(published: Path) -> State:
    """What a published file says, times aside: marts, and of what it was made."""
    return {
        **marts(published),
        "fingerprint": query(published, "select fingerprint from operations.published_state"),
    }


def prepare(folder: Path) -> Ready:
    """Load a document, then begin a load that restates it and stop just before it publishes, by patching the file."""
    raw, warehouse = folder / "raw", Warehouse(folder / "loaded")
    (raw / "2024").mkdir(parents=True)
    lines = ["path,fiscal_year,jurisdiction", "2024/a.txt,2024,东县", "2024/b.txt,2024,西县"]
    (raw / "documents.csv").write_text("\n".join(lines), encoding="utf-8")
    forms = first_year()
    (raw / "2024" / "a.txt").write_text(printed(forms[:3]), encoding="utf-8")
    (raw / "2024" / "b.txt").write_text(printed(forms[3:5]), encoding="utf-8")
    load(raw, warehouse, _plainly)
    before = state_of(warehouse.published)
    (raw / "2024" / "a.txt").write_text(printed(forms[:2]), encoding="utf-8")

    def until_publishing(what: str, step: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        if what == "Publishing":
            shutil.copytree(warehouse.folder, folder / "warehouse")
            this, landed, judged = args
            (folder / "arguments").write_bytes(
                pickle.dumps((this.fingerprint, this.started_at, landed, judged))
            )
        return step(*args, **kwargs)

    load(raw, warehouse, until_publishing)
    return Ready(folder, before, state_of(warehouse.published))


def _plainly(_what: str, step: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    return step(*args, **kwargs)


def compiled_shim(folder: Path) -> Path | None:
    """The shim that makes the faults; None where there is no compiler, or no LD_PRELOAD."""
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None or not sys.platform.startswith("linux"):
        return None
    shim = folder / "faults.so"
    subprocess.run(
        [compiler, "-shared", "-fPIC", "-D_LARGEFILE64_SOURCE", "-o", shim, SHIM, "-ldl"], check=True
    )
    return shim
