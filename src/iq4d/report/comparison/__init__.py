"""Two sides beside each other: the same people before and after, two media, two methods. What may be concluded of them.

The rules of concluding, and how often chance alone gives "clearly more", stand in docs/decisions/0017.
"""

from iq4d.report.comparison.compared import Compared
from iq4d.report.comparison.comparing import (
    Comparison,
    Side,
    compare,
    compare_held,
    comparison_lines,
    comparison_page,
)
from iq4d.report.comparison.held import held

__all__ = ["Compared", "Comparison", "Side", "compare", "compare_held", "comparison_lines", "comparison_page", "held"]
