"""A cell of a CSV file that somebody opens in a spreadsheet.

A spreadsheet takes a cell that begins with one of a few signs for a formula, which can call programs and send data away
(OWASP, "CSV Injection"; the wide forms are what some Asian editions read as the same signs). A sign by itself is none:
"-" is how standard input is called.
"""

from __future__ import annotations

import re

__all__ = ["spelled", "unspelled"]

_FORMULA = re.compile(r"['\s]*[=+\-@\t\r\n＝＋－＠].", re.DOTALL)
_SPELLED = re.compile("'" + _FORMULA.pattern, re.DOTALL)


def spelled(words: str) -> str:
    """Words as they stand in a CSV cell: with an apostrophe in front where a spreadsheet could take them for a formula.

    >>> spelled("=HYPERLINK(A1)"), spelled("'s Avonds"), unspelled(spelled("'=1")) == "'=1"
    ("'=HYPERLINK(A1)", "'s Avonds", True)
    """
    return f"'{words}" if _FORMULA.match(words) else words


def unspelled(cell: str) -> str:
    """The words of a CSV cell as they were: `spelled`, the other way round."""
    return cell[1:] if _SPELLED.match(cell) else cell
