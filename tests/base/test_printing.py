"""What commands print of others' texts: control characters are written out, wherever they are printed."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys

import pytest

from flows.base.characters import escaped, without_controls

HOSTILE = "目\x1b[31m\x1b]0;title\x07标\x9b2J\x9d\x7f\u202e\u2066\u200f\r终"
# All ways in which commands print a text.
PRINTS = """
import json, logging, sys
from rich.table import Table
from rich.text import Text
from flows.base.printing import lines, tables
from flows.base.streams import prepare_streams
text = sys.argv[1]
prepare_streams()
sys.stderr.write(text + "\\n")
print(text)
logging.warning(text)
lines().print(Text(text))
lines(stderr=True).print(Text(text, style="bold"))
table = Table(title=text)
table.add_column(text)
table.add_row(Text(text, style="bold"))
tables().print(table)
sys.stdout.write(json.dumps({"text": text}, ensure_ascii=False) + "\\n")
"""
# What a console of ours itself sends: styles.
_STYLES = re.compile("\x1b\\[[0-9;]*m")


def _on_a_terminal(*command: str) -> str:
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        command, stdout=theirs, stderr=theirs, env={**os.environ, "TERM": "xterm-256color", "COLUMNS": "200"}
    )
    os.close(theirs)
    printed = b""
    try:
        while chunk := os.read(ours, 65536):
            printed += chunk
    except OSError:  # how Linux tells that the other side is closed
        pass
    os.close(ours)
    assert process.wait() == 0, printed.decode()
    return printed.decode().replace("\r\n", "\n")


def test_no_control_character_of_a_text_reaches_a_terminal_by_any_way() -> None:
    printed = _on_a_terminal(sys.executable, "-c", PRINTS, HOSTILE)

    assert _STYLES.search(printed)  # our own styles are still there
    ours = _STYLES.sub("", printed)
    assert re.findall("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200f\u202e\u2066]", ours) == []
    assert "[31m" in ours


def test_json_that_is_printed_says_what_it_said() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PRINTS, HOSTILE], capture_output=True, encoding="utf-8", check=True
    )

    assert json.loads(done.stdout.splitlines()[-1]) == {"text": HOSTILE}


def test_a_wrong_word_of_the_command_line_is_printed_without_its_control_characters() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "flows.cli", "read", f"/nowhere/{HOSTILE}"],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert done.returncode == 2
    assert r"/nowhere/目\u001b[31m" in done.stderr
    assert "\x1b" not in done.stderr


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("甲\n乙\t丙", "甲 乙 丙"),
        ("天津\x0b局", "天津 局"),
        ("\u202a某局\u202c", "某局"),
        ("某\x1b局", "某局"),
    ],
)
def test_a_text_in_one_line_has_a_space_for_a_break_and_nothing_for_the_other_controls(
    text: str, expected: str
) -> None:
    assert without_controls(text) == expected


def test_spaces_of_chinese_text_are_no_control_characters() -> None:
    assert escaped("预算\u3000资金\xa0") == "预算\u3000资金\xa0"
