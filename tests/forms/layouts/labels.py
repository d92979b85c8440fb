"""Labels as publishers spell them: a head with qualifiers before it and notes behind it (FORMATS §3a).

Four tiers: `plain` is the national template's spelling, `composed` puts together what publishers use, `free` is any
scope, owner and head of free_labels.csv, `invented` adds a qualifier that no list can know: such a label may lose its
value, if that is said.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from random import Random

# field: (plain spellings, qualifiers, heads, qualifiers nobody knows). A qualifier may be empty.
_GRAMMAR: dict[str, tuple[str, str, str, str]] = {
    "project_name": (
        "项目名称",
        "|预算|专项|支出|财政|二级|申报|本级",
        "项目名称|专项（项目）名称|转移支付（项目）名称|专项资金名称|资金名称|项目（专项）名称",
        "子|储备库|跨年|重点",
    ),
    "department": (
        "主管部门|主管部门及代码",
        "|项目|业务|县级|市级|预算|市县|归口|一级",
        "主管部门|主管单位|主管部门名称|主管部门（单位）",
        "对口|牵头|分管",
    ),
    "unit_name": (
        "实施单位|项目单位",
        "|项目|具体|资金",
        "实施单位|使用单位|承担单位|预算单位|申报单位|实施单位名称|填报单位",
        "协同|最终|基层",
    ),
    "department_name": (
        "部门（单位）名称|部门名称",
        "|县级|市级|预算|填报",
        "部门名称|单位名称|预算单位名称|部门（单位）名称",
        "本级|所属",
    ),
    "budget": (
        "年度资金总额|预算数",
        "年度|本年度|当年|本年|全年",
        "资金总额|预算金额|预算数|预算申请金额|预算申报数|预算总额|预算资金",
        "拟报|统筹|核定",
    ),
    "total": (
        "年度资金总额",
        "年度|本年度|当年|全年|项目",
        "资金总额|预算总额|资金合计|总金额",
        "统筹|核定",
    ),
    "project_total": (
        "项目资金总额|实施期资金总额",
        "项目|实施期|中期|实施周期|长期",
        "资金总额|总投资|预算总额",
        "全周期|滚动",
    ),
    "fiscal": (
        "其中：财政拨款|财政资金",
        "其中：|当年|本年|其中：当年|年度",
        "财政拨款|财政资金|财政拨款资金",
        "专户内|归垫",
    ),
    "other": ("其他资金", "|年度|其中：|当年", "其他资金|其它资金|其他来源资金", "零星|社会类"),
    "initial": (
        "年初预算数",
        "年初|年初批复|年初部门",
        "预算数|预算|预算金额|预算安排数",
        "首次|期初",
    ),
    "full_year": (
        "全年预算数",
        "全年|调整后|全年（调整）|调整后全年",
        "预算数|预算|预算金额|预算数（A）",
        "最终核定|追加后",
    ),
    "executed": (
        "全年执行数",
        "全年|年度|实际|本年|全年实际",
        "执行数|支出数|执行金额|支出|执行数（B）",
        "决算口径|已列",
    ),
    "rate": ("执行率", "|预算|资金|全年", "执行率|执行率（B/A）|执行率（%）", "支付口径"),
    "purpose": ("资金用途", "|财政|项目|专项", "资金用途|资金使用用途", "拟定"),
    "objective": (
        "年度目标|年度总体目标",
        "年度|全年|当年|本年度|年度总体|项目年度",
        "目标|绩效目标|总体目标|预期目标|总体绩效目标",
        "拟达成的|承诺",
    ),
    "objective_mid": (
        "实施期目标|中期目标",
        "实施期|中期|长期|实施周期|中长期",
        "目标|绩效目标|总目标|总体目标",
        "全周期|滚动三年",
    ),
    "objective_actual": (
        "实际完成情况|全年实际完成情况",
        "实际|全年|年度|全年实际|年末|年度目标",
        "完成情况|完成情况综述|目标完成情况",
        "自查|复核",
    ),
    "level1": ("一级指标", "", "一级指标|一级目标", ""),
    "level2": ("二级指标", "", "二级指标|二级目标", ""),
    "level3": (
        "三级指标",
        "|绩效|具体",
        "三级指标|指标名称|指标内容|三级指标名称|三级指标内容",
        "可考核|细化",
    ),
    "description": ("绩效指标描述|指标描述", "|绩效|指标", "指标描述|内容描述", ""),
    "target": (
        "指标值|年度指标值",
        "|年度|全年|本年|当年|计划|预期|{y}年|年度绩效|年初设定",
        "指标值|目标值|指标目标值|预期实现值|指标值（目标值）",
        "拟定|争取|承诺",
    ),
    "adjusted": ("调整指标值", "调整后|调整", "指标值|目标值|后指标值", "变更"),
    "initial_target": ("年初指标值", "年初|年初设定", "指标值|目标值", "首报"),
    "mid_target": ("中期指标值|实施期指标值", "中期|实施期|长期|实施周期", "指标值|目标值", "全周期"),
    "operator": ("指标性质", "绩效|指标|", "指标性质|计算符号|运算符号|比较符号|指标（运算）符号", ""),
    "number": ("指标值|目标值", "|年度|绩效|本年", "指标值|目标值|绩效指标值", "拟定"),
    "measure_unit": ("度量单位|计量单位", "|绩效|指标", "度量单位|计量单位|指标单位", ""),
    "actual": (
        "实际完成值|全年实际完成值",
        "|实际|全年|年度|全年实际|年末",
        "完成值|完成指标值|完成情况|实际值",
        "核定|自报",
    ),
    "points": (
        "分值",
        "|指标|标准|参考|评价",
        "分值|权重|满分|分值（权重）|权重（分）|分值（分）",
        "内控",
    ),
    "score": ("得分|自评得分", "|自评|指标|实际|评价", "得分|得分（分）", "复核"),
    "deviation": (
        "偏差原因分析及改进措施",
        "|未完成|存在问题及",
        "偏差原因|偏差原因分析|原因分析|原因和改进措施|偏差原因分析及改进措施",
        "滞后",
    ),
    "note": ("备注", "", "备注|说明|备注说明", ""),
    "unknown": ("数据来源部门", "", "数据来源部门|佐证材料清单|考核频道|指标值设定依据", ""),
    "history": ("历史参考值", "", "历史参考值|上年实际值|上年完成值|历史值|近三年均值", ""),
    "total_score": ("总分|合计", "|自评|评价", "总分|总得分|综合得分", ""),
}

_UNKNOWN = (
    "项目归口科室", "评审文号", "入库编号", "申报批次", "论证结论", "建设性质", "联审意见编号", "国库归口处室", "数据来源",
    "政策依据", "立项依据", "项目类别", "项目属性", "起止时间", "实施地点",
)  # fmt: skip

_LETTER_SPACED_LENGTH = 4
_VERTICAL_LENGTH = 6


def spelled(rng: Random, field: str, tier: str, year: int = 2024) -> str:
    """One spelling of the field's label."""
    if tier == "free":
        return _free(rng, field, year)
    plain, qualifiers, heads, invented = _GRAMMAR[field]
    if tier == "plain":
        return rng.choice(plain.split("|"))
    qualifier, head = rng.choice(qualifiers.split("|")), rng.choice(heads.split("|"))
    if tier == "invented" and invented:
        qualifier = rng.choice(invented.split("|"))
    return _joined(qualifier.format(y=year), head)


@cache
def _free_parts() -> dict[str, dict[str, str]]:
    with Path(__file__).with_name("free_labels.csv").open(encoding="utf-8") as file:
        return {line["field"]: line for line in csv.DictReader(file)}


def _free(rng: Random, field: str, year: int) -> str:
    """Scope, owner and head, whichever the draws give; a year may be the scope."""
    line = _free_parts()[field]
    scope, owner, head = (rng.choice(line[part].split("|")) for part in ("scopes", "owners", "heads"))
    return _joined(_joined(scope.format(y=year), owner), head)


def _joined(qualifier: str, head: str) -> str:
    """No word twice: 绩效 + 绩效指标值 is 绩效指标值."""
    longest = range(min(len(qualifier), len(head)), 1, -1)  # 项目 + 目标 has one 目 twice, and keeps it
    twice = next((length for length in longest if qualifier.endswith(head[:length])), 0)
    return qualifier + head[twice:]


def unknown(rng: Random, count: int) -> list[str]:
    """Labels whose value belongs to no field."""
    return rng.sample(_UNKNOWN, count)


def decorated(rng: Random, text: str, manner: str) -> str:
    """The label with what publishers put around it; `manner` is one of the options of decoration."""
    if manner == "mixed":
        manner = rng.choice(("plain", "marked", "numbered", "colon", "spaced", "broken"))
    middle = len(text) // 2
    is_plain = not any(mark in text for mark in "（：")
    possible = {
        "marked": (True, f"*{text}" if rng.random() < 0.5 else f"{text}*"),
        "numbered": (not text.startswith("其中"), f"{rng.choice('123456')}.{text}"),
        "colon": (not text.startswith("其中"), f"{text}："),
        "spaced": (len(text) == _LETTER_SPACED_LENGTH, " ".join(text)),
        "broken": (
            len(text) > _LETTER_SPACED_LENGTH and "：" not in text,
            f"{text[:middle]}\n{text[middle:]}",
        ),
        "vertical": (len(text) <= _VERTICAL_LENGTH and is_plain, "\n".join(text)),
        "sealed": (text.endswith(("部门", "单位")), f"{text}（{rng.choice(('盖章', '公章', '签章'))}）"),
    }
    is_possible, made = possible.get(manner, (False, text))
    return made if is_possible else text


def noted(text: str, note: str) -> str:
    """The label with a note in brackets, for example the unit of money."""
    return f"{text}（{note}）" if note else text


LEVELS = {
    "产出": ("产出指标", "产出目标", "产出"),
    "效益": ("效益指标", "效果指标", "效益目标"),
    "满意度": ("满意度指标", "满意度"),
    "成本": ("成本指标",),
    "数量": ("数量指标", "数量", "数量类指标"),
    "质量": ("质量指标", "质量"),
    "时效": ("时效指标", "时效", "进度指标"),
    "经济效益": ("经济效益指标", "经济效益"),
    "社会效益": ("社会效益指标", "社会效益"),
    "生态效益": ("生态效益指标", "生态效益"),
    "可持续影响": ("可持续影响指标", "可持续影响"),
    "服务对象满意度": ("服务对象满意度指标", "服务对象满意度", "满意度指标"),
    "经济成本": ("经济成本指标", "经济成本"),
}


# Levels of whole departments and of single provinces.
_UNUSUAL_LEVELS = {
    "产出": ("履职产出", "部门履职目标", "项目完成指标", "工作产出"),
    "效益": ("履职效果", "部门效果目标", "项目效果指标", "社会影响"),
    "满意度": ("社会认可", "社会公众满意度", "服务对象满意度"),
    "成本": ("运行成本", "成本控制指标"),
    "数量": ("重点工作任务", "工作数量", "产出数量"),
    "质量": ("工作质量", "产出质量", "质量达标"),
    "时效": ("工作时效", "产出时效", "进度目标"),
    "经济效益": ("经济效益类", "带动效应"),
    "社会效益": ("社会效益类", "社会影响力"),
    "生态效益": ("生态环境效益", "环境效益"),
    "可持续影响": ("能力建设", "长效管理", "可持续发展"),
    "服务对象满意度": ("受益对象满意度", "群众满意度", "公众评价"),
    "经济成本": ("成本节约", "经济成本类"),
}


def level(rng: Random, name: str, tier: str) -> str:
    if tier == "unusual":
        return rng.choice(_UNUSUAL_LEVELS[name])
    spellings = LEVELS[name]
    return spellings[0] if tier == "plain" else rng.choice(spellings)
