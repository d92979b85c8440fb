"""Superset: datasets, charts and dashboards in its export format, and a local server with them."""
