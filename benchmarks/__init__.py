"""What this program costs, measured; run by hand, never part of the tests."""
