"""What lies below raw/, and documents.csv, which describes it."""
