"""docs/connect.md: the lines of Python do what they say."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from tests.loading import query
from tests.places import ROOT


def test_the_lines_of_python_print_the_indicators_of_each_unit(real_load: Path) -> None:
    page = (ROOT / "docs" / "connect.md").read_text(encoding="utf-8")
    [lines] = re.findall(r"```python\n(.*?)```", page, re.DOTALL)

    done = subprocess.run(
        [sys.executable, "-c", lines], cwd=real_load, capture_output=True, encoding="utf-8", check=False
    )

    [(unit, most)] = query(
        real_load / "warehouse" / "jixiao.duckdb",
        "select unit_name, count(*) from marts.wide_indicator where is_additive group by all order by 2 desc limit 1",
    )
    assert done.returncode == 0, done.stderr
    assert f"{unit}" in done.stdout
    assert str(most) in done.stdout
