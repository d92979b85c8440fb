"""What each rule of quality finds in the real document of 2024: the forms, and one finding that shows the rule.

Read form by form, as the department that receives the findings would. `docs/reference/findings.md` is made of it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pin:
    """The forms that a rule finds something in, and what one of the findings (`form_no`, `row_no`) quotes and says."""

    forms: tuple[int, ...] = ()
    form_no: int | None = None
    row_no: int | None = None
    evidence: str = ""
    message: str = ""


PINNED: dict[str, Pin] = {
    "comparator_against_name": Pin(
        forms=(5, 45),
        form_no=5,
        row_no=5,
        evidence="节约财政资金 → ≤5%",
        message="「节约财政资金」的指标值为「≤5%」，比较符号与指标方向相反",
    ),
    "cost_without_money": Pin(
        forms=(27,),
        form_no=27,
        row_no=7,
        evidence="成本指标 / 鉴定评审单家成本指标 → ≤5300家",
        message="成本指标「鉴定评审单家成本指标」的指标值为「≤5300家」，计量单位「家」不是金额",
    ),
    "rate_with_another_unit": Pin(
        forms=(28, 43, 56),
        form_no=28,
        row_no=3,
        evidence="检验报告出具及时率 → ≤10工作日",
        message="「检验报告出具及时率」是比率，指标值却为「≤10工作日」",
    ),
    "category_against_nature": Pin(
        forms=(23, 30, 41, 42),
        form_no=41,
        row_no=2,
        evidence="质量检验量 → ≥75.82吨",
        message="「质量检验量」的指标值为「≥75.82吨」，不是质量指标的内容",
    ),
    "quantity_as_share": Pin(
        forms=(21, 43),
        form_no=43,
        row_no=1,
        evidence="棉花公检任务完成率 / 公检任务完成率=（实际完成量/计划任务量）×100% → ≥100%",
        message="数量指标「棉花公检任务完成率」的指标值为「≥100%」，没有说明数量",
    ),
    "time_without_unit": Pin(
        forms=(10,),
        form_no=10,
        row_no=3,
        evidence="线下培训完成时间 / 在本预算年度内完成线下培训 → 1",
        message="「线下培训完成时间」的指标值「1」只有数字，既非日期也非时长",
    ),
    "measure_unit_missing": Pin(
        forms=(10, 13, 16, 17, 20, 27, 34, 44),
        form_no=16,
        row_no=1,
        evidence="地方标准审查 / 立项审查 → ≥5",
        message="「地方标准审查」的指标值「≥5」未写明计量单位",
    ),
    "unit_against_name": Pin(),
    "cost_without_number": Pin(
        forms=(8,),
        form_no=8,
        row_no=7,
        evidence="采购经费 / 采购制式服装和标志经费 → 符合财政预算要求",
        message="成本指标「采购经费」的指标值「符合财政预算要求」没有数额",
    ),
    "satisfaction_not_measurable": Pin(
        forms=(2, 3, 7, 19, 43),
        form_no=3,
        row_no=7,
        evidence="服务单位满意度 → 依法行政水平不断提高",
        message="满意度指标「服务单位满意度」的指标值「依法行政水平不断提高」无法衡量",
    ),
    "satisfaction_by_substitute": Pin(
        forms=(1, 15, 18, 25, 28, 29, 43, 53, 56),
        form_no=15,
        row_no=7,
        evidence="社会公众投诉率 → 零投诉",
        message="满意度下的「社会公众投诉率」不是满意度指标",
    ),
    "satisfaction_of_everybody": Pin(
        forms=(35, 50),
        form_no=35,
        row_no=8,
        evidence="客户满意度 → 100%",
        message="「客户满意度」的指标值为「100%」，要求人人满意，难以实现",
    ),
    "target_missing": Pin(),
    "filler_row": Pin(
        forms=(23,),
        form_no=23,
        row_no=9,
        evidence="不涉及 → 不涉及",
        message="「不涉及」的指标值「不涉及」只是占位，没有承诺",
    ),
    "date_outside_fiscal_year": Pin(
        forms=(24, 50),
        form_no=24,
        row_no=6,
        evidence="项目完成时间 / 出具分析报告完成时间 → 至2025年3月底前",
        message="「项目完成时间」的指标值「至2025年3月底前」有不在2024年度内的日期",
    ),
    "target_repeats_name": Pin(
        forms=(1, 2, 16, 17, 20, 35, 41, 51, 56),
        form_no=41,
        row_no=3,
        evidence="检查任务完成时间 → 检查任务完成时间",
        message="「检查任务完成时间」的指标值只是重复了名称或描述",
    ),
    "empty_word": Pin(
        forms=(8, 12, 14, 15, 18, 22, 24, 30, 32, 40, 53, 55),
        form_no=15,
        row_no=5,
        evidence="提升产品质量 → 有效提升",
        message="「提升产品质量」的指标值「有效提升」空泛，无法考核",
    ),
    "label_instead_of_text": Pin(
        forms=(9, 17, 20, 24, 27, 31, 33, 42),
        form_no=20,
        row_no=5,
        evidence="社会效益 / 市场主体平等享有资源 → 市场主体平等享有资源",
        message="「社会效益」是栏目或级次的名称，不是指标内容",
    ),
    "name_cut_off": Pin(
        forms=(3, 23, 33),
        form_no=3,
        row_no=1,
        evidence="参与处理行政投诉、复议、诉讼、 / 参与处理行政投诉、复议、诉讼、仲裁等法律事务 → ≥12件",
        message="指标名称「参与处理行政投诉、复议、诉讼、」被截断，全文为「参与处理行政投诉、复议、诉讼、仲裁等法律事务」",
    ),
    "stray_marks": Pin(
        forms=(24,),
        form_no=24,
        row_no=8,
        evidence="**社会影响力 / 政府宏观决策影响力 → 有所提升",
        message="「**社会影响力」有多余或不成对的符号",
    ),
    "true_duplicate": Pin(),
    "required_group_missing": Pin(),
    "optional_group_missing": Pin(
        forms=(45, 46),
        form_no=45,
        row_no=None,
        evidence="满意度指标",
        message="未设：满意度指标",
    ),
    "unit_missing": Pin(),
    "money_of_last_year": Pin(
        forms=(10, 11, 12, 38, 41, 42, 46),
        form_no=10,
        row_no=None,
        evidence="2023年中央反垄断工作补助经费",
        message="项目名称为「2023年中央反垄断工作补助经费」，使用的是上年资金",
    ),
    "money_older_than_a_year": Pin(
        forms=(45,),
        form_no=45,
        row_no=None,
        evidence="2022年度天津市科技计划项目结转资金项目",
        message="项目名称为「2022年度天津市科技计划项目结转资金项目」，资金结转已超过一年",
    ),
    "project_name_stray_marks": Pin(
        forms=(28,),
        form_no=28,
        row_no=None,
        evidence="特种设备检验2024（特检院））",
        message="项目名称「特种设备检验2024（特检院））」有多余或不成对的符号",
    ),
    "error_corrected": Pin(),
    "heading_differs_from_table": Pin(),
    "cost_exceeds_budget": Pin(
        forms=(46,),
        form_no=46,
        row_no=None,
        evidence="食品安全宣传相关工作费用: ≤0.1万元; 食品安全相关工作会议费用及专家劳务费: <2.31万元; "
        "承检机构考核等相关工作费用: <2.08万元",
        message="成本指标合计4.49万元，超过预算4.47万元",
    ),
    "cost_covers_part_of_budget": Pin(
        forms=(10, 20, 28, 56),
        form_no=20,
        row_no=None,
        evidence="第三方评估费用: ≤9万元",
        message="成本指标合计9万元，预算为10万元，其余资金没有成本指标",
    ),
    "amount_against_description": Pin(
        forms=(20,),
        form_no=20,
        row_no=1,
        evidence="第三方评估费用 / 按照协议约定执行，计划预算20万元 → ≤9万元",
        message="「第三方评估费用」描述为「按照协议约定执行，计划预算20万元」，指标值却为「≤9万元」",
    ),
    "price_times_volume_exceeds_budget": Pin(
        forms=(14,),
        form_no=14,
        row_no=16,
        evidence=(
            "国家食品安全抽检平均成本: ≤2500元/批次; "
            "完成国家食品安全监督抽检批次: ≥3305批次; "
            "完成国家食品安全评价性抽检批次: ≥1328批次; "
            "完成国家食品安全风险监测抽检批次: ≥832批次"
        ),
        message="按「国家食品安全抽检平均成本」≤2500元/批次和数量指标计算需1366.25万元，超过预算893.97万元",
    ),
    "parts_differ_from_whole": Pin(),
    "execution_rate_against_amounts": Pin(),
    "execution_score_against_rate": Pin(),
    "one_name_two_scales": Pin(
        forms=(5, 9, 11, 12, 39),
        form_no=5,
        row_no=5,
        evidence="节约财政资金 → ≤5%",
        message="「节约财政资金」此处为「≤5%」，另一表为「表9：≥5%」",
    ),
    "twin_projects": Pin(
        forms=(11, 12),
        form_no=11,
        row_no=None,
        evidence="2023年中央食品监管补助资金",
        message="同一单位有2个项目名为「2023年中央食品监管补助资金」",
    ),
    "same_form_differs": Pin(),
    "same_file_in_two_years": Pin(),
    "target_relaxed_for_more_money": Pin(),
    "hard_target_dropped": Pin(),
    "unchanged_while_money_moved": Pin(),
    "identity_not_clear": Pin(),
    "points_do_not_sum_to_100": Pin(),
    "total_differs_from_scores": Pin(),
    "full_score_with_missed_target": Pin(),
    "undeclared_change_of_target": Pin(),
    "promised_row_vanished": Pin(),
    "overfulfilled_without_reason": Pin(),
    "deviation_without_reason": Pin(),
    "actual_scale_unclear": Pin(),
    "score_above_points": Pin(),
    "total_score_above_100": Pin(),
    "evaluated_row_not_promised": Pin(),
    "forecast_was_wrong": Pin(),
}
