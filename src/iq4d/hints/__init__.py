"""Help to ask: what somebody wrote goes in, at most one hint comes out, with its reason. Rules, no model, no memory.

A hint is asked for after writing. It never blocks anything, and nothing is kept of it: which rule saw what is known to
its writer alone. Better none than a wrong one; docs/hints.md tells how often that holds.

>>> found = hint("Have you tried talking to her?", "en", Asking())
>>> found.key, str(found.sentence)
('advice', 'Is there a tip in this? First ask what has been tried.')
>>> hint("What have you tried so far?", "en", Asking()) is None
True
"""

from iq4d.hints.asking import KEYS, Asking, Hint
from iq4d.hints.choosing import hint

__all__ = ["KEYS", "Asking", "Hint", "hint"]
