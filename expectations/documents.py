"""Gate 1: may this document enter? Expectations over the landing schema, about the document and its reading.

The batch is the documents below raw/ as they are now. A document that breaks a critical expectation is set aside, with the
reasons; a warning lets it in, and stays to be read. Earlier versions are judged beside them, since one of them is
current where the newest is set aside; their offences do not make the gate fail.
"""

from __future__ import annotations

from expectations.expectation import BATCH, Expectation, Gate
from expectations.fiscal_year import (
    FISCAL_YEAR_IS_KNOWN,
    NO_FILE_IS_OF_TWO_YEARS,
    OWN_YEAR_IS_THE_FOLDERS_YEAR,
    SAME_FILE_IS_OF_THE_YEAR_THAT_IS_LISTED,
)
from expectations.headings import HEADING_NUMBERS_HAVE_NO_GAP
from expectations.reviews import NO_FIELD_NEEDS_REVIEW
from expectations.vocabulary import LEVEL_SPELLINGS, MONEY_UNITS
from expectations.wording import (
    PRINTED_LEVEL,
    beside_text,
    form_label,
    name_key,
    quoted,
)

_LOOK = "look at the place with «jixiao read»"
_FETCH_AGAIN = "compare with the published document, and fetch the file again"

DOCUMENT_IS_READABLE = Expectation(
    name="document_is_readable",
    severity="critical",
    meaning="The bytes are a document of a known format, whole and unprotected: otherwise nothing of it can be read.",
    query=f"""
select
    document.document_id,
    cast(null as integer) as form_no,
    cast(null as varchar) as locator,
    document.problem as reason
from {BATCH} as document
where document.problem is not null
""",
)

DOCUMENT_HAS_A_FORM = Expectation(
    name="document_has_a_form",
    severity="critical",
    meaning="A readable document holds at least one form (绩效目标表, 绩效自评表) that is recognised by its labels.",
    query=f"""
select
    document.document_id,
    cast(null as integer) as form_no,
    cast(null as varchar) as locator,
    'No form was found: no table has the labels of one (项目名称, 一级指标, 指标值). '
    || coalesce(
        (
            select
                'Its first text that is in no form is ' || {quoted("min_by(seen.text, seen.rowid)")}
                || ' (' || min_by(seen.locator, seen.rowid) || '; ' || min_by(seen.reason, seen.rowid) || '). '
            from landing.rejected as seen
            where seen.document_id = document.document_id
            having count(*) > 0
        ),
        ''
    )
    || 'If it holds forms, add their labels to the seed form_labels («jixiao read» shows what is seen); if it holds '
    || 'none, take it out of raw/.' as reason
from {BATCH} as document
where document.problem is null and not exists (from landing.form as form where form.document_id = document.document_id)
""",
)

NO_ROW_IS_CUT_OFF = Expectation(
    name="no_row_is_cut_off",
    severity="critical",
    meaning="No row and no form ends before it is complete: a file that was cut off would look like fewer promises.",
    query=f"""
select
    rejected.document_id,
    rejected.form_no,
    rejected.locator,
    {form_label()} || ' is cut off (' || rejected.locator || {beside_text("rejected.text")} || '): '
    || rtrim(rejected.reason, '.。') || '.' as reason
from {BATCH} as document
join landing.rejected as rejected using (document_id)
left join landing.form as form
    on form.document_id = rejected.document_id and form.form_no = rejected.form_no
where rejected.is_cut_off
""",
)

EVERY_FORM_HAS_ROWS = Expectation(
    name="every_form_has_rows",
    severity="critical",
    meaning="Every form has at least one indicator row: a form without any was not read, or its table was lost.",
    query=f"""
select
    form.document_id,
    form.form_no,
    form.locator,
    {form_label()} || ' (' || form.locator || ') has no indicator row below its labels. Its table (一级指标 … 指标值) '
    || 'was lost or begins in a way that is not known: {_LOOK}, or {_FETCH_AGAIN}.' as reason
from {BATCH} as document
join landing.form as form using (document_id)
where form.row_count = 0
    and not exists (
        from landing.rejected as cut_off
        where cut_off.document_id = form.document_id and cut_off.form_no = form.form_no and cut_off.is_cut_off
    )
""",
)

# A text that is rejected where a name, a target, an actual value or this year's amount is read, and that field is empty.
_LOSES_A_FIELD = """(
        (
            rejected.area = 'indicator_row'
            and (
                not exists (
                    from landing.indicator_row as row
                    where row.document_id = rejected.document_id and row.form_no = rejected.form_no
                )
                or exists (
                    from landing.indicator_row as row
                    where row.document_id = rejected.document_id
                        and row.form_no = rejected.form_no
                        and (
                            coalesce(row.level3_text, row.description, row.level2_text) is null
                            or coalesce(row.target_text, row.actual_text) is null
                        )
                )
                or rejected.kind = 'row'
            )
        )
        or (
            rejected.area = 'amount'
            and not exists (
                from landing.funding_line as line
                where line.document_id = rejected.document_id
                    and line.form_no = rejected.form_no
                    and line.line_role = 'total'
                    and line.amount is not null
            )
        )
    )"""

NO_TEXT_IS_REJECTED_FROM_ROWS_OR_AMOUNTS = Expectation(
    name="no_text_is_rejected_from_rows_or_amounts",
    severity="critical",
    meaning="No text is left over where the name, the target or the actual value of an indicator, or this year's amount, is "
    "read and that field is empty: it is a promise or an amount that was not understood.",
    query=f"""
select
    rejected.document_id,
    rejected.form_no,
    rejected.locator,
    {form_label()} || ': ' || {quoted("rejected.text")} || ' (' || rejected.locator || ') belongs to '
    || case rejected.area when 'amount' then 'an amount' else 'an indicator row' end || ' but is in no field: '
    || rtrim(rejected.reason, '.。') || '. To go on, {_LOOK}.' as reason
from {BATCH} as document
join landing.rejected as rejected using (document_id)
left join landing.form as form
    on form.document_id = rejected.document_id and form.form_no = rejected.form_no
where not rejected.is_cut_off and {_LOSES_A_FIELD}
""",
)

EVERY_FORM_NAMES_ITS_PROJECT = Expectation(
    name="every_form_names_its_project",
    severity="critical",
    meaning="Every form but a department's names its project (项目名称): without a name nobody knows what was promised.",
    query=f"""
select
    form.document_id,
    form.form_no,
    form.locator,
    {form_label()} || ' (' || form.locator || ') names no project (项目名称). If the document names it, its '
    || 'label is not known: «jixiao read» shows the texts beside unknown labels, and the line of the seed form_labels that '
    || 'would teach each.' as reason
from {BATCH} as document
join landing.form as form using (document_id)
where not (form.form_kind = 'department' or form.is_department) and form.project_name is null
""",
)

EVERY_FORM_HAS_ONE_BUDGET = Expectation(
    name="every_form_has_one_budget",
    severity="critical",
    meaning="The year's money of a form has one reading: of two totals that differ the parts must tell which holds.",
    query=f"""
select
    rejected.document_id,
    rejected.form_no,
    min(rejected.locator) as locator,
    {form_label("any_value(form)")} || ': ' || count(*) || ' totals of the year''s money differ ('
    || string_agg({quoted("rejected.text")}, ', ' order by rejected.rowid) || ') and the parts add up to none of them. '
    || 'Ask the publisher, or settle it with a line of the seed corrections.' as reason
from {BATCH} as document
join landing.rejected as rejected using (document_id)
join landing.form as form on form.document_id = rejected.document_id and form.form_no = rejected.form_no
where rejected.kind = 'tied_total'
group by rejected.document_id, rejected.form_no
""",
)

EVERY_FORM_HAS_AN_OBJECTIVE = Expectation(
    name="every_form_has_an_objective",
    severity="warning",
    meaning="Every form prints an objective (绩效目标): without one its purpose is not told in words.",
    query=f"""
select
    form.document_id,
    form.form_no,
    form.locator,
    {form_label()} || ' (' || form.locator || ') prints no objective (绩效目标, 年度总体目标). If the '
    || 'document prints one, its label is not known: «jixiao read» shows it.' as reason
from {BATCH} as document
join landing.form as form using (document_id)
where form.objective is null
""",
)

EVERY_FORM_NAMES_ITS_UNIT = Expectation(
    name="every_form_names_its_unit",
    severity="warning",
    meaning="Every form names its unit (预算单位, 实施单位): a form without one stands under 未列明 of its publisher.",
    query=f"""
select
    form.document_id,
    form.form_no,
    form.locator,
    {form_label()} || ' (' || form.locator || ') names no unit (预算单位, 实施单位), so it stands under 未列明. If the '
    || 'document names the unit elsewhere, its label is missing from the seed form_labels.' as reason
from {BATCH} as document
join landing.form as form using (document_id)
where form.unit_code is null
    and form.unit_name is null
    and not (
        (form.form_kind = 'department' or form.is_department)
        and coalesce(form.department_code, form.department_name) is not null)
""",
)

EVERY_FORM_PRINTS_MONEY = Expectation(
    name="every_form_prints_money",
    severity="warning",
    meaning="Every form prints an amount (预算数, 年度资金总额): without one the project's money is unknown.",
    query=f"""
select
    form.document_id,
    form.form_no,
    form.locator,
    {form_label()} || ' (' || form.locator || ') prints no amount of money (预算数, 年度资金总额), so its budget is '
    || 'unknown. If the document prints one, its label is missing from the seed form_labels.' as reason
from {BATCH} as document
join landing.form as form using (document_id)
where not exists (
    from landing.funding_line as line
    where line.document_id = form.document_id
        and line.form_no = form.form_no
        and trim(coalesce(line.amount_text, '')) <> ''
)
""",
)

EVERY_AMOUNT_NAMES_ITS_MONEY_UNIT = Expectation(
    name="every_amount_names_its_money_unit",
    severity="warning",
    meaning="Every amount has a known unit of money (万元, 元), its own or the form's: without one it cannot be told in "
    "yuan.",
    query=f"""
select
    line.document_id,
    line.form_no,
    min_by(line.locator, line.line_no) as locator,
    {form_label("any_value(form)")} || ': '
    || case when count(line.money_unit_text) = 0
        then 'no unit of money (金额单位：万元) is printed'
        else 'the unit of money ' || {quoted("min(line.money_unit_text)")} || ' is not known'
    end
    || ' for ' || {quoted("min_by(line.label_text, line.line_no)")} || ' ' || min_by(line.amount_text, line.line_no)
    || ' (' || min_by(line.locator, line.line_no) || '), so the amount in yuan is unknown. If the document prints it, '
    || 'the unit is missing from the seed money_units or stands where no reader looks.' as reason
from {BATCH} as document
join landing.funding_line as line using (document_id)
join landing.form as form on form.document_id = line.document_id and form.form_no = line.form_no
where line.amount is not null
    and not list_contains({MONEY_UNITS}, coalesce(line.money_unit, ''))
group by line.document_id, line.form_no
""",
)

LEVELS_ARE_KNOWN = Expectation(
    name="levels_are_known",
    severity="warning",
    meaning="The level of every indicator row (二级指标, else 一级指标) is a known spelling: rows of another stand under "
    "未分类.",
    query=f"""
with
    unknown as (
        select row.*, {PRINTED_LEVEL} as level_text
        from {BATCH} as document
        join landing.indicator_row as row using (document_id)
        left join landing.name as name on name.name_key = {name_key(PRINTED_LEVEL, "document.fiscal_year")}
        where {PRINTED_LEVEL} is not null
            and not coalesce(list_contains({LEVEL_SPELLINGS}, name.level_spelling), false)
    )
select
    document_id,
    cast(min(form_no) as integer) as form_no,
    min_by(locator, (form_no, row_no)) as locator,
    'The level ' || {quoted("level_text")} || ' of ' || count(*) || case when count(*) = 1 then ' row' else ' rows' end
    || ' (the first: form ' || min(form_no) || ', ' || min_by(locator, (form_no, row_no)) || ') is no known spelling, so '
    || 'they stand under 未分类. Add it to the seed indicator_levels with the category that it means.' as reason
from unknown
group by document_id, level_text
""",
)

NO_OTHER_TEXT_IS_REJECTED = Expectation(
    name="no_other_text_is_rejected",
    severity="warning",
    meaning="Every text of a form, and between the forms, is in a field: what is left over is kept as rejected text.",
    query=f"""
with
    other as (
        select rejected.*, rejected.rowid as text_order
        from {BATCH} as document
        join landing.rejected as rejected using (document_id)
        where not rejected.is_cut_off and not {_LOSES_A_FIELD}
    ),
    grouped as (
        select
            document_id,
            form_no,
            reason,
            count(*) as texts,
            min_by(text, text_order) as text,
            min_by(locator, text_order) as locator
        from other
        group by document_id, form_no, reason
    )
select
    grouped.document_id,
    grouped.form_no,
    grouped.locator,
    {form_label()} || ': ' || {quoted("grouped.text")} || ' (' || grouped.locator || ')'
    || case grouped.texts
        when 1 then ' is in no field: '
        when 2 then ' and another text are in no field: '
        else ' and ' || (grouped.texts - 1) || ' other texts are in no field: '
    end
    || rtrim(grouped.reason, '.。') || '. They are kept in rejected_text.' as reason
from grouped
left join landing.form as form on form.document_id = grouped.document_id and form.form_no = grouped.form_no
""",
)

DOCUMENTS = Gate(
    name="documents",
    batch="""
select document.*, raw_file.fiscal_year, raw_file.is_listed, raw_file.also_at, raw_file.also_at_is_listed
from landing.document as document
join landing.raw_file as raw_file on raw_file.path = document.path and raw_file.sha256 = document.sha256
where raw_file.withdrawn_because is null
""",
    beside="""
select document.*, raw_file.fiscal_year, coalesce(raw_file.is_listed, false) as is_listed,
    cast(null as varchar) as also_at, cast(null as boolean) as also_at_is_listed
from landing.document as document
left join landing.raw_file as raw_file on raw_file.path = document.path
where raw_file.sha256 is distinct from document.sha256 or raw_file.withdrawn_because is not null
""",
    expectations=(
        DOCUMENT_IS_READABLE,
        DOCUMENT_HAS_A_FORM,
        FISCAL_YEAR_IS_KNOWN,
        OWN_YEAR_IS_THE_FOLDERS_YEAR,
        SAME_FILE_IS_OF_THE_YEAR_THAT_IS_LISTED,
        NO_FILE_IS_OF_TWO_YEARS,
        HEADING_NUMBERS_HAVE_NO_GAP,
        NO_ROW_IS_CUT_OFF,
        EVERY_FORM_HAS_ROWS,
        NO_TEXT_IS_REJECTED_FROM_ROWS_OR_AMOUNTS,
        EVERY_FORM_NAMES_ITS_PROJECT,
        EVERY_FORM_HAS_ONE_BUDGET,
        EVERY_FORM_HAS_AN_OBJECTIVE,
        EVERY_FORM_NAMES_ITS_UNIT,
        EVERY_FORM_PRINTS_MONEY,
        EVERY_AMOUNT_NAMES_ITS_MONEY_UNIT,
        LEVELS_ARE_KNOWN,
        NO_OTHER_TEXT_IS_REJECTED,
        NO_FIELD_NEEDS_REVIEW,
    ),
)
