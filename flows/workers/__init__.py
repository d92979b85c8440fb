"""The processes that read documents, build the models and judge: one protocol for all three.

    process        the load's side: start one, ask it to call a function by name, end it
    serve          its own side: call what is asked, within limits
    surroundings   the environment and the import path that each gets
    reader         documents, within their limits of processor time and memory
    builder, dbt   the models
    packages       of an extension's dbt project, installed once
    parsed, made_by  what dbt parsed before, and what made it
    project_check  what cannot be published is refused before it is built
    auditor        the gates

The function that a process calls is named `module:function`, so that neither side imports the other's libraries, and the
package `expectations` knows nothing of `flows`.
"""
