"""What is each cell? An amount, a label with its value, all indicators of a project."""
