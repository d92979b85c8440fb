"""The published file is replaced: which jurisdictions, the operations schema, what a load changed."""
