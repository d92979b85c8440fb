"""Texts that documents name things by, each distinct (text, fiscal year) read once: folded, freed of years, masked.

reading     text → Name
frames      names as a frame for landing.name, and the key by which the models join it
"""
