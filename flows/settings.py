"""What an operator may set: in `jixiao.toml` where the command is called, or as JIXIAO_… in the environment."""

from __future__ import annotations

import os
from typing import ClassVar

from pydantic import Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from flows.errors import ConfigurationError


class Settings(BaseSettings):
    """Every setting with its default; the environment goes before the file."""

    model_config: ClassVar[SettingsConfigDict] = SettingsConfigDict(
        env_prefix="JIXIAO_", toml_file="jixiao.toml", extra="forbid", frozen=True
    )

    document_seconds: float = Field(
        default=30,
        gt=0,
        description="How long reading one document may take before it is set aside, in seconds.",
    )
    document_memory_mib: int = Field(
        default=1024, ge=128, description="How much memory reading one document may take, in MiB."
    )
    reading_processes: int = Field(
        default_factory=lambda: os.cpu_count() or 1,
        ge=1,
        description="How many documents are read at a time, each in a process of its own. Default: one a processor core.",
    )

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
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def read_settings() -> Settings:
    """The settings in force. Raises ConfigurationError that names each wrong setting and what it may be."""
    try:
        return Settings()
    except ValidationError as error:
        wrong = "; ".join(
            f"{'.'.join(map(str, each['loc']))}: {each['msg'][0].lower()}{each['msg'][1:]}"
            for each in error.errors()
        )
        raise ConfigurationError(f"a setting in jixiao.toml or JIXIAO_… is wrong: {wrong}") from error
    except ValueError as error:  # jixiao.toml is no TOML
        raise ConfigurationError(f"jixiao.toml cannot be read: {error}") from error
