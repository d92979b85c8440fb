"""How much memory reading takes, above a process that has its reader loaded: the limits of documents rest on it."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile

import pytest

from tests.places import ROOT

DOCUMENTS = ROOT / "tests" / "documents" / "2024"
MEBIBYTE = 1024 * 1024
# Before: the reader of the format has been imported and has read a little. After: it has read the document.
MEASURE = """
import sys
from flows.readers import read_document

def peak():  # of this process alone: ru_maxrss would count that of the process that started it, too
    with open("/proc/self/status") as status:
        return next(line.split()[1] for line in status if line.startswith("VmHWM"))

small, large = (open(name, "rb").read() for name in sys.argv[1:])
read_document(small)
before = peak()
document = read_document(large)
print(before, peak())
"""
SMALL = {
    "docx": "department_whole_objectives.docx",
    "doc": "county_bureau_2023_objectives.doc",
    "xlsx": "prefecture_wide_table_no_money.xlsx",
    "html": "county_wide_table_yuan_levels_unsorted.html",
    "pdf": "district_objectives_yuan_two_totals.pdf",
}


def unpacked_size(content: bytes) -> int:
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return len(content)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return sum(entry.file_size for entry in package.infolist())


@pytest.mark.skipif(sys.platform != "linux", reason="/proc is Linux's")
@pytest.mark.parametrize("suffix", sorted(SMALL))
def test_reading_grows_by_at_most_40_mib_and_12_times_the_unpacked_size(suffix: str) -> None:
    large = DOCUMENTS / f"objectives_2024.{suffix}"
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, DOCUMENTS.parent / "publishers" / SMALL[suffix], large],
        capture_output=True,
        encoding="utf-8",
        check=True,
        cwd=ROOT,
    )
    before, peak = (int(kibibytes) * 1024 for kibibytes in done.stdout.split())

    assert peak - before <= 40 * MEBIBYTE + 12 * unpacked_size(large.read_bytes())
    assert peak <= 300 * MEBIBYTE
