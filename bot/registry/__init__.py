"""The national registry: provinces, communes and what each was made from, as data with look-up by name.

Old units are those of just before 1/7/2025. A code is a key only together with the list it stands in: the
code of a former unit may be another commune's today. Names are no keys at all; whoever asks gets every one
that fits.
"""
