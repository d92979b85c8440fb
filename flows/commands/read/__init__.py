"""`jixiao read`: what the readers see in one file, for a person or a program, without loading it."""

from flows.commands.read.as_json import reading_as_json
from flows.commands.read.as_tables import print_reading
from flows.commands.read.reading import Reading, read_file
from flows.commands.read.showing import show_file

__all__ = ["Reading", "print_reading", "read_file", "reading_as_json", "show_file"]
