"""Python that moves data: raw → landing → models → published file. One room a step.

    base         errors, paths, settings, printing, whole files, opening DuckDB
    vocabulary   the seeds, as Python reads them
    raw          what lies below raw/, and documents.csv
    warehouse    what a warehouse folder says of itself
    labels       what a text says of itself: a label, a title, a level, a mark
    readers      bytes → Document: word, excel, pdf, web, text
    forms        Document → Form
    names        text → Name
    targets      text → Target
    workers      the processes that read, build and judge
    landing      what is printed, into DuckDB
    publishing   the published file is replaced
    loading      the steps of a load, in order
    commands     one module a command
    export       Parquet, CSV, Excel
    report       the pages
    scheduled    the Prefect flow
    cli          the command line

Each imports only what comes before it; the contract is in pyproject.toml.
"""

import os

# No tool that the steps use may call home. Set before any of them is imported.
for _switch, _value in (
    ("DO_NOT_TRACK", "1"),
    ("GX_ANALYTICS_ENABLED", "false"),
    ("PREFECT_SERVER_ANALYTICS_ENABLED", "false"),
    ("DBT_SEND_ANONYMOUS_USAGE_STATS", "false"),
):
    os.environ[_switch] = _value
