"""One module a command; `cli` puts them together."""
