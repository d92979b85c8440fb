"""Word documents, docx and doc → Document. Imported by `sniff` alone."""
