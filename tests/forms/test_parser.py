"""Document → forms: what the labels say, of layouts that the real document does not have."""

from __future__ import annotations

from decimal import Decimal

from flows.readers import Cell, Paragraph, Table
from tests.forms.parsing import HEADER, amount, parse, table


def test_cells_merged_down_give_their_text_to_every_row_they_cover() -> None:
    cells = (
        *(Cell(text, 0, column, f"A{column}") for column, text in enumerate(HEADER)),
        Cell("产出指标", 1, 0, "level 1", row_span=2),
        Cell("数量指标", 1, 1, "level 2", row_span=2),
        *(Cell(text, 1, column, "row 1") for column, text in ((2, "甲"), (3, "≥1次"))),
        *(Cell(text, 2, column, "row 2") for column, text in ((2, "乙"), (3, "≥2次"))),
    )
    rows = parse(Table(cells, "table")).forms[0].rows

    assert [(row.level1, row.level2, row.level3) for row in rows] == [
        ("产出指标", "数量指标", "甲"),
        ("产出指标", "数量指标", "乙"),
    ]


def test_a_new_level_1_does_not_inherit_the_level_2_above() -> None:
    rows = (
        parse(table(HEADER, ("产出指标", "数量指标", "甲", "1次"), ("满意度指标", "", "乙", "90%")))
        .forms[0]
        .rows
    )

    assert rows[1].level2 is None


def test_columns_stand_in_any_order() -> None:
    parsed = parse(
        table(
            ("三级指标", "度量单位", "指标性质", "指标值", "一级指标", "二级指标"),
            ("甲", "次", "≥", "5", "产出指标", "数量指标"),
        )
    )
    row = parsed.forms[0].rows[0]

    assert (row.level3, row.comparator_printed, row.target, row.unit_printed) == ("甲", "≥", "5", "次")


def test_several_forms_may_stand_in_one_table() -> None:
    parsed = parse(
        table(
            ("项目名称", "甲项目"),
            HEADER,
            ("产出指标", "数量指标", "甲", "1次"),
            ("项目名称", "乙项目"),
            HEADER,
            ("产出指标", "数量指标", "乙", "2次"),
        )
    )

    assert [(form.project_name, len(form.rows)) for form in parsed.forms] == [("甲项目", 1), ("乙项目", 1)]


def test_a_repeated_header_goes_on_with_the_same_form() -> None:
    parsed = parse(
        table(HEADER, ("产出指标", "数量指标", "甲", "1次")),
        table(HEADER, ("产出指标", "质量指标", "乙", "100%")),
    )

    assert [len(form.rows) for form in parsed.forms] == [2]


def test_text_under_an_unknown_column_is_rejected_with_the_columns_name() -> None:
    parsed = parse(table((*HEADER, "任务进展"), ("产出指标", "数量指标", "甲", "1次", "甲乙")))
    (rejection,) = parsed.forms[0].rejected

    assert (rejection.area, rejection.text) == ("indicator_row", "甲乙")
    assert (
        rejection.reason
        == "the header «任务进展» is not known: the line «任务进展,column,…,» in the seed form_labels teaches it"
    )


def test_a_short_row_is_cut_off_and_a_long_one_is_not_guessed_at() -> None:
    parsed = parse(
        table(
            HEADER,
            ("产出指标", "数量指标", "甲"),
            ("产出指标", "数量指标", "乙", "1次", "多余"),
            is_grid=False,
        )
    )
    short, long = parsed.forms[0].rejected

    assert short.is_cut_off
    assert short.text == "产出指标 | 数量指标 | 甲"
    assert short.reason.startswith("the row has 3 cells and its header 4: it is cut off or has lost a cell.")
    assert not long.is_cut_off
    assert long.reason.startswith("the row has 5 cells and its header 4: it has too many cells.")
    assert parsed.forms[0].rows == ()


def test_text_that_no_label_explains_is_rejected() -> None:
    parsed = parse(
        table(("项目名称", "甲项目"), ("说明文字",), HEADER, ("产出指标", "数量指标", "甲", "1次"))
    )

    assert [(r.area, r.text) for r in parsed.forms[0].rejected] == [("form", "说明文字")]


def test_a_field_printed_twice_with_other_words_keeps_the_first_and_says_so() -> None:
    parsed = parse(
        table(("绩效目标", "甲"), ("绩效目标", "乙"), HEADER, ("产出指标", "数量指标", "甲", "1次"))
    )

    assert parsed.forms[0].objective == "甲"
    assert [r.text for r in parsed.forms[0].rejected] == ["乙"]


def test_an_amount_that_is_no_number_is_rejected_with_its_place() -> None:
    parsed = parse(
        table(("项目名称", "甲项目"), ("预算数", "四十五"), HEADER, ("产出指标", "数量指标", "甲", "1次"))
    )
    (line,) = parsed.forms[0].funding

    assert line.amount is None
    assert [(r.area, r.locator, r.text) for r in parsed.forms[0].rejected] == [
        ("amount", "row 2, cell 2", "四十五")
    ]
    assert "budget" in parsed.forms[0].needs_review


def test_rows_of_sums_and_signatures_are_no_indicators() -> None:
    parsed = parse(
        table(
            HEADER, ("产出指标", "数量指标", "甲", "1次"), ("总分", "", "", "100"), ("填报人：", "", "", "")
        )
    )

    assert len(parsed.forms[0].rows) == 1
    assert parsed.forms[0].rejected == ()


def test_a_template_row_that_was_never_filled_in_is_no_indicator() -> None:
    parsed = parse(table(HEADER, ("产出指标", "数量指标", "甲", "1次"), ("", "质量指标", "", "")))

    assert len(parsed.forms[0].rows) == 1
    assert parsed.forms[0].rejected == ()


def test_a_title_of_mid_year_monitoring_makes_a_form_of_its_own_kind() -> None:
    parsed = parse(
        Paragraph("1.甲项目绩效运行监控表", "line 1"),
        table(("项目名称", "甲项目"), HEADER, ("产出指标", "数量指标", "甲", "1次")),
    )

    [form] = parsed.forms
    assert (form.form_kind, form.project_name, len(form.rows)) == ("monitoring", "甲项目", 1)
    assert parsed.rejected == ()


def test_the_year_of_a_title_is_the_documents_and_that_of_a_heading_is_not() -> None:
    titled = parse(
        Paragraph("某局2025年度项目支出绩效目标公开", "line 1"), Paragraph("1.甲2024绩效目标表", "line 3")
    )
    untitled = parse(Paragraph("1.2023年中央补助资金绩效目标表", "line 1"))

    assert (titled.printed_year, titled.printed_year_locator) == (2025, "line 1")
    assert untitled.printed_year is None


def test_a_heading_without_a_form_is_kept() -> None:
    parsed = parse(
        Paragraph("1.甲绩效目标表", "line 1"),
        Paragraph("2.乙绩效目标表", "line 2"),
        table(("项目名称", "乙"), HEADER, ("产出指标", "数量指标", "甲", "1次")),
    )

    assert [(heading.number, heading.form_no) for heading in parsed.headings] == [(1, None), (2, 1)]


def test_a_mid_term_block_below_the_annual_one_gives_second_values_not_second_indicators() -> None:
    parsed = parse(
        table(
            ("年度绩效指标", *HEADER),
            ("", "产出指标", "数量指标", "改造桥梁", "12座"),
            ("中期绩效指标", *HEADER),
            ("", "产出指标", "数量指标", "改造桥梁", "57座"),
            ("", "产出指标", "数量指标", "另一件事", "3件"),
        )
    )
    (row,) = parsed.forms[0].rows
    (rejection,) = parsed.forms[0].rejected

    assert (row.target, row.target_mid_term) == ("12座", "57座")
    assert rejection.text == "数量指标 | 另一件事 | 3件"


def test_a_table_without_levels_is_read_by_its_names() -> None:
    parsed = parse(table(("指标名称", "计量单位", "指标性质", "指标值"), ("检测水样", "份", "≥", "960")))
    (row,) = parsed.forms[0].rows

    assert (row.level1, row.level2, row.level3, row.target_text) == (None, None, "检测水样", "≥960份")


def test_the_adjusted_target_wins_over_the_initial_one() -> None:
    header = ("一级指标", "二级指标", "三级指标", "年初指标值", "调整指标值", "实际完成值")
    parsed = parse(
        table(header, ("产出指标", "数量指标", "甲", "10次", "8次", "9次"), ("", "", "乙", "5次", "", "5次"))
    )
    first, second = parsed.forms[0].rows

    assert (first.target, first.target_initial) == ("8次", "10次")
    assert (second.target, second.target_initial) == ("5次", "5次")


def test_a_table_of_contents_is_no_form() -> None:
    parsed = parse(
        table(("序号", "项目名称", "金额"), ("1", "甲项目", "10")),
        table(("项目名称", "甲项目"), HEADER, ("产出指标", "数量指标", "甲", "1次")),
    )

    assert [form.project_name for form in parsed.forms] == ["甲项目"]


def test_all_indicators_of_a_project_may_stand_in_one_cell() -> None:
    cell = (
        "【产出指标-数量指标】 指标1:机柜数量(≥77台)；指标2:面积（亩）(≥3)"
        "【效益指标-社会效益指标】指标1：作用（有所提升）。"
    )
    parsed = parse(table(("项目名称", "甲项目"), ("预算数", "10"), ("绩效指标", cell)))
    (form,) = parsed.forms

    assert [(row.level1, row.level2, row.level3, row.target) for row in form.rows] == [
        ("产出指标", "数量指标", "机柜数量", "≥77台"),
        ("产出指标", "数量指标", "面积（亩）", "≥3"),
        ("效益指标", "社会效益指标", "作用", "有所提升"),
    ]
    assert form.rejected == ()


def test_what_is_no_indicator_in_such_a_cell_is_rejected() -> None:
    parsed = parse(
        table(("项目名称", "甲项目"), ("绩效指标", "【产出指标-数量指标】指标1:没有目标 指标2:乙(1次)"))
    )

    assert [row.level3 for row in parsed.forms[0].rows] == ["乙"]
    assert [rejection.text for rejection in parsed.forms[0].rejected] == ["【产出指标-数量指标】没有目标"]


def spanned(*rows: tuple[str | tuple[str, int, int], ...]) -> Table:
    """A table whose cells may be (text, row span, column span); the grid fills up from the left as in HTML."""
    taken: set[tuple[int, int]] = set()
    cells = []
    for row, texts in enumerate(rows):
        column = 0
        for entry in texts:
            text, rows_down, columns_right = entry if isinstance(entry, tuple) else (entry, 1, 1)
            while (row, column) in taken:
                column += 1
            cells.append(Cell(text, row, column, f"row {row + 1}", rows_down, columns_right))
            taken |= {
                (row + down, column + right) for down in range(rows_down) for right in range(columns_right)
            }
    return Table(tuple(cells), "table")


def test_the_national_form_of_2018_with_two_periods_and_two_sums_of_money() -> None:
    parsed = parse(
        Paragraph("项目支出绩效目标申报表", "line 1"),
        Paragraph("（2024年度）", "line 2"),
        spanned(
            (("项目名称", 1, 2), ("河道整治", 1, 6)),
            (("主管部门及代码", 1, 2), ("[012]某水利局", 1, 3), "实施单位", ("某河道管理所", 1, 2)),
            (("项目属性", 1, 2), ("延续性项目", 1, 3), "项目期", ("3年", 1, 2)),
            (
                ("项目资金\n（万元）", 3, 2),
                ("实施期资金总额：", 1, 2),
                "300",
                "年度资金总额：",
                ("100", 1, 2),
            ),
            (("其中：财政拨款", 1, 2), "300", "其中：财政拨款", ("90", 1, 2)),
            (("其他资金", 1, 2), "0", "其他资金", ("10", 1, 2)),
            (("总体目标", 2, 1), ("实施期目标（2023年—2025年）", 1, 4), ("年度目标", 1, 3)),
            (("整治9公里", 1, 4), ("整治3公里", 1, 3)),
            (
                ("绩效指标", 3, 1),
                "一级指标",
                "二级指标",
                "三级指标",
                "指标值",
                "二级指标",
                "三级指标",
                "指标值",
            ),
            ("产出指标", "数量指标", "整治长度", "≥9公里", "数量指标", "整治长度", "≥3公里"),
            (
                "满意度指标",
                "服务对象满意度指标",
                "群众满意度",
                "≥90%",
                "服务对象满意度指标",
                "群众满意度",
                "≥85%",
            ),
        ),
    )
    (form,) = parsed.forms

    assert (form.project_name, form.department_code, form.unit_name) == ("河道整治", "012", "某河道管理所")
    assert {role: amount(form, role) for role in ("total", "fiscal", "other", "project_total")} == {
        "total": Decimal(100),
        "fiscal": Decimal(90),
        "other": Decimal(10),
        "project_total": Decimal(300),
    }
    assert (form.objective, form.objective_mid_term) == ("整治3公里", "整治9公里")
    assert [(row.level1, row.level3, row.target, row.target_mid_term) for row in form.rows] == [
        ("产出指标", "整治长度", "≥3公里", "≥9公里"),
        ("满意度指标", "群众满意度", "≥85%", "≥90%"),
    ]
    assert form.rejected == ()
    assert parsed.printed_year == 2024


def test_a_wide_table_with_a_header_of_two_rows() -> None:
    parsed = parse(
        spanned(
            (
                ("序号", 2, 1),
                ("单位", 2, 1),
                ("项目名称", 2, 1),
                ("预算金额（万元）", 2, 1),
                ("绩效目标", 2, 1),
                ("绩效指标", 1, 4),
            ),
            ("一级指标", "二级指标", "三级指标", "指标值"),
            (
                ("1", 2, 1),
                ("某局", 3, 1),
                ("甲项目", 2, 1),
                ("12.5", 2, 1),
                ("做甲", 2, 1),
                "产出指标",
                "数量指标",
                "甲一",
                "1次",
            ),
            ("产出指标", "质量指标", "甲二", "100%"),
            ("2", "乙项目", "3", "做乙", "产出指标", "数量指标", "乙一", "2次"),
        )
    )

    assert [
        (
            form.unit_name,
            form.project_name,
            amount(form, "total"),
            form.money_unit,
            form.objective,
            len(form.rows),
        )
        for form in parsed.forms
    ] == [
        ("某局", "甲项目", Decimal("12.5"), "万元", "做甲", 2),
        ("某局", "乙项目", Decimal(3), "万元", "做乙", 1),
    ]
    assert [form.rejected for form in parsed.forms] == [(), ()]


def test_a_self_evaluation_with_other_words() -> None:
    parsed = parse(
        spanned(
            ("项目名称", ("甲项目", 1, 5)),
            ("预算执行情况（万元）", "预算数", "100", "执行数", "95", "执行率95%"),
            (("年度总体目标完成情况", 2, 1), ("预期目标", 1, 3), ("目标实际完成情况", 1, 2)),
            (("做好", 1, 3), ("做好了", 1, 2)),
            ("一级指标", "二级指标", "三级指标", "预期指标值", "实际完成指标值", "自评得分"),
            ("产出指标", "数量指标", "甲", "5次", "6次", "10"),
        )
    )
    (form,) = parsed.forms

    assert form.form_kind == "self_evaluation"
    assert (form.objective, form.objective_actual) == ("做好", "做好了")
    assert [(row.target, row.actual, row.score) for row in form.rows] == [("5次", "6次", "10")]
