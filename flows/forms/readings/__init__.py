"""Which reading holds? Fields have types, and sums choose between what is possible."""
