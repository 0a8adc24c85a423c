"""IQ4D: learning from each other on purpose, and a mirror of how that conversation went."""

__version__ = "0.1.0"
