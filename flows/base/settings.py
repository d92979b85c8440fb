"""What an operator may set: in `jixiao.toml` where the command is called, or as JIXIAO_… in the environment."""

from __future__ import annotations

import os
from typing import ClassVar, Literal, Self

import pydantic_settings
from pydantic import Field, ValidationError, model_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from flows.base.errors import SettingsError
from flows.base.paths import folder_of_call

# No settings: how dbt's profile is told what to work on, and an extension where Jixiao's own project is.
_OF_DBT = {"JIXIAO_WORKING_FILE", "JIXIAO_DBT_PROJECT"}
# Nor are these: how Prefect's processes and prefect.yaml are told by make flow and make serve.
_SERVED = "JIXIAO_SERVE_"


class Settings(BaseSettings):
    """Every setting with its default; the environment goes before the file."""

    model_config: ClassVar[SettingsConfigDict] = SettingsConfigDict(
        env_prefix="JIXIAO_", extra="forbid", frozen=True
    )

    document_seconds: float = Field(
        default=30,
        gt=0,
        le=86_400,
        description="How much processor time reading one document may take before it is set aside, in seconds. Thirty "
        "times as long by the clock ends the attempt, which is no verdict on the document: the next load tries again.",
    )
    document_memory_mib: int = Field(
        default=1024, ge=128, description="How much memory reading one document may take, in MiB."
    )
    reading_processes: int = Field(
        default_factory=lambda: os.cpu_count() or 1,
        ge=1,
        description="How many documents are read at a time, each in a process of its own. Default: one a processor core.",
    )
    models_seconds: float = Field(
        default=3600,
        gt=0,
        description="How long building the models, or judging a gate, may take before the load stops and names what was at "
        "work, in seconds.",
    )
    runner: Literal["local", "dask"] = Field(
        default="local",
        description="Where a load reads documents: in processes of this machine, or on the Dask cluster of dask_scheduler, "
        "which needs a Prefect flow (make flow, make serve; jixiao load refuses).",
    )
    dask_scheduler: str = Field(
        default="",
        pattern="^$|^(tcp|tls)://.+:[0-9]+$",
        description='The address of the Dask scheduler for runner = "dask", as tcp://127.0.0.1:8786.',
    )
    extension: str = Field(
        default="",
        description="The folder of your own package on top of Jixiao's: models, lines of vocabulary, expectations; see "
        "docs/how-to/your-own-package.md.",
    )
    log_format: Literal["text", "json"] = Field(
        default="text",
        description="What a load writes on stderr: words for a person, or one JSON object a line for programs.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info",
        description="From which level on events are written with log_format = json; debug has a line a document.",
    )
    kept_publications: int = Field(
        default=3,
        ge=0,
        description="How many publications before the present one are kept, so that jixiao rollback can make one of them "
        "the published file again.",
    )
    notify_command: tuple[str, ...] = Field(
        default=(),
        description="The program, and its arguments, that a scheduled load runs if it fails, or publishes while documents "
        "are set aside, cannot be read or are expected, with what happened on its stdin, as "
        '["mail", "-s", "Jixiao", "operator@example.org"]. No shell is involved.',
    )
    page_port: int = Field(
        default=4200,
        ge=1,
        le=65535,
        description="The port on 127.0.0.1 where make serve shows Prefect's page.",
    )
    schedule: str = Field(
        default="0 6 * * *",
        description="When make serve starts a load, as a cron expression (minute, hour, day, month, weekday).",
    )
    schedule_timezone: str = Field(
        default="Asia/Shanghai", description="The time zone of the schedule, as IANA names it."
    )

    @property
    def document_memory(self) -> int:
        """How much memory reading one document may take, in bytes."""
        return self.document_memory_mib * 1024**2

    @model_validator(mode="after")
    def _dask_has_a_scheduler(self) -> Self:
        if self.runner == "dask" and not self.dask_scheduler:
            raise ValueError('runner = "dask" needs dask_scheduler, as tcp://127.0.0.1:8786')
        return self

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 (the signature is pydantic's)
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The sources in the order in which they win."""
        file = TomlConfigSettingsSource(settings_cls, toml_file=folder_of_call() / "jixiao.toml")
        return init_settings, env_settings, file


def read_settings() -> Settings:
    """The settings in force. Raises SettingsError that names each wrong setting and what it may be.

    A JIXIAO_… in the environment that is no setting is a misspelt one.
    """
    known = {f"JIXIAO_{name.upper()}" for name in Settings.model_fields} | _OF_DBT
    unknown = sorted(
        name
        for name in os.environ
        if name.startswith("JIXIAO_") and not name.startswith(_SERVED) and name.upper() not in known
    )
    if unknown:
        raise SettingsError(
            f"there is no setting {', '.join(unknown)}; the settings are in docs/reference/settings.md"
        )
    try:
        return Settings()
    except ValidationError as error:
        wrong = "; ".join(
            ": ".join(filter(None, (".".join(map(str, each["loc"])), _uncapitalized(each["msg"]))))
            for each in error.errors()
        )
        raise SettingsError(f"a setting in jixiao.toml or JIXIAO_… is wrong: {wrong}") from error
    except pydantic_settings.SettingsError as error:
        raise SettingsError(f"a setting in JIXIAO_… is wrong: {error}; lists are written as JSON") from error
    except ValueError as error:  # jixiao.toml is no TOML
        raise SettingsError(f"jixiao.toml cannot be read: {error}") from error


def _uncapitalized(message: str) -> str:
    message = message.removeprefix("Value error, ")
    return f"{message[0].lower()}{message[1:]}"
