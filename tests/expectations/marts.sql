-- The marts that the models should make of one landing schema, as far as the rules read them.
-- Which forms count where documents differ: none does here.
create schema intermediate;
create table intermediate.int_forms (
    document_id varchar, form_no integer, form_kind varchar, form_status varchar, counted_path varchar, path varchar,
    fiscal_year integer, project_key varchar, published_name varchar, locator varchar
);
create table intermediate.int_document_versions (document_id varchar, published_on date, is_adjusted boolean);
create table intermediate.int_document_series as select document_id, '|' as series from landing.document;
create table intermediate.int_unit_predecessors (unit_id varchar, fiscal_year integer, previous_unit_id varchar);

create schema marts;

create table marts.dim_document as
select document_id, path, 'current' as status from landing.document;

create table marts.dim_unit as
select distinct unit_code as unit_key, unit_code as unit_id, unit_code, unit_name from landing.form;

create table marts.fact_budget as
select
    form.document_id, form.form_no, form.form_kind, raw_file.fiscal_year, form.unit_code as unit_key, form.locator,
    form.form_kind = 'objective' as is_additive,
    max(case when line.line_role = 'total' then line.amount * 10000 end) as budget_yuan,
    max(case when line.line_role = 'total' then line.initial_amount * 10000 end) as initial_budget_yuan,
    max(case when line.line_role = 'total' then line.executed_amount * 10000 end) as executed_yuan,
    sum(case when line.line_role = 'fiscal' then line.amount * 10000 end) as fiscal_yuan,
    sum(case when line.line_role = 'other' then line.amount * 10000 end) as other_yuan
from landing.form
join landing.document using (document_id)
join landing.raw_file using (path)
left join landing.funding_line as line using (document_id, form_no)
group by all;

create table marts.fact_funding as
select document_id, form_no, locator, amount * 10000 as amount_yuan
from landing.funding_line
where line_role in ('fiscal', 'other', 'source') and amount is not null;

create table marts.fact_indicator as
select
    row.document_id, row.form_no, row.row_no, row.locator, row.level1_text, row.level2_text, row.level3_text,
    row.description, row.target_text, row.actual_text,
    target.target_kind, target.comparator, target.value as target_value, target.starts_on, target.due_on
from landing.indicator_row as row
left join landing.target as target on target.target_text = coalesce(row.value_printed, '');

-- One year has nothing to compare.
create table marts.project_year_over_year (
    document_id varchar, form_no integer, previous_document_id varchar, previous_form_no integer, fiscal_year integer,
    is_additive boolean, budget_yuan decimal(28, 6), previous_budget_yuan decimal(28, 6), difference_yuan decimal(28, 6)
);
create table marts.unit_year_over_year (
    unit_id varchar, fiscal_year integer, budget_yuan decimal(28, 6), previous_budget_yuan decimal(28, 6),
    difference_yuan decimal(28, 6), forms_without_budget integer, previous_forms_without_budget integer
);

create table marts.rejected_text as
select document_id, form_no, locator, text, reason from landing.rejected;
