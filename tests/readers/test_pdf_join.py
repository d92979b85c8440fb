"""PDFs: tables that go on over the end of a page, and those that do not."""

from __future__ import annotations

from tests.readers.made_pdf import PageOf
from tests.readers.pdf_reading import HEADER, XS, read, small_table
from tests.readers.seen import grid, paragraphs, tables


def ends_with(texts: tuple[tuple[str, ...], ...], *, long: str = "", y: float = 700) -> PageOf:
    """A table that ends near the bottom margin; `long` fills the third cell of its last row, from y on."""
    lines = [long[start : start + 12] for start in range(0, len(long), 12)]
    tops = [y - 30 * place for place in reversed(range(len(texts)))]
    page = PageOf().grid(XS, [*tops, y + 3 + 13 * max(len(lines), 2)])
    for top, row in zip(tops, texts, strict=True):
        page.row(XS, top + 8, row)
    return page.lines(175, y + 8, lines)


def begins_with(*texts: tuple[str, ...]) -> PageOf:
    page = PageOf().grid(XS, [72 + 30 * n for n in range(len(texts) + 1)])
    for place, row in enumerate(texts):
        page.row(XS, 80 + 30 * place, row)
    return page


def test_a_row_that_the_page_cuts_is_one_row() -> None:
    long = "项目建设内容全部通过验收并且形成相关报告和档案资料经专家评审后再归档保存"
    above = ends_with((HEADER, ("产出", "质量", "", "100%", "")), long=long)
    below = begins_with(("", "", "征求意见", "", ""), ("效益", "社会", "乙", "好", ""))

    assert [grid(table) for table in tables(read(above, below))] == [
        [
            list(HEADER),
            ["产出", "质量", long + "征求意见", "100%", ""],
            ["效益", "社会", "乙", "好", ""],
        ]
    ]


def test_a_row_that_begins_with_nothing_goes_on_below_merged_cells() -> None:
    above = ends_with((HEADER, ("产出", "数量", "甲", "1次", "无")))
    below = begins_with(("", "", "乙", "2次", ""), ("效益", "社会", "丙", "好", ""))
    (table,) = tables(read(above, below))

    assert grid(table)[1:] == [
        ["产出", "数量", "甲", "1次", "无"],
        ["产出", "数量", "乙", "2次", ""],
        ["效益", "社会", "丙", "好", ""],
    ]
    assert table.cells[-1].locator == "page 2, table 1, row 2, cell 5"


def test_a_full_row_on_the_next_page_is_a_row_of_its_own() -> None:
    above = ends_with((HEADER, ("产出", "数量", "甲", "1次", "无")))

    assert len(grid(tables(read(above, begins_with(("效益", "社会", "丙", "好", ""))))[0])) == 3


def test_a_repeated_header_is_dropped_and_another_one_is_not() -> None:
    above = ends_with((HEADER, ("产出", "数量", "甲", "1次", "x")))
    same = tables(read(above, begins_with(HEADER, ("效益", "社会", "乙", "2次", "y"))))
    other = tables(read(above, begins_with((*HEADER[:4], "说明"), ("效益", "社会", "乙", "2次", "y"))))

    assert [row[0] for row in grid(same[0])] == ["一级指标", "产出", "效益"]
    assert [row[0] for row in grid(other[0])] == ["一级指标", "产出", "一级指标", "效益"]


def test_rows_of_a_form_that_are_like_those_of_the_last_form_are_kept() -> None:
    page = (("主管部门", "某局"), ("项目名称", "甲"))
    forms = [PageOf().grid([60, 200, 540], [72, 420, 769]).row((60, 200), 80, page[0]) for _ in range(2)]
    forms[0].row((60, 200), 430, page[1])
    forms[1].row((60, 200), 430, ("项目名称", "乙"))

    assert grid(tables(read(*forms))[0]) == [*map(list, page), ["主管部门", "某局"], ["项目名称", "乙"]]


def test_a_table_with_room_below_it_has_ended() -> None:
    assert len(tables(read(small_table(100), begins_with(("效益", "社会", "丙", "好", ""))))) == 2


def test_a_table_of_another_width_is_another_table() -> None:
    above = ends_with((HEADER, ("产出", "数量", "甲", "1次", "x")))

    assert len(tables(read(above, PageOf().grid([60, 300], [72, 100, 130]).text(65, 80, "甲")))) == 2


def test_page_numbers_and_running_headers_are_left_out_and_do_not_part_tables() -> None:
    above = (
        ends_with((HEADER, ("产出", "数量", "甲", "1次", "x")))
        .text(60, 40, "某市财政局")
        .text(280, 800, "- 1 -")
    )
    below = (
        begins_with(("效益", "社会", "乙", "2次", "y"))
        .text(60, 40, "某市财政局")
        .text(280, 800, "第2页 共2页")
    )
    document = read(above, below)

    assert paragraphs(document) == []
    assert len(tables(document)) == 1


def test_a_title_at_the_top_of_each_page_is_no_running_header() -> None:
    pages = [small_table(last=last).text(200, 40, "项目支出绩效目标表") for last in ("1次", "2次")]

    assert paragraphs(read(*pages)) == ["项目支出绩效目标表"] * 2


# -- text
