"""Web pages → Document. Imported by `sniff` alone."""
