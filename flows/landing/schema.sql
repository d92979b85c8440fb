-- The landing schema: what the documents say, as printed, and where each text stands.
-- One row of landing.document is one version (path and bytes) as one version of the readers saw it.
-- Nothing here decides what a project or a unit is; that is the models' work.
-- Rows of documents are unique by how they are numbered (`flows/landing/rows.py`), targets by how they are added
-- (`flows/landing/dictionary.py`); an index over millions would be held in memory to say it again.

create schema if not exists landing;

-- The files below raw/ at the latest load, with what documents.csv (or the folder) says of them.
create table if not exists landing.raw_file (
    path varchar primary key,            -- posix path below raw/
    sha256 varchar,                      -- of the bytes; null when the file is listed or known but gone
    fiscal_year integer,                 -- from documents.csv, else from the folder raw/YYYY/
    publisher varchar,
    jurisdiction varchar,                -- 行政区划
    source_url varchar,
    published_on date,
    withdrawn_because varchar,           -- why it is taken out of the marts; null when it is not
    is_listed boolean not null,          -- has a line in documents.csv
    also_at varchar,                     -- the path of another fiscal year where the same bytes stand; null when none does
    also_at_is_listed boolean            -- that one has a line in documents.csv
);

-- Document versions read so far.
create table if not exists landing.document (
    document_id varchar primary key,     -- md5 of path and sha256
    path varchar not null,
    sha256 varchar not null,
    byte_size bigint not null,
    format varchar,                      -- text, docx, …; null when the bytes are no known format
    reader_version varchar not null,     -- digest of the code and the vocabulary that read it
    title varchar,                       -- text printed before the first form, if any
    printed_year integer,                -- year of the title or of a 年度 line; null when none is printed
    printed_year_locator varchar,
    problem varchar,                     -- why it could not be read (what, where, remedy); null when it was read
    read_at timestamptz not null,        -- when it was first read
    moved_to varchar                     -- the path where the same bytes stand now, when they are gone from this one
);

-- Versions that the latest load could not try to read, for a reason that is none of theirs. Each load tries again; what an
-- earlier one read of them stays.
create table if not exists landing.not_read (
    document_id varchar not null,
    path varchar not null,
    sha256 varchar not null,
    reason varchar not null,
    tried_at timestamptz not null
);

-- Numbered or unnumbered headings, in document order.
create table if not exists landing.heading (
    document_id varchar not null,
    heading_order integer not null,      -- 1-based
    heading_no integer,                  -- the printed number; null when there is none
    heading_text varchar not null,
    form_no integer,                     -- the form below it; null when no form follows
    locator varchar not null
);

-- One project's table in a document.
create table if not exists landing.form (
    document_id varchar not null,
    form_no integer not null,            -- order in the file, 1-based
    form_kind varchar not null,          -- objective, self_evaluation, department, monitoring
    is_transfer boolean not null default false,    -- of transfer payments (转移支付)
    is_department boolean not null default false,  -- of a whole department, whatever its kind
    share_of_form_no integer,            -- the form of the document that prints the total of which this is a region's
                                         -- share; null for all others
    mid_year_through integer,            -- the last month that a form of mid-year monitoring is of
    heading_no integer,
    heading_text varchar,
    heading_name varchar,                -- the project that the heading names
    department_text varchar,             -- 主管部门 as printed
    department_code varchar,
    department_name varchar,
    unit_text varchar,                   -- 预算单位 / 实施单位 as printed, code and name together
    unit_code varchar,
    unit_name varchar,
    project_text varchar,                -- 项目名称 as printed, code and name together
    project_code varchar,
    project_name varchar,
    money_unit_text varchar,             -- 万元, 元; null when none is printed
    purpose varchar,                     -- 资金用途
    objective varchar,                   -- 绩效目标 / 年度目标
    objective_mid_term varchar,          -- 中期目标
    objective_actual varchar,            -- 年度目标完成情况
    total_score_text varchar,            -- 总分
    row_count integer not null,          -- indicator rows
    total_score decimal(18, 4),          -- the number of total_score_text; null when it is none
    content_words varchar,               -- purpose and objective, folded, numbers as #; null when there are none
    content_sha256 varchar not null,     -- of all printed fields and rows, places and department aside: equal for
                                         -- equal forms
    locator varchar not null,            -- where the form begins
    unit_locator varchar,
    project_locator varchar,
    needs_review varchar                 -- names of the fields that a person should look at, with commas; null for none
);

-- One indicator row of a form.
create table if not exists landing.indicator_row (
    document_id varchar not null,
    form_no integer not null,
    row_no integer not null,             -- order in the form, 1-based
    level1_text varchar,                 -- inherited from the merged cell above where the row's own is blank
    level2_text varchar,                 -- likewise
    level3_text varchar,
    description varchar,                 -- 绩效指标描述
    target_text varchar,                 -- 指标值, operator and unit columns joined to it; null when the cell is blank
    value_printed varchar,               -- the target's cell alone, the key of the dictionary; null when blank
    unit_printed varchar,                -- the unit printed elsewhere: in a column of its own, or in the name's brackets
    comparator_printed varchar,          -- 指标性质 / 计算符号 where it has a column of its own
    target_mid_term_text varchar,        -- 中期指标值 beside the annual one
    target_initial_text varchar,         -- 年初指标值 beside the adjusted one
    polarity_printed varchar,            -- 指标方向性: 正向, 反向
    actual_text varchar,                 -- 实际完成值
    mid_year_actual_text varchar,        -- 1-N月执行情况
    mid_year_forecast_text varchar,      -- 全年预计完成情况
    likelihood_text varchar,             -- 完成目标可能性
    points_text varchar,                 -- 分值 / 权重
    score_text varchar,                  -- 得分
    deviation_text varchar,              -- 偏差原因分析及改进措施
    note_text varchar,                   -- 备注 / 指标内容
    target_words varchar,                -- target_text, folded
    actual_words varchar,                -- actual_text, folded
    deviation_words varchar,             -- deviation_text, folded
    polarity_words varchar,              -- polarity_printed, folded
    points decimal(18, 4),               -- the number of points_text; null when it is none
    score decimal(18, 4),                -- of score_text
    locator varchar not null,            -- of the target's cell, else of the row
    needs_review varchar                 -- names of the fields that a person should look at, with commas; null for none
);

-- One printed money line of a form.
create table if not exists landing.funding_line (
    document_id varchar not null,
    form_no integer not null,
    line_no integer not null,            -- order in the form, 1-based
    label_text varchar not null,         -- as printed: 预算数, 其中：财政资金, 其他资金
    line_role varchar not null,          -- total (this year's money), fiscal, other, source (a named source that is
                                         -- neither), project_total (money of all years), project_part (a
                                         -- part of it), task (a department's task), part (what a sentence says of
                                         -- which another line is made up)
    amount_text varchar,                 -- null when the cell is blank
    amount decimal(18, 6),               -- in the printed money unit; null when blank or no number
    money_unit_text varchar,             -- of the cell, else of the form
    initial_text varchar,                -- 年初预算数
    initial_amount decimal(18, 6),
    executed_text varchar,               -- 全年执行数; in a form of mid-year monitoring 1-N月执行数
    executed_amount decimal(18, 6),
    forecast_text varchar,               -- 全年预计执行数
    forecast_amount decimal(18, 6),
    rate_text varchar,                   -- 执行率, as printed
    points_text varchar,                 -- 分值 of the execution
    score_text varchar,                  -- 得分 of the execution
    label_words varchar not null,        -- label_text, folded
    amount_words varchar,                -- amount_text, folded
    money_unit varchar,                  -- money_unit_text, folded
    execution_rate decimal(18, 4),       -- the number of rate_text; null when it is none
    points decimal(18, 4),               -- of points_text
    score decimal(18, 4),                -- of score_text
    locator varchar not null
);

-- Text of a document that is known and not kept: asides, signatures, sums, what a template left, tables of other kinds.
create table if not exists landing.left_out (
    document_id varchar not null,
    form_no integer,                     -- null outside of any form
    kind varchar not null,               -- aside, contact, sum, filler, note, layout, other_table, context
    locator varchar not null,
    text varchar                         -- null for persons (contact): of them only the place is kept
);

-- Text of a document that is in no other field. Nothing is lost silently.
create table if not exists landing.rejected (
    document_id varchar not null,
    form_no integer,                     -- null outside of any form
    area varchar not null,               -- indicator_row, amount, form, document
    locator varchar not null,
    text varchar not null,
    reason varchar not null,             -- what is wrong and what to do, for a person
    is_cut_off boolean not null,         -- the row or the form ends before it is complete
    kind varchar not null                -- row (a row of indicators, or what may be a name or a target), tied_total (one
                                         -- of several totals of the year's money), other
);

-- The dictionary: the reading of each distinct target. Year-dependent because dates resolve in the fiscal year.
create table if not exists landing.target (
    target_key varchar not null,         -- md5 of the year, the texts' lengths and the texts
    target_text varchar not null,        -- the target's cell (indicator_row.value_printed); '' when it is blank
    unit_printed varchar not null,       -- '' when there is no such column
    comparator_printed varchar not null, -- ''
    fiscal_year integer not null,        -- -1 when unknown
    target_kind varchar not null,
    comparator varchar,
    value decimal(28, 8),                -- the number as printed
    multiplier bigint,                   -- 万 → 10000; value × multiplier counts unit_stem
    measure_unit_text varchar,           -- as printed, multiplier word included
    unit_stem varchar,                   -- numerator without multiplier, folded
    rate_base varchar,                   -- what it is per, folded
    starts_on date,
    due_on date,
    remainder varchar,
    basis varchar,                       -- level, change_ratio, change_points, change_amount, tolerance, deviation
    direction varchar,                   -- up, down of a change; over, under, late, early of a deviation
    is_nearly boolean,                   -- 近500人: just below the number
    is_unit_elsewhere boolean not null,  -- unit_printed is no part of the text
    remainder_words varchar,             -- the remainder, folded
    reader_version varchar not null
);

-- The dictionary of names: each distinct name, folded and freed of the years of its fiscal year.
create table if not exists landing.name (
    name_key varchar not null,           -- md5 of text and fiscal year
    printed_name varchar not null,
    fiscal_year integer not null,        -- -1 when unknown, and for the names of the vocabulary
    folded_name varchar not null,        -- compatible forms made one (NFKC), without white space
    neutral_name varchar not null,       -- years of the budget by their distance ({Y}, {Y-1}), lonely brackets removed
    unmarked_name varchar not null,      -- that, without marks and numbering before it
    masked_name varchar not null,        -- the neutral name with numbers as #
    bare_name varchar not null,          -- the folded name without brackets and punctuation at its end
    level_spelling varchar not null,     -- the spelling by which the seed indicator_levels knows the name of a level
    is_level_label boolean not null,     -- 数量指标: the label of a level
    plain_name varchar not null,         -- the unmarked name without years of the budget and punctuation
    wording varchar not null,            -- that, reworded by the seed rewordings
    masked_wording varchar not null,     -- the same of the plain name without its numbers
    other_years varchar[] not null,      -- {Y-1}, {Y+1}
    numbers varchar[] not null,
    ordinals varchar[] not null,         -- 第二, 一期, A of A座
    places varchar[] not null,           -- 河东区, 静海村
    contrasting_words struct(            -- the lines of the seed contrasting_words whose words stand in the wording
        word_group varchar, word varchar, tells_alone boolean, narrows boolean
    )[] not null,
    reader_version varchar not null
);

-- The values of composite targets.
create table if not exists landing.target_part (
    target_key varchar not null,
    part_no integer not null,            -- 1-based
    label varchar,
    label_words varchar,                 -- folded
    comparator varchar,
    value decimal(28, 8),
    multiplier bigint,
    measure_unit_text varchar,
    unit_stem varchar,
    rate_base varchar,
    starts_on date,
    due_on date,
    reader_version varchar not null
);

-- What gate 1 (the expectations on documents) found; a critical line keeps the document out of the marts.
create table if not exists landing.gate_finding (
    document_id varchar not null,
    expectation varchar not null,
    severity varchar not null,           -- critical, warning
    locator varchar,
    reason varchar not null
);
