"""The process that judges, as a load uses it: one is started for all tests here, because that takes seconds."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

import duckdb
import pytest

from expectations.gates import GATES
from flows.base.errors import CouldNotRunError
from flows.loading.working import write_gate_findings
from flows.workers.auditor import Auditor, GateName
from tests.loading import ends

if TYPE_CHECKING:
    from tests.expectations.conftest import MakeLanding

pytestmark = pytest.mark.slow  # a server: the process of a load that judges
ROOT = Path(__file__).resolve().parents[2]
MORE_THAN_GREAT_EXPECTATIONS_FETCH = 250
A_LOAD = """
import time
from flows.workers.auditor import Auditor
with Auditor() as auditor:
    print(auditor.process_id, flush=True)
    time.sleep(600)
"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("warehouse") / "data_docs"


@pytest.fixture(scope="module")
def auditor(pages: Path) -> Iterator[Auditor]:
    with Auditor(pages) as auditor:
        yield auditor


@pytest.fixture
def good_file(landing_file: MakeLanding) -> Path:
    landing, path = landing_file("good.duckdb")
    landing.good_document().publish().connection.close()
    return path


@pytest.fixture
def bad_file(landing_file: MakeLanding) -> Path:
    """A document whose one form has many faults, with text that is no HTML and no template."""
    landing, path = landing_file("bad #% 坏.duckdb")
    landing.good_document()
    for number in range(MORE_THAN_GREAT_EXPECTATIONS_FETCH):
        landing.add(
            "rejected",
            area="indicator_row",
            kind="row",
            text="<b>$icon {x}</b> :p",
            locator=f"line {1000 - number}",
        )
    landing.connection.close()
    return path


class Named(Protocol):
    @property
    def name(self) -> str: ...


N = TypeVar("N", bound=Named)


def by_name(results: Iterable[N]) -> dict[str, N]:
    return {result.name: result for result in results}


@pytest.mark.parametrize("gate", ["documents", "warehouse"])
def test_every_expectation_gets_its_verdict_in_order(
    auditor: Auditor, good_file: Path, gate: GateName
) -> None:
    results = auditor.judge(gate, good_file)
    assert [result.name for result in results] == [
        expectation.name for expectation in GATES[gate].expectations
    ]
    assert [result.severity for result in results] == [
        expectation.severity for expectation in GATES[gate].expectations
    ]
    assert [result.name for result in results if not result.success or result.offences or result.beside] == []


def test_all_offences_come_with_their_places_in_the_order_of_the_document(
    auditor: Auditor, bad_file: Path
) -> None:
    result = by_name(auditor.judge("documents", bad_file))["no_text_is_rejected_from_rows_or_amounts"]
    assert not result.success
    assert len(result.offences) == MORE_THAN_GREAT_EXPECTATIONS_FETCH
    first = result.offences[0]
    assert (first.path, first.form_no, first.project_name) == ("2024/a.txt", 1, "标准管理")
    assert (first.unit_text, first.locator) == ("355101天津市市场监督管理委员会", "line 751")
    assert result.offences[-1].locator == "line 1000"


def test_the_file_is_free_as_soon_as_the_verdict_is_there(auditor: Auditor, bad_file: Path) -> None:
    results = auditor.judge("documents", bad_file)
    with duckdb.connect(bad_file) as connection:
        write_gate_findings(connection, results)
        write_gate_findings(connection, results)
        findings = connection.execute(
            "select expectation, severity, count(*), min(document_id) from landing.gate_finding group by all"
        ).fetchall()
    assert findings == [
        ("no_text_is_rejected_from_rows_or_amounts", "critical", MORE_THAN_GREAT_EXPECTATIONS_FETCH, "d1")
    ]


def test_findings_on_earlier_versions_are_kept_too(auditor: Auditor, landing_file: MakeLanding) -> None:
    landing, path = landing_file("earlier.duckdb")
    landing.good_document().add("document", document_id="d0", sha256="s0", problem="the file is empty")
    landing.connection.close()
    results = auditor.judge("documents", path)
    assert all(result.success for result in results)
    with duckdb.connect(path) as connection:
        write_gate_findings(connection, results)
        findings = connection.execute("select document_id, expectation from landing.gate_finding").fetchall()
    assert findings == [("d0", "document_is_readable")]


def wait_for_page(folder: Path, text: str) -> str:
    """The newest page of results, once it holds a text: pages are written after the verdicts."""
    for _ in range(100):
        for page in folder.glob("validations/documents/**/*.html"):
            content = page.read_text(encoding="utf-8")
            if text in content:
                return content
        time.sleep(0.1)
    pytest.fail(f"no page below {folder} says {text}")


def test_the_pages_show_expectation_meaning_place_and_reason(
    auditor: Auditor, bad_file: Path, pages: Path
) -> None:
    auditor.judge("documents", bad_file)
    content = wait_for_page(pages, "line 751")
    expectation = by_name(GATES["documents"].expectations)["no_text_is_rejected_from_rows_or_amounts"]
    for text in (
        expectation.name,
        expectation.meaning,
        "2024/a.txt",
        "1 标准管理",
        "355101天津市市场监督管理委员会",
        "250 offences",
    ):
        assert text in content
    assert "… and 50 more" in content


def test_the_pages_hold_text_as_text_and_need_no_network(
    auditor: Auditor, bad_file: Path, pages: Path
) -> None:
    auditor.judge("documents", bad_file)
    content = wait_for_page(pages, "line 751")
    assert "&lt;b&gt;$icon {x}&lt;/b&gt; :p" in content
    assert "<b>" not in content
    for page in pages.glob("**/*.html"):
        text = page.read_text(encoding="utf-8")
        assert "<script" not in text
        assert "src=" not in text
        assert "http" not in text


def test_the_index_leads_to_pages_that_exist(auditor: Auditor, good_file: Path, pages: Path) -> None:
    auditor.judge("documents", good_file)
    auditor.judge("warehouse", good_file)
    auditor.judge("documents", good_file)  # answered after the pages of the request before are written
    index = (pages / "index.html").read_text(encoding="utf-8")
    links = {part.split('"')[0] for part in index.split('href="')[1:]}
    assert {link.split("/")[1] for link in links if link.startswith("validations/")} == {
        "documents",
        "warehouse",
    }
    assert [link for link in links if not (pages / link).exists()] == []


def test_a_file_that_is_not_there(auditor: Auditor, tmp_path: Path) -> None:
    with pytest.raises(
        CouldNotRunError, match=r"the gate «documents» could not be judged on .*missing.duckdb"
    ):
        auditor.judge("documents", tmp_path / "missing.duckdb")


def test_a_file_that_another_connection_writes_to(auditor: Auditor, good_file: Path) -> None:
    with duckdb.connect(good_file), pytest.raises(CouldNotRunError, match="could not be judged"):
        auditor.judge("documents", good_file)


def test_an_expectation_with_an_error_is_no_pass(auditor: Auditor, landing_file: MakeLanding) -> None:
    landing, path = landing_file("broken.duckdb")
    landing.good_document().change("drop table landing.heading").connection.close()
    with pytest.raises(CouldNotRunError) as raised:
        auditor.judge("documents", path)
    assert "heading_numbers_have_no_gap: " in str(raised.value)
    assert "Table with name heading does not exist" in str(raised.value)
    assert "error of theirs" in str(raised.value)


def test_the_worker_goes_on_after_an_error(auditor: Auditor, good_file: Path, tmp_path: Path) -> None:
    with pytest.raises(CouldNotRunError):
        auditor.judge("documents", tmp_path / "missing.duckdb")
    assert all(result.success for result in auditor.judge("documents", good_file))


def test_a_worker_that_dies_is_told_with_its_last_words(good_file: Path) -> None:
    with Auditor() as auditor:
        os.kill(auditor.process_id, signal.SIGKILL)
        with pytest.raises(CouldNotRunError, match=r"ended \(signal 9\)"):
            auditor.judge("documents", good_file)


def test_pages_that_cannot_be_written_do_not_change_the_verdicts(
    good_file: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("no folder")
    with Auditor(in_the_way / "data_docs") as auditor:
        assert all(result.success for result in auditor.judge("documents", good_file))
    assert "Data Docs are not those of this load" in caplog.text
    assert str(in_the_way) in caplog.text


def test_a_gate_that_takes_longer_than_it_may_is_named(
    good_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JIXIAO_MODELS_SECONDS", "0.1")
    with (
        Auditor() as auditor,
        pytest.raises(CouldNotRunError, match=r"judging the gate «documents» took longer than 0.1 seconds"),
    ):
        auditor.judge("documents", good_file)


def test_a_worker_ends_with_the_load_that_was_killed() -> None:
    load = subprocess.Popen(
        [
            sys.executable,
            "-c",
            A_LOAD,
        ],
        stdout=subprocess.PIPE,
        cwd=ROOT,
        text=True,
    )
    assert load.stdout is not None
    worker = int(load.stdout.readline())
    load.kill()
    load.wait()
    load.stdout.close()
    assert ends(worker)
