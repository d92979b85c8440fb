"""A line of vocabulary that nothing could use is named before any document is read, and none is blamed for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.loading import jixiao
from tests.places import REAL_DOCUMENT, ROOT
from tests.vocabulary.packages import write_lines


@pytest.mark.parametrize("command", ["read", pytest.param("load", marks=pytest.mark.slow)])
@pytest.mark.parametrize(
    ("seed", "line", "message"),
    [
        ("target_words", "万不可少于,before,=>,", "the value of «万不可少于» (before) is «=>», which is none of >= <="),
        ("form_labels", "承诺目标,column,target,a,b", "the line needs 4 cells"),
    ],
)  # fmt: skip
def test_a_line_that_cannot_be_used_is_wrong_usage_with_its_place(
    tmp_path: Path, command: str, seed: str, line: str, message: str
) -> None:
    file = write_lines(tmp_path, seed, line)
    arguments = {
        "read": (REAL_DOCUMENT,),
        "load": ("--raw", ROOT / "raw", "--warehouse", tmp_path / "warehouse"),
    }

    called = jixiao(command, *arguments[command], JIXIAO_EXTENSION=str(tmp_path))

    assert called.status == 2
    assert f"{file}, line 2: {message}" in called.err
    assert "Traceback" not in called.err
