"""What stands around the forms: signatures, opinions, notes below; tables of another kind before and after."""

from __future__ import annotations

from random import Random

from tests.forms.layouts.content import Project
from tests.forms.layouts.grids import Block, Part, Put, Text, block, label, stacked
from tests.forms.layouts.making import Making

_OPINIONS = ("主管部门审核意见", "财政部门意见", "业务科室意见", "绩效评价结论")
_ANSWERS = ("同意申报", "经审核，目标合理", "予以通过", "情况属实")


def below(making: Making, project: Project) -> list[list[Put]]:
    """Rows below the indicators; they are known and not kept, and of persons only the place is kept."""
    rng, wanted = making.rng, making.choice("below")
    rows: list[list[Put]] = []
    if wanted in ("opinions", "everything"):
        rows.append(
            [label("其他需要说明的事项"), Put(rng.choice(("无", "分两批到货", "已按月调度")), "aside", 3)]
        )
        for name, text in zip(rng.sample(_OPINIONS, 2), rng.sample(_ANSWERS, 2), strict=True):
            rows.append([label(name), Put(text, "aside", 3)])
    if wanted in ("signatures", "everything"):
        person = Put(project.person, "person")
        day = Put(f"{making.year}年{rng.randint(1, 12)}月{rng.randint(1, 28)}日", "aside")
        rows.append(
            [label(rng.choice(("填表人（签字）", "填报人", "经办人"))), person, label("填表日期"), day]
        )
        if rng.random() < 0.5:
            rows.append(
                [
                    label("单位负责人"),
                    Put(project.person, "person"),
                    label("联系电话"),
                    Put(project.telephone, "person"),
                ]
            )
    if wanted in ("note_below", "everything"):
        rows.append(
            [Put(rng.choice(("注：指标值经集体研究确定。", "填报说明：金额保留两位小数。")), "aside", 4)]
        )
    return rows


def below_block(making: Making, project: Project) -> Block | None:
    rows = below(making, project)
    return block(rows) if rows else None


def between_block(making: Making) -> Block | None:
    """Words between money and objective that are no indicators: how money was managed, when work is done."""
    if making.choice("between") == "management":
        rows = [
            [label("资金管理情况", rows=3), label("", 1), label("情况说明"), label("存在问题和改进措施")],
            [label("拨付合规性"), Put("直接支付到户", "aside"), Put("暂未发现", "aside")],
            [label("使用规范性"), Put("一卡通发放完毕", "aside"), Put("暂未发现", "aside")],
        ]
        return block(rows)
    if making.choice("between") == "schedule":
        rows = [
            [label("项目实施进度计划", rows=3), label("项目实施内容"), label("开始时间"), label("完成时间")],
            [Put("1、方案设计", "other"), Put("2023.10", "other"), Put("2024.2", "other")],
            [Put("2、组织实施", "other"), Put("2024.3", "other"), Put("2024.11", "other")],
        ]
        return block(rows)
    return None


def other_table(rng: Random, kind: str) -> list[Part]:
    """A table that is no form, with its title. Its texts belong to no field."""
    make = rng.choice((_income, _three_expenses, _monitoring_list))
    return make(rng, kind)


def _amount(rng: Random) -> Put:
    return Put(f"{rng.randint(100, 99999)}.{rng.randint(11, 98)}", "other")


def _income(rng: Random, kind: str) -> list[Part]:
    rows = [[label("收入项目"), label("决算收入"), label("支出项目"), label("决算支出")]]
    for income, spent in zip(
        ("一、一般公共预算收入", "二、政府性基金收入", "本年收入合计"),
        ("一、一般公共服务支出", "二、社会保障支出", "本年支出合计"),
        strict=True,
    ):
        rows.append([Put(income, "other"), _amount(rng), Put(spent, "other"), _amount(rng)])
    return [Text("收支总表"), stacked([block(rows)], f"收支{kind}")]


def _three_expenses(rng: Random, kind: str) -> list[Part]:
    names = ("因公出国（境）费", "公务接待费", "公务用车购置费", "公务用车运行费")
    rows = [[label("三公经费项目"), label("上年数"), label("本年数")]]
    rows += [[Put(name, "other"), _amount(rng), _amount(rng)] for name in names]
    return [Text("“三公”经费支出表"), stacked([block(rows)], f"三公{kind}")]


def _monitoring_list(rng: Random, kind: str) -> list[Part]:
    """A list of staff and cars: cells that look like the head of a form."""
    rows = [[label("序号"), label("资产类别"), label("数量"), label("账面价值")]]
    for number, name in enumerate(("房屋构筑物", "通用设备", "专用车辆"), 1):
        rows.append(
            [
                Put(str(number), "empty"),
                Put(name, "other"),
                Put(str(rng.randint(211, 999)), "other"),
                _amount(rng),
            ]
        )
    return [Text("国有资产占用情况表"), stacked([block(rows)], f"资产{kind}")]


def prose(rng: Random, department: str) -> list[Part]:
    """Paragraphs as a department's budget book has them between its tables."""
    money = f"{rng.randint(100, 999)}.{rng.randint(11, 98)}万元"
    return [
        Text("第三部分　预算绩效情况说明"),
        Text(
            f"按照预算绩效管理要求，{department}对{rng.randint(4, 9)}个项目设定绩效目标，涉及资金{money}。",
            "other",
        ),
        Text("下一步将加强绩效目标审核，提高资金使用效益。", "other"),
    ]
