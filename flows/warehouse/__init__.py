"""What a warehouse folder says of itself: its documents, loads, tables, and what it was made of."""
