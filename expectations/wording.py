"""SQL expressions that the expectations share: how a place is named and a text quoted, how texts are made comparable.

Each function takes SQL expressions and returns one. An expectation's query is a template of Great Expectations, so a brace
that the database is to see is written twice here.
"""

from __future__ import annotations

from collections.abc import Iterable

from expectations.vocabulary import level_words

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


def folded(text: str) -> str:
    """A text as names are compared: the function that a load writes into its file (NFKC, no white space)."""
    return f"vocabulary.fold({text})"


def level_spelling(text: str) -> str:
    """The spelling by which the seed indicator_levels knows a printed level: 产出指标(50分) → 产出, 一、数量目标 → 数量."""
    without_notes = f"regexp_replace({folded(text)}, '[(][^()]*[)]|^[一二三四五六七八九十0-9]+[、.]|[0-9.]+分?$', '', 'g')"
    joined = f"regexp_replace({without_notes}, '[、,/和与]', '', 'g')"
    return f"regexp_replace({joined}, '({level_words()})+[0-9]*$', '')"


def form_label(form: str = "form") -> str:
    """`Form 17 «标准化资助项目2024»` for an alias of landing.form; `The document` where there is no such form."""
    name = quoted(f"coalesce({form}.project_name, {form}.heading_text)")
    return f"coalesce('Form ' || {form}.form_no || coalesce(' ' || {name}, ''), 'The document')"
