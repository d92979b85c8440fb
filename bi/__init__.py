"""What BI tools are given: dashboards as code."""
