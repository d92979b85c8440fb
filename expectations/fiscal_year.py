"""Gate 1, the fiscal year: a document must be of the year under which it is filed.

The year that a document prints itself (its title, a 年度 line) decides; where it prints none, the years in the names
of its projects do (信息化运维2024), since most names carry the year that is planned. Years of standards (TSG07-2019), of
documents (【2021】7号), of editions (2021版) and spans of a plan (2021-2025) say nothing, and dates in targets never count.
"""

from __future__ import annotations

from expectations.expectation import BATCH, Expectation
from expectations.wording import NAMED_FORM, quoted

_FEWEST_NAMES = 5
"""Below so many names with a year, their years are an accident."""

# RE2 knows no look-around: what says nothing of the fiscal year is taken out first.
_DOCUMENT = "[\\[【〔(]20[0-9][0-9]年?[\\]】〕)]第?[0-9]+号"
_EDITION = "20[0-9][0-9]年?(修订|修正)?版"
_SPAN = "20[0-9][0-9]年?[-—–－~～至到]+(20)?[0-9][0-9]"
_STANDARD = "[A-Za-z][A-Za-z/]*[0-9.]+[-—–－:]20[0-9][0-9]"
_NOT_OF_THE_PROJECT = f"{_DOCUMENT}|{_EDITION}|{_SPAN}|{_STANDARD}"
_FOLDER_YEAR = "try_cast(regexp_extract(document.path, '(^|/)(20[0-9][0-9])/', 2) as integer)"

_FISCAL_YEAR_IS_KNOWN = f"""
select
    document.document_id,
    cast(null as integer) as form_no,
    document.printed_year_locator as locator,
    'No fiscal year is known for this document: it stands in no folder of a year, and raw/documents.csv gives none. '
    || coalesce(
        'It prints ' || document.printed_year || ': move it to raw/' || document.printed_year || '/',
        'Move it to the folder of the year that it plans or evaluates (raw/2024/)'
    )
    || ', or give its fiscal_year in raw/documents.csv.' as reason
from {BATCH} as document
where document.fiscal_year is null
"""

_OWN_YEAR_IS_THE_FOLDERS_YEAR = f"""
with{NAMED_FORM},
    name_year as (
        -- One vote of each name for each year that it carries; 20245 is no year.
        select distinct form.document_id, form.form_no, form.project_name, form.locator, cast(number as integer) as year
        from (
            select
                form.*,
                unnest(regexp_extract_all(
                    regexp_replace(form.folded_project_name, '{_NOT_OF_THE_PROJECT}', ' ', 'g'), '[0-9]+'
                )) as number
            from {BATCH} as document join named_form as form using (document_id)
            where document.printed_year is null
        ) as form
        where length(number) = 4 and number like '20%'
    ),
    vote as (
        select document_id, year, count(*) as names, min_by(project_name, form_no) as project_name,
            min_by(locator, form_no) as locator, min(form_no) as form_no
        from name_year
        group by document_id, year
    ),
    voters as (select document_id, count(distinct form_no) as names from name_year group by document_id),
    majority as (
        -- More than half of the names, and more than any other year (a name may carry two).
        select vote.*, voters.names as names_with_a_year
        from vote join voters using (document_id)
        where voters.names >= {_FEWEST_NAMES} and vote.names * 2 > voters.names
        qualify count(*) over (partition by vote.document_id, vote.names) = 1
            and vote.names = max(vote.names) over (partition by vote.document_id)
    ),
    own_year as (
        select document_id, printed_year as year, cast(null as integer) as form_no, printed_year_locator as locator,
            'It prints ' || printed_year || ' as its year' || coalesce(' (' || printed_year_locator || ')', '')
            as evidence
        from {BATCH} as document
        where printed_year is not null
        union all
        select document_id, year, form_no, locator,
            'Of ' || names_with_a_year || ' project names with a year, ' || names || ' carry ' || year
            || ' (the first: ' || {quoted("project_name")} || ', ' || locator || ')' as evidence
        from majority
    )
select
    document.document_id,
    own_year.form_no,
    own_year.locator,
    own_year.evidence || ', but it is filed under ' || document.fiscal_year || '. '
    || case
        when {_FOLDER_YEAR} is distinct from document.fiscal_year then 'Correct its fiscal_year in raw/documents.csv'
        else 'Move it to raw/' || own_year.year || '/'
            || case when document.is_listed then ', and its line in raw/documents.csv with it' else '' end
    end
    || '; if it really plans or evaluates ' || document.fiscal_year || ', ask the publisher for a corrected document.'
    as reason
from {BATCH} as document
join own_year using (document_id)
where own_year.year <> document.fiscal_year
"""

FISCAL_YEAR_IS_KNOWN = Expectation(
    name="fiscal_year_is_known",
    severity="critical",
    meaning="Every document has a fiscal year (预算年度), from its folder or from raw/documents.csv: without it nothing in "
    "it can be placed.",
    query=_FISCAL_YEAR_IS_KNOWN,
)

OWN_YEAR_IS_THE_FOLDERS_YEAR = Expectation(
    name="own_year_is_the_folders_year",
    severity="critical",
    meaning="The year that a document prints, else the year that most of its project names carry, is the fiscal year "
    "under which it is filed: otherwise its promises would stand in another year's account.",
    query=_OWN_YEAR_IS_THE_FOLDERS_YEAR,
)


def _same_file(condition: str, remedy: str) -> str:
    """Documents whose bytes stand under another fiscal year, too."""
    return f"""
select
    document.document_id,
    cast(null as integer) as form_no,
    cast(null as varchar) as locator,
    'It is byte for byte the file ' || document.also_at || ', which is filed under another fiscal year. ' || {remedy}
    as reason
from {BATCH} as document
where document.also_at is not null and {condition}
"""


_IS_OF_THE_OTHER_YEAR = "document.also_at_is_listed and not document.is_listed"

SAME_FILE_IS_OF_THE_YEAR_THAT_IS_LISTED = Expectation(
    name="same_file_is_of_the_year_that_is_listed",
    severity="critical",
    meaning="Where the same bytes stand under two fiscal years and raw/documents.csv confirms one of them, the other is no "
    "document of its year: its promises would be counted twice.",
    query=_same_file(
        _IS_OF_THE_OTHER_YEAR,
        "'raw/documents.csv confirms that one. Put the file of ' || document.fiscal_year || ' in its place, or, if both "
        "years really print the same, give this one a line in raw/documents.csv, too.'",
    ),
)

NO_FILE_IS_OF_TWO_YEARS = Expectation(
    name="no_file_is_of_two_years",
    severity="warning",
    meaning="No file stands under two fiscal years: a publisher prints a document a year, so one of the two was filed "
    "wrong, and the years are doubtful to compare.",
    query=_same_file(
        f"not ({_IS_OF_THE_OTHER_YEAR})",
        "case when document.is_listed and document.also_at_is_listed "
        "then 'raw/documents.csv gives both their year. If that is true, say so in the seed accepted_breaks.' "
        "when document.is_listed then 'raw/documents.csv confirms this one: the other is set aside.' "
        "else 'Take the wrong one away, or give the right one a line in raw/documents.csv: that sets the other aside.' end",
    ),
)
