"""The Vietnamese catalogue, one file per situation; each holds SENTENCES: key -> template."""
