"""The load as a Prefect flow: its deployment, serving it, notices."""
