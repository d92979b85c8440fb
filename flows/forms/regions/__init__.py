"""What heads what? Regions of a grid: pairs, matrices of money, records below a header."""
