"""The report-collecting bot, in two halves.

Quiet half (plain Python, no I/O, no clock): domain, vietnamese, questions, wording, dialogue, reminders.
Loud half (touches the world, decides nothing): channels, web, exports, imports, forms, services,
ticker, app, cli.
Every import points from the loud half to the quiet one; `pyproject.toml` holds the contracts.
"""
