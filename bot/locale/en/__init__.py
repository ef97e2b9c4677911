"""The English catalogue: the same keys and the same named places as `vi/`."""
