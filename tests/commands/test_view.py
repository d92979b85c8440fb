"""`jixiao read FILE --html`: what is shown is the document, what is said of it is the parser's account."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from pathlib import Path

import pytest

from flows.commands.read.as_html import pages
from flows.commands.read.names import OF_FORMS, OF_LINES, OF_ROWS, OF_THE_TOTAL
from flows.forms import Place
from flows.readers import Cell, Document, LeftOut, Paragraph, Table, read_document
from tests.commands.viewing import DOCUMENTS, FOLDER, View, text_at, view_of, view_of_file
from tests.forms.layouts.choices import drawn
from tests.forms.layouts.compose import made
from tests.forms.layouts.judging import content_of
from tests.forms.parsing import table
from tests.loading import jixiao, jixiao_here
from tests.report.hostile import HOSTILE

HEADER = ("一级指标", "二级指标", "三级指标", "指标值")
ROW = ("产出指标", "数量指标", "抽检批次", "≥5批次")


def texts_of(document: Document) -> list[tuple[str, str]]:
    return [
        (piece.locator, piece.text.strip())
        for block in document.blocks
        for piece in ([block] if isinstance(block, Paragraph) else block.cells)
    ]


def places_of(view: View) -> list[Place]:
    parsed = view.explained.parsed
    return [
        *parsed.places,
        *(place for form in parsed.forms for place in form.places),
        *(place for form in parsed.forms for line in form.funding for place in line.places),
        *(place for form in parsed.forms for row in form.rows for place in row.places),
    ]


def is_printed(text: str, cell: str) -> bool:
    """Whether a field's text stands in a cell; an amount may have its unit from the label beside it."""
    amount = re.fullmatch(r"([0-9.,]+)(\S*元)", text)
    return all(part in cell for part in (amount.groups() if amount else (text,)))


@pytest.fixture(scope="module", params=DOCUMENTS, ids=lambda file: file.name)
def looked_at(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> View:
    """The view of each document of the tests."""
    return view_of_file(request.param, tmp_path_factory.mktemp("view"))


def test_every_text_of_a_document_is_shown_once_and_every_field_is_where_it_says(looked_at: View) -> None:
    view = looked_at
    shown = view.shown()
    persons = {locator for locator, role, _ in shown if role == "person"}

    assert Counter(
        (locator, "▒" if locator in persons else "".join(text.split())) for locator, _, text in shown
    ) == Counter(
        (locator, "▒" if locator in persons else "".join(text.split()))
        for locator, text in texts_of(view.explained.document)
    )
    texts: dict[str, list[str]] = {}
    for locator, text in texts_of(view.explained.document):
        texts.setdefault(locator, []).append(text)
    assert [
        place
        for place in places_of(view)
        if not any(is_printed(place.text, text) for text in texts[place.locator])
    ] == []
    assert not [found for found in shown if found[1] == "unexplained"]
    fields = view.fields()
    assert {field.name for field in fields} >= {"level3", "target_text"}
    for field in fields:
        if not field.to:  # printed in a label, or copied from a line of the money's parts
            assert field.name in {"execution_rate", "execution_points", "execution_score", "level1", "level2"}
            continue
        found = view.at(field.to)
        assert field.anchor in found.get("data-to", "").split()
        first = field.text.split("\n", maxsplit=1)[0].strip()
        assert is_printed(first, text_at(found)) or found.get("class") == "person"
    for link in view.links_of_cells():
        assert view.at(link).get("data-to")


def test_the_role_of_a_cell_is_that_of_the_account(looked_at: View) -> None:
    view = looked_at
    parsed = view.explained.parsed
    rejected = {
        locator
        for found in (parsed.rejected, *(form.rejected for form in parsed.forms))
        for one in found
        for locator in (one.locator, *one.others)
    }
    left_out = {
        one.locator for found in (parsed.left_out, *(form.left_out for form in parsed.forms)) for one in found
    }
    fields = {place.locator for place in places_of(view)}
    texts = [text for _, text in texts_of(view.explained.document)]

    for (locator, role, _), text in zip(view.shown(), texts, strict=True):
        expected = (
            "rejected"
            if locator in rejected
            else "empty"
            if not text
            else "value"
            if locator in fields
            else ("left_out", "person")
            if locator in left_out
            else "label"
        )
        assert role in expected if isinstance(expected, tuple) else role == expected, (locator, text)


@pytest.mark.parametrize("seed", [*range(40), 342, 937, 1281])
def test_each_text_of_a_made_layout_is_in_a_place_and_each_field_is_named(seed: int, tmp_path: Path) -> None:
    content = content_of(made(drawn(seed), seed))
    view = view_of(read_document(content), tmp_path / "a.html")
    names = {name for names in (OF_FORMS, OF_THE_TOTAL, OF_LINES, OF_ROWS) for name, _ in names.values()}

    assert not [found for found in view.shown() if found[1] == "unexplained"]
    assert {field.name for field in view.fields()} <= names | {"fiscal", "other", "project_total"}


def test_what_a_document_and_its_name_say_is_text_and_never_markup(tmp_path: Path) -> None:
    rows = [("产出指标", "数量指标", f"{text} {number}", text) for number, text in enumerate(HOSTILE)]
    document = Document(
        "test",
        (
            Paragraph("<script>alert(0)</script>项目支出绩效目标表", "</title><script>alert(3)</script>"),
            table(("项目名称", HOSTILE[1], "", ""), (HOSTILE[0], "", "", ""), HEADER, *rows),
        ),
        (LeftOut("hidden", "<b>S!A1</b>", HOSTILE[0]),),
    )
    view = view_of(document, tmp_path / "<img src=x onerror=alert(1)>&#x27;%41?.html")
    [file] = view.files
    [page] = view.pages.values()
    text = file.read_text(encoding="utf-8")

    assert len(page.xpath("//script")) == 1
    assert not page.xpath("//img | //main//b | //*[@onerror]")
    assert not re.search(r"\b(src|href)=\"(?!#)", text)
    assert "alert(" not in "".join(page.xpath("//script/text()"))
    assert HOSTILE[0] in "".join(page.xpath("//main//text()"))
    assert "{{ 7 * 7 }}" in "".join(page.xpath("//main//text()"))


def test_a_form_of_a_whole_department_is_headed_by_the_department(tmp_path: Path) -> None:
    view = view_of_file(FOLDER / "publishers" / "department_whole_objectives.docx", tmp_path)
    [page] = view.pages.values()
    [heading] = page.xpath("//aside//h2[@id = 'form-1']")

    assert heading.text_content() == "1. 望州市水务局 department"


def test_the_parts_of_a_page_header_are_shown_each_as_it_is(tmp_path: Path) -> None:
    header = (Paragraph("2024年度", "page header"), Paragraph("金额单位：万元", "page header"))
    rows = (("项目名称", "食品抽检", "", ""), ("年度资金总额", "12", "", ""), HEADER, ROW)
    view = view_of(Document("test", (*header, table(*rows))), tmp_path / "a.html")

    assert [(role, text) for _, role, text in view.shown()[:2]] == [
        ("value", "2024年度"),
        ("value", "金额单位：万元"),
    ]
    [unit] = [field for field in view.fields() if field.name == "money_unit"]
    assert text_at(view.at(unit.to)) == "金额单位：万元"


def test_a_page_allows_nothing_but_its_own_style_and_script(tmp_path: Path) -> None:
    view = view_of(Document("test", (table(HEADER, ROW),)), tmp_path / "a.html")
    [page] = view.pages.values()
    [policy] = page.xpath("//meta[@http-equiv = 'Content-Security-Policy']/@content")

    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    assert "http" not in policy
    for kind in ("style", "script"):
        [content] = page.xpath(f"//{kind}/text()")
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy


def test_persons_are_masked_and_what_stands_beside_them_in_a_cell_is_kept(tmp_path: Path) -> None:
    document = Document(
        "test",
        (
            table(
                ("项目名称", "食品抽检", "项目负责人", "王小明"),
                ("联系电话：022-12345678", "", "", ""),
                HEADER,
                ROW,
            ),
        ),
    )
    view = view_of(document, tmp_path / "a.html")
    text = view.files[0].read_text(encoding="utf-8")

    assert "王小明" not in text
    assert "12345678" not in text
    assert [locator for locator, role, _ in view.shown() if role == "person"] == [
        "row 1, cell 4",
        "row 2, cell 1",
    ]


def test_fields_to_be_reviewed_are_named_also_if_they_are_empty(tmp_path: Path) -> None:
    document = Document("test", (table(("项目名称", "食品抽检", "", ""), HEADER, ROW),))
    [page] = view_of(document, tmp_path / "a.html").pages.values()
    [said] = page.xpath("//aside//p[@class = 'doubt']")

    assert said.text_content() == "to be reviewed 待核对: budget, objective"


def _many(count: int) -> Document:
    blocks: list[Paragraph | Table] = []
    for number in range(1, count + 1):
        blocks.append(Paragraph(f"{number}.项目{number}绩效目标表", f"heading {number}"))
        rows = (("项目名称", f"项目{number}", "", ""), HEADER, *[ROW] * 5)
        blocks.append(
            Table(
                tuple(
                    Cell(text, row, column, f"table {number}, row {row + 1}, cell {column + 1}")
                    for row, texts in enumerate(rows)
                    for column, text in enumerate(texts)
                ),
                f"table {number}",
            )
        )
    return Document("test", tuple(blocks))


@pytest.fixture
def short_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages of few cells, so that few forms fill several."""
    monkeypatch.setattr(pages, "PAGE_CELLS", 300)


@pytest.mark.usefixtures("short_pages")
def test_many_forms_stand_on_pages_each_form_whole_on_one(tmp_path: Path) -> None:
    view = view_of(_many(50), tmp_path / "many.html")
    cells = 50 * (1 + 7 * 4)

    assert len(view.files) == -(-cells // pages.PAGE_CELLS) == 5
    assert [file.name for file in view.files] == ["many.html", *(f"many-{n}.html" for n in range(2, 6))]
    assert len(view.shown()) == cells
    numbers = [found for page in view.pages.values() for found in page.xpath("//aside//h2/@id")]
    assert numbers == [f"form-{number}" for number in range(1, 51)]
    for name, page in view.pages.items():
        for link in page.xpath("//nav//a/@href"):
            assert link in view.pages, name
    assert view.pages["many-2.html"].xpath("//a[@rel = 'prev']/@href") == ["many.html"]
    assert view.pages["many-2.html"].xpath("//a[@rel = 'next']/@href") == ["many-3.html"]
    for field in view.fields():
        view.at(field.to)


@pytest.mark.usefixtures("short_pages")
def test_a_table_longer_than_a_page_is_cut_between_rows_and_shows_each_text_once(tmp_path: Path) -> None:
    count = pages.PAGE_CELLS
    cells = [Cell(text, 0, column, f"S!{column}-0") for column, text in enumerate(HEADER)]
    cells.append(Cell("产出指标", 1, 0, "S!level", count, 1))
    for row in range(1, count + 1):
        cells += [Cell(text, row, column, f"S!{column}-{row}") for column, text in enumerate(ROW) if column]
    view = view_of(Document("test", (Table(tuple(cells), "S!A1", name="S"),)), tmp_path / "long.html")

    assert len(view.files) == 2
    assert Counter(locator for locator, _, _ in view.shown()) == Counter(cell.locator for cell in cells)
    second = view.pages["long-2.html"]
    [rest] = second.xpath("//td[@class = 'rest']")
    assert int(rest.get("rowspan")) == len(second.xpath("//tr"))
    level = next(field for field in view.fields() if field.name == "level1")
    assert level.to.startswith("long.html#")


# -- the command


def test_read_writes_a_view_and_says_where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    called = jixiao("read", FOLDER / "2024" / "objectives_2024.docx", "--html")

    assert called.status == 0
    assert called.out == ""
    assert "56 forms, 473 indicators" in called.err
    said = "Written to objectives_2024.reading.html, its last page objectives_2024.reading-2.html."
    assert said in " ".join(called.err.split())
    assert (tmp_path / "objectives_2024.reading-2.html").is_file()


@pytest.mark.usefixtures("short_pages")
def test_a_shorter_view_takes_the_pages_of_a_longer_one_away_and_nothing_else(tmp_path: Path) -> None:
    view_of(_many(30), tmp_path / "a.html")
    (tmp_path / "a-9.html").write_text("mine", encoding="utf-8")
    view = view_of(_many(3), tmp_path / "a.html")

    assert sorted(file.name for file in tmp_path.iterdir()) == ["a-9.html", "a.html"]
    assert len(view.files) == 1


def test_a_document_without_a_form_has_a_view_too_and_exit_status_1(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<p>一份通知。</p><table><tr><td>甲<td>乙</table>", encoding="utf-8")
    called = jixiao_here("read", tmp_path / "a.html", tmp_path / "out.html", "--html")

    assert called.status == 1
    assert "一份通知。" in (tmp_path / "out.html").read_text(encoding="utf-8")


def test_a_view_replaces_no_file_of_others_and_is_never_written_below_raw(tmp_path: Path) -> None:
    source = FOLDER / "made" / "first_forms.csv"
    (tmp_path / "mine.html").write_text("mine", encoding="utf-8")
    (tmp_path / "raw" / "2024").mkdir(parents=True)
    (tmp_path / "raw" / "documents.csv").write_text("path,fiscal_year\n", encoding="utf-8")
    replaced = jixiao_here("read", source, tmp_path / "mine.html", "--html")
    below_raw = jixiao_here("read", source, tmp_path / "raw" / "2024", "--html")

    assert (replaced.status, below_raw.status) == (2, 2)
    assert "is no reading view" in replaced.err
    assert "would read it as a document" in below_raw.err
    assert (tmp_path / "mine.html").read_text(encoding="utf-8") == "mine"
    assert not list((tmp_path / "raw" / "2024").iterdir())


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("out.html",), "--html to write a page there"),
        (("--html", "--json"), "give one of them"),
        (("nowhere/out.html", "--html"), "there is no folder nowhere"),
    ],
)
def test_wrong_usage_of_a_view_is_said(arguments: tuple[str, ...], message: str) -> None:
    called = jixiao_here("read", FOLDER / "made" / "first_forms.csv", *arguments)

    assert called.status == 2
    assert message in " ".join(called.err.split())
