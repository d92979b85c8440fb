"""The processes of a load that build and judge."""
