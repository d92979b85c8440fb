"""The page of settings: every one, from the class Settings."""

from __future__ import annotations

import json
from typing import get_args

from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from flows.base.settings import Settings
from tests.places import ROOT

PAGE = ROOT / "docs" / "reference" / "settings.md"

_HEAD = """# Settings

Made from `flows/base/settings.py` by `python -m tests.pages settings`; do not edit it here.

A setting stands in a file `jixiao.toml` in the folder where the command is called, or in the environment as
`JIXIAO_` and its name in capitals; the environment goes before the file. Settings are checked at the start of a load:
a wrong or unknown one, in either place, ends it with exit status 2 and a message that names the setting. No setting is a
secret, and none is written to the published file or the log.

```toml
# jixiao.toml
document_seconds = 60
notify_command = ["mail", "-s", "Jixiao", "operator@example.org"]
```

In the environment a list is written as JSON: `JIXIAO_NOTIFY_COMMAND='["mail", "-s", "Jixiao", "operator@example.org"]'`.
"""

_LIMITS = {"gt": "greater than", "ge": "at least", "le": "at most"}


def page() -> str:
    """The whole page as Markdown: how to set, then a section a setting."""
    sections = [_section(name, field) for name, field in Settings.model_fields.items()]
    return "\n".join([_HEAD, *sections]).rstrip("\n") + "\n"


def _section(name: str, field: FieldInfo) -> str:
    values = get_args(field.annotation)
    choices = [value for value in values if isinstance(value, str)]
    facts = [f"`JIXIAO_{name.upper()}`"]
    if field.default is not PydanticUndefined:
        facts.append(f"default `{json.dumps(field.default)}`")
    if choices:
        facts.append("one of " + ", ".join(f"`{choice}`" for choice in choices))
    facts += [
        f"{words} {getattr(limit, attribute)}"
        for limit in field.metadata
        for attribute, words in _LIMITS.items()
        if hasattr(limit, attribute)
    ]
    return f"## {name}\n\n{field.description}\n\n{'; '.join(facts)}.\n"
