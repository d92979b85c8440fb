"""Forms in layouts that nobody has laid out before, with their truth."""
