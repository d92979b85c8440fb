-- What was done, for operators and auditors; published beside the marts.

create schema if not exists operations;

-- One row a load that reached gate 2, or a rollback.
create table if not exists operations.load_log (
    load_no integer primary key,
    started_at timestamptz not null,
    finished_at timestamptz not null,
    outcome varchar not null,            -- published, refused, rolled_back
    documents_read integer not null,     -- versions read in this load
    documents_current integer not null,
    documents_set_aside integer not null,
    forms integer not null,
    indicators integer not null,
    budget_yuan decimal(20, 2),          -- sum of the forms that sums may count
    of_load_no integer                   -- of a rollback: the load whose publication is published again; else null
);

-- The latest verdict of every expectation of both gates on each jurisdiction, from the load that built it last.
create table if not exists operations.gate_result (
    scope varchar not null,              -- the jurisdiction; '' where documents name none
    gate varchar not null,               -- documents, readings (gate 1), warehouse, continuity (gate 2)
    expectation varchar not null,
    severity varchar not null,
    is_met boolean not null,
    offending_rows integer not null,
    primary key (scope, gate, expectation)
);

-- Of what the published file was made: equal to the next load's means that nothing is new.
create table if not exists operations.published_state (
    fingerprint varchar not null
);

-- What the schema `marts` promises to those who read it; docs/reference/contract.md says what each version changed.
create table if not exists operations.contract_version (
    version integer not null
);

-- What the YAML of each mart says of its columns.
create table if not exists operations.mart_column (
    mart varchar not null,
    column_role varchar not null,        -- grain (what one row is), place (likewise, if rows can be alike), scope, key
    column_name varchar not null
);

-- Of what each jurisdiction was built: one whose digest is that of the next load need not be built again.
create table if not exists operations.scope (
    scope varchar primary key,           -- the jurisdiction; '' where documents name none
    digest varchar not null              -- of its documents, their descriptions, the vocabulary and the code
);

-- Keys that a load changed, by comparing each fact of the published file before and after.
create table if not exists operations.key_change (
    load_no integer not null,            -- the load of operations.load_log that changed it
    key_column varchar not null,         -- unit_key, project_key, indicator_key, category_key
    old_key varchar not null,
    new_key varchar not null
);

-- What a load changed in the marts against the file published before; a mart and year without change has no row.
create table if not exists operations.load_change (
    load_no integer not null,            -- of operations.load_log
    mart varchar not null,
    fiscal_year integer,                 -- null for dimensions
    rows_added bigint not null,
    rows_removed bigint not null,
    rows_changed bigint not null,        -- at the same place of the same document, with other content or other keys
    links_moved bigint not null,         -- rows of year over year that are linked with another row of the year before
    budget_difference_yuan decimal(28, 6) not null -- of the forms that sums may count; 0 for other marts
);

-- What a load changed of the documents' status. The documents of a publication are those whose latest row of this table,
-- up to its load_no, says current (or another status).
create table if not exists operations.load_document (
    load_no integer not null,            -- of operations.load_log
    document_id varchar not null,
    path varchar not null,
    previous_status varchar,             -- null when the version is new
    status varchar,                      -- null when the version is not published any more
    reason varchar                       -- why the status is not simply current
);
