"""Workbooks, xlsx and xls → Document. Imported by `sniff` alone."""
