"""Prescribed templates, as publishers print them, with invented content: each is to be read whole (FORMATS §3a)."""
