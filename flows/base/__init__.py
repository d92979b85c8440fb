"""What every room uses: errors, paths, settings, printing, whole files, opening DuckDB. It imports no other room."""
