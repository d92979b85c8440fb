"""The words of the report in Chinese and English. Both stand in each page; the reader's choice shows one of them."""

from __future__ import annotations

from markupsafe import Markup, escape

from flows.commands.read.names import OF_FORMS, OF_LINES, OF_ROWS, OF_THE_TOTAL

# What the marts say in English codes, as Chinese and English readers say it.
WORDS: dict[str, tuple[str, str]] = {
    # what became of a target
    "added": ("新增", "added"),
    "dropped": ("取消", "dropped"),
    "continued": ("延续", "continued"),
    "unchanged": ("未变", "unchanged"),
    "tightened": ("收紧", "tightened"),
    "relaxed": ("放宽", "relaxed"),
    "changed": ("变动", "changed"),
    "quantified": ("由定性变定量", "quantified"),
    "unquantified": ("由定量变定性", "no longer quantified"),
    "not_comparable": ("不可比", "not comparable"),
    # why targets do not compare
    "dimension": ("量纲不同", "another dimension"),
    "rate_base": ("比率基准不同", "per something else"),
    "words": ("均为文字", "words on both sides"),
    "definition_changed": ("指标内涵改变", "the definition changed"),
    "composite_parts": ("分项不同", "other parts"),
    "basis": ("口径不同", "measured from something else"),
    "scale": ("量级含义不同", "another scale"),
    # kinds of targets
    "number": ("数值", "number"),
    "percentage": ("百分比", "percentage"),
    "rate": ("比率", "rate"),
    "deadline": ("期限", "deadline"),
    "period": ("期间", "period"),
    "composite": ("复合", "composite"),
    "qualitative": ("定性", "words"),
    "missing": ("空白", "blank"),
    # outcomes
    "met": ("达成", "met"),
    "partly_met": ("部分达成", "partly met"),
    "not_met": ("未达成", "not met"),
    "later": ("以后年度显现", "later"),
    "not_available": ("无法判断", "not available"),
    "in_doubt": ("存疑", "in doubt"),
    "computed": ("按数值计算", "computed"),
    "declared": ("部门自述", "declared"),
    # findings
    "critical": ("严重", "critical"),
    "error": ("错误", "error"),
    "warning": ("警告", "warning"),
    "info": ("提示", "note"),
    "完整性": ("完整性", "completeness"),
    "相关性": ("相关性", "relevance"),
    "适当性": ("适当性", "appropriateness"),
    "可行性": ("可行性", "feasibility"),
    # documents
    "current": ("现行", "current"),
    "superseded": ("被替代", "superseded"),
    "set_aside": ("未采用", "set aside"),
    "not_read": ("未能读取", "not read"),
    "duplicate": ("重复", "duplicate"),
    "withdrawn": ("已撤回", "withdrawn"),
    # years that compare
    "comparable": ("可比", "comparable"),
    "doubtful": ("存疑", "doubtful"),
    "accepted": ("认可", "accepted"),
    # kinds of forms and projects
    "objective": ("绩效目标表", "objectives"),
    "self_evaluation": ("绩效自评表", "self-evaluation"),
    "monitoring": ("绩效运行监控表", "mid-year monitoring"),
    "department": ("部门整体支出", "whole department"),
    "project": ("项目", "project"),
    # which way is better
    "higher_is_better": ("越高越好", "higher is better"),
    "lower_is_better": ("越低越好", "lower is better"),
    # how a thing was known again
    "similarity": ("相似匹配", "alike"),
    "decision": ("人工认定", "by decision"),
    # gates
    "documents": ("文件入库检验", "documents"),
    "readings": ("读取检验", "readings"),
    "warehouse": ("数据仓库检验", "warehouse"),
    "continuity": ("年度可比检验", "continuity"),
    # answers
    "true": ("是", "yes"),
    "false": ("否", "no"),
}


FIELDS: dict[str, tuple[str, str]] = {
    f"field.{english}": (chinese, english.replace("_", " "))
    for names in (OF_LINES, OF_THE_TOTAL, OF_ROWS, OF_FORMS)
    for english, chinese in names.values()
}
"""What the fields of forms are called; a field and a code of the marts may have the same name (objective)."""


def both(chinese: object, english: object) -> Markup:
    """A text in both languages, of which a page shows one."""
    # Markup.format does the same in four times the time, and pages hold thousands of these.
    return Markup(  # noqa: S704 (escaped here)
        f'<span class="zh" lang="zh-CN">{escape(chinese)}</span><span class="en" lang="en">{escape(english)}</span>'
    )


def word(code: object) -> Markup | str:
    """A code of the marts as a reader says it; a code without a word stands as it is."""
    if code is None:
        return ""
    key = str(code).lower() if isinstance(code, bool) else str(code)
    return both(*WORDS[key]) if key in WORDS else str(code)


def field_word(name: str) -> Markup | str:
    """The name of a field as a reader says it; a field without a word stands as it is."""
    return both(*FIELDS[key]) if (key := f"field.{name}") in FIELDS else name
