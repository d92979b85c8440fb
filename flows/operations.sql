-- What was done, for operators and auditors; published beside the marts.

create schema if not exists operations;

-- One row a load that reached gate 2.
create table if not exists operations.load_log (
    load_no integer primary key,
    started_at timestamptz not null,
    finished_at timestamptz not null,
    outcome varchar not null,            -- published, refused
    documents_read integer not null,     -- versions read in this load
    documents_current integer not null,
    documents_set_aside integer not null,
    forms integer not null,
    indicators integer not null,
    budget_yuan decimal(20, 2)           -- sum of the forms that sums may count
);

-- The latest verdict of every expectation of both gates.
create table if not exists operations.gate_result (
    gate varchar not null,               -- documents, readings (gate 1), warehouse, continuity (gate 2)
    expectation varchar not null,
    severity varchar not null,
    is_met boolean not null,
    offending_rows integer not null,
    primary key (gate, expectation)
);

-- Of what the published file was made: equal to the next load's means that nothing is new.
create table if not exists operations.published_state (
    fingerprint varchar not null
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
