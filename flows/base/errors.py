"""The ways a load can end badly, each with its exit status and a message for a person."""

from __future__ import annotations

from enum import IntEnum


class ExitStatus(IntEnum):
    """What the command tells a scheduler."""

    PUBLISHED = 0
    """Everything below raw/ is published, by this load or an earlier one."""
    REFUSED = 1
    """Gate 2 refused, or no document at all could enter; the published file is as before."""
    USAGE = 2
    """Wrong usage or configuration."""
    SET_ASIDE = 3
    """The published file is right, by this load or an earlier one, but some documents are set aside or cannot be read."""
    COULD_NOT_RUN = 4
    """The load could not run; the published file is as before."""


class JixiaoError(Exception):
    """Says what happened, where, and what to do next."""

    exit_status = ExitStatus.COULD_NOT_RUN


class UsageError(JixiaoError):
    """What was asked for cannot be done so: an argument, or a place that may not be written."""

    exit_status = ExitStatus.USAGE


class NotFoundError(JixiaoError):
    """What was named is not there: a file, a warehouse, a table, a rule, a year."""

    exit_status = ExitStatus.USAGE


class SettingsError(JixiaoError):
    """A setting, documents.csv, a line of the vocabulary or a package on top is wrong."""

    exit_status = ExitStatus.USAGE


class RefusedError(JixiaoError):
    """A file cannot be read, no document can enter, or gate 2 refuses the build."""

    exit_status = ExitStatus.REFUSED


class CouldNotRunError(JixiaoError):
    """The load stopped before anything was published."""


class BusyError(CouldNotRunError):
    """Another program holds a file that the load needs; it may work a little later."""


class UnusableFileError(CouldNotRunError):
    """A file of the warehouse is damaged, or was made by another version."""


class StoppedBySignal(BaseException):
    """SIGTERM or Ctrl-C. Not an Exception: no handler of errors takes it, nor Click, which would set the exit status."""
