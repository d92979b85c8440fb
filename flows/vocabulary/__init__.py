"""The seeds: what words mean is data, for Python as for dbt."""
