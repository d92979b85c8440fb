"""Texts that documents name things by, each distinct (text, fiscal year) read once: folded, freed of years, taken apart.

reading     text → Name
comparing   what two names that are not equal are compared by
frames      names as a frame for landing.name, and the key by which the models join it
"""
