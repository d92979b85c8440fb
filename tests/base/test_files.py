"""Files that are replaced as a whole, through links too, and the lock that says whether its last holder was killed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from flows.base.errors import UsageError
from flows.base.files import behind_link, locked, move_aside
from flows.base.paths import Warehouse
from tests.clients import killed_while_writing

_HOLDER = """
import sys, time
from pathlib import Path
from flows.base.files import locked
from flows.base.paths import Warehouse
with locked(Warehouse(Path(sys.argv[1]))):
    print("held", flush=True)
    if sys.argv[2] == "wait":
        time.sleep(600)
    if sys.argv[2] == "fail":
        raise SystemExit(1)
"""


def hold(folder: Path, how: str) -> None:
    """Hold the lock in another process, which ends as `how` says."""
    holder = subprocess.Popen([sys.executable, "-c", _HOLDER, folder, how], stdout=subprocess.PIPE)
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"held\n"
    if how == "wait":
        holder.kill()
    holder.communicate()


@pytest.mark.parametrize(("how", "killed"), [("end", False), ("fail", False), ("wait", True)])
def test_the_lock_says_whether_the_one_before_was_killed(tmp_path: Path, how: str, *, killed: bool) -> None:
    hold(tmp_path, how)

    with locked(Warehouse(tmp_path)) as was_killed:
        assert was_killed is killed
    with locked(Warehouse(tmp_path)) as was_killed:
        assert was_killed is False


def test_a_log_beside_the_store_is_ours_until_a_load_has_taken_it_over(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path)
    hold(tmp_path, "wait")
    killed_while_writing(warehouse.store, "create table t as select 1")

    with locked(warehouse) as was_killed:
        assert was_killed
    with locked(warehouse) as was_killed:
        assert was_killed


def test_what_is_replaced_is_what_a_link_leads_to_whether_it_is_there_or_not(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    link = tmp_path / "jixiao.duckdb"
    link.symlink_to("elsewhere/real.duckdb")

    assert behind_link(link) == tmp_path / "elsewhere" / "real.duckdb"
    assert behind_link(tmp_path / "plain.duckdb") == tmp_path / "plain.duckdb"


def test_a_link_that_leads_nowhere_is_said_in_one_line(tmp_path: Path) -> None:
    link, loop = tmp_path / "jixiao.duckdb", tmp_path / "loop"
    link.symlink_to("gone/real.duckdb")
    loop.symlink_to("loop")

    with pytest.raises(UsageError, match=r"there is no folder .*gone\. Make the folder, or remove the link"):
        behind_link(link)
    with pytest.raises(UsageError, match="leads to itself"):
        behind_link(loop)


def test_what_is_moved_aside_twice_in_a_second_is_kept_twice(tmp_path: Path) -> None:
    kept = set()
    for content in ("first", "second"):
        file = tmp_path / "jixiao.duckdb.wal"
        file.write_text(content, encoding="utf-8")
        kept.add(move_aside(file, "foreign"))

    assert {file.read_text(encoding="utf-8") for file in kept} == {"first", "second"}
    assert all(file.name.startswith("jixiao.duckdb.wal.foreign-") for file in kept)
