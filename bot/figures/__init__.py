"""What reports add up to and what looks odd in them: totals, forms merged into one, checks."""
