"""SQL expressions that the expectations share: how a place is named and a text quoted, how texts are made comparable.

Each function takes SQL expressions and returns one. An expectation's query is a template of Great Expectations, so a brace
that the database is to see is written twice here.
"""

from __future__ import annotations

from collections.abc import Iterable

REPORT = "This is an error of the models, not of the document: report it with this line."
"""What to do about an offence that no publisher can mend."""

PRINTED_LEVEL = "coalesce(nullif(trim(row.level2_text), ''), row.level1_text)"
"""The level that tells the category of an indicator, for an alias `row` of landing.indicator_row."""

_LONGEST_QUOTE = 40
# The wide, unbreakable and invisible spaces of Word and web pages, which no function of the database knows.
_WHITE_SPACE = " \t\n\r\u3000\u00a0\u2002\u2003\u200b\ufeff"
_SPACES = f"[{_WHITE_SPACE}]+"


def literal(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''").replace("{", "{{").replace("}", "}}") + "'"


def text_list(texts: Iterable[str]) -> str:
    """Texts as a list literal; an empty list where there are none."""
    return f"cast([{', '.join(literal(text) for text in texts)}] as varchar[])"


def quoted(text: str) -> str:
    """«text» on one line, shortened after 40 characters; null where the text is."""
    line = f"trim(regexp_replace({text}, '{_SPACES}', ' ', 'g'))"
    return (
        f"('«' || left({line}, {_LONGEST_QUOTE}) || "
        f"case when length({line}) > {_LONGEST_QUOTE} then '…' else '' end || '»')"
    )


def beside_text(text: str) -> str:
    """`, at «text»`; nothing where the text is empty."""
    return f"case when trim({text}) = '' then '' else ', at ' || {quoted(text)} end"


def yuan_text(amount: str) -> str:
    """`450000 yuan`, decimals only where there are any; `no amount` where it is null."""
    return f"coalesce(regexp_replace(cast({amount} as varchar), '[.]0+$', '') || ' yuan', 'no amount')"


def trimmed(text: str) -> str:
    """A text without the white space around it; null as the empty text."""
    return f"trim(coalesce({text}, ''), '{_WHITE_SPACE}')"


def name_key(text: str, fiscal_year: str = "null") -> str:
    """The key of a printed name in landing.name, which has it folded; without a year that of a name of the vocabulary."""
    return f"md5({text} || '|' || cast(coalesce({fiscal_year}, -1) as varchar))"


def target_key(text: str, unit: str, comparator: str, fiscal_year: str) -> str:
    """The key of a target in landing.target; the expressions of the texts are null where nothing is printed."""
    text, unit, comparator = (f"coalesce({each}, '')" for each in (text, unit, comparator))
    lengths = f"length({unit}), length({comparator})"
    return f"md5(concat_ws('|', {fiscal_year}, {lengths}, {unit}, {comparator}, {text}))"


NAMED_FORM = f"""
    named_form as (
        select
            form.*,
            raw_file.fiscal_year,
            project.folded_name as folded_project_name,
            unit.folded_name as folded_unit_name,
            department.folded_name as folded_department_name
        from landing.form as form
        join landing.document as version using (document_id)
        join landing.raw_file as raw_file using (path)
        left join landing.name as project on project.name_key = {name_key("form.project_name", "raw_file.fiscal_year")}
        left join landing.name as unit on unit.name_key = {name_key("form.unit_name", "raw_file.fiscal_year")}
        left join landing.name as department
            on department.name_key = {name_key("form.department_name", "raw_file.fiscal_year")}
    )"""
"""A common table expression: landing.form with its names folded."""


def form_label(form: str = "form") -> str:
    """`Form 17 «标准化资助项目2024»` for an alias of landing.form; `The document` where there is no such form."""
    name = quoted(f"coalesce({form}.project_name, {form}.heading_text)")
    return f"coalesce('Form ' || {form}.form_no || coalesce(' ' || {name}, ''), 'The document')"
