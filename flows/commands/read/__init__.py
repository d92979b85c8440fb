"""`jixiao read`: what the readers see in one file, for a person or a program, without loading it."""

from flows.commands.read.as_html import write_view
from flows.commands.read.as_json import reading_as_json
from flows.commands.read.as_tables import print_reading, print_view
from flows.commands.read.reading import Reading, explain_file, read_file

__all__ = [
    "Reading",
    "explain_file",
    "print_reading",
    "print_view",
    "read_file",
    "reading_as_json",
    "write_view",
]
