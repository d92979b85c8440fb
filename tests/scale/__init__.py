"""Many documents: made with a known truth, loaded, and read back."""
