"""`jixiao read FILE --html`: the document as printed, each cell coloured by what it was taken for, its fields beside it."""

from flows.commands.read.as_html.writing import write_view

__all__ = ["write_view"]
