"""A line of vocabulary that nothing could use is named before any document is read, and none is blamed for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.loading import jixiao
from tests.places import REAL_DOCUMENT, ROOT


@pytest.mark.parametrize("command", ["read", "load"])
@pytest.mark.parametrize(
    ("seed", "line", "message"),
    [
        (
            "target_words",
            "万不可少于,befor,>=,",
            "the role of «万不可少于» is «befor», which is none of after, before,",
        ),
        (
            "target_words",
            "万不可少于,before,=>,",
            "the value of «万不可少于» (before) is «=>», which is none of >= <=",
        ),
        (
            "target_words",
            "十来,multiplier,about ten,",
            "«十来» (multiplier) is «about ten», which is no number",
        ),
        (
            "measure_units",
            "担,mass,吨,0.05",
            "measure_units.csv, line 2: the line needs 7 cells, as the header has",
        ),
        ("form_labels", "承诺目标,column,target,a,b", "form_labels.csv, line 2: the line needs 4 cells"),
    ],
)
def test_a_line_that_cannot_be_used_is_wrong_usage_with_its_place(
    tmp_path: Path, command: str, seed: str, line: str, message: str
) -> None:
    header = (ROOT / "dbt_project" / "seeds" / f"{seed}.csv").read_text(encoding="utf-8").partition("\n")[0]
    (tmp_path / "vocabulary").mkdir()
    (tmp_path / "dbt_project.yml").write_text("name: own\n", encoding="utf-8")
    (tmp_path / "vocabulary" / f"{seed}.csv").write_text(f"{header}\n{line}\n", encoding="utf-8")
    arguments = {
        "read": (REAL_DOCUMENT,),
        "load": ("--raw", ROOT / "raw", "--warehouse", tmp_path / "warehouse"),
    }

    called = jixiao(command, *arguments[command], JIXIAO_EXTENSION=str(tmp_path))

    assert called.status == 2
    assert message in called.err
    assert "Traceback" not in called.err
