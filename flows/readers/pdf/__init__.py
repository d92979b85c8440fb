"""PDF → Document, by its ruled lines. Imported by `sniff` alone."""
