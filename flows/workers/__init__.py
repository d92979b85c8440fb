"""The processes of a load that build and judge.

    builder, dbt         the process that builds, from the load's side and from its own
    packages             of an extension's dbt project, installed once
    parsed, made_by      what dbt parsed before, and what made it
    project_check        what cannot be published is refused before it is built
    auditor              the process that judges
    companion            a process and its pipes

Imports what the load reads and lands (`flows/__init__.py` lists the rooms); `publishing` and `loading` import it.
"""
