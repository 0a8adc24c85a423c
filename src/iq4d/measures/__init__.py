"""Conversation in, scorecard out: four dimensions, each resting on what was said or declared.

A mirror for a group, not a mark for a person: see docs/measures.md for every formula, and
docs/decisions/0002 for what was shown and what was not.
"""

from iq4d.measures.measuring import measure
from iq4d.measures.score import DIMENSIONS, DimensionScore, Evidence, Score, Scorecard

__all__ = ["DIMENSIONS", "DimensionScore", "Evidence", "Score", "Scorecard", "measure"]
