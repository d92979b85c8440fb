"""Python that moves data: raw → landing → models → published file."""

import os

# No tool that the steps use may call home. Set before any of them is imported.
for _switch, _value in (
    ("DO_NOT_TRACK", "1"),
    ("GX_ANALYTICS_ENABLED", "false"),
    ("PREFECT_SERVER_ANALYTICS_ENABLED", "false"),
    ("DBT_SEND_ANONYMOUS_USAGE_STATS", "false"),
):
    os.environ[_switch] = _value

# A temporary Prefect API takes its time on a small or busy machine.
os.environ.setdefault("PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS", "120")
